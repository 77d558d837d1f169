// 队伍与人员 in a real Chromium: the tables equal the API's, a person's time line opens, a change is
// previewed and confirmed as one. BASE_URL=http://127.0.0.1:8320 DESKS=desks.txt node people.mjs
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { axeFaults, counter, equal, openBrowser } from './harness.mjs';

const base = (process.env.BASE_URL ?? 'http://127.0.0.1:8320').replace(/\/$/, '');
const executable = process.env.CHROMIUM ?? '/usr/bin/chromium';
const shots = process.env.OUT ?? join(process.cwd(), 'shots');
await mkdir(shots, { recursive: true });

const passwords = Object.fromEntries(
  (await readFile(process.env.DESKS, 'utf8')).split('\n').map((line) => line.split('\t').slice(0, 2)),
);
const { check, finish } = counter();
const { page, troubles, close } = await openBrowser({ executable });
page.setDefaultTimeout(60000);
// Asked by the page itself, under its session.
const api = (path) =>
  page.evaluate(async (at) => {
    const response = await fetch(at);
    if (!response.ok) throw new Error(`${at}: ${response.status}`);
    return response.json();
  }, path);
const shot = (name) => page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
const go = async (hash) => {
  await page.goto(`${base}/#${hash}`);
  await page.waitForSelector('#main .panel table');
  await page.waitForFunction(() => !document.querySelector('.loading, .stale'));
};
await page.goto(`${base}/#/people`);
await page.getByLabel('账号', { exact: true }).fill('demo-city');
await page.getByLabel('密码', { exact: true }).fill(passwords['demo-city']);
await page.getByRole('button', { name: '登录', exact: true }).click();
await page.waitForSelector('#sign-in-title', { state: 'detached' });
const column = (table, name) => table.columns.findIndex((one) => one.name === name);

for (const view of ['vacancies', 'roster', 'unit_people', 'candidates', 'rotation_plan', 'handovers', 'recalls']) {
  await check(`${view}: as many rows as the API gives`, async () => {
    const table = await api(`/v1/reports/${view}`);
    await go(`/people?view=${view}`);
    const said = await page.locator('.panel-head .grow').last().innerText();
    equal(said, `${table.rowCount.toLocaleString('zh-CN')} 行`, 'rows');
    await shot(`people-${view}`);
  });
}

const roster = await api('/v1/reports/roster');
const person = roster.rows[0].key;

await check('a person has a time line', async () => {
  await go('/people');
  await page.getByLabel('人员编号').fill(person);
  await page.getByRole('button', { name: '看履历' }).click();
  await page.waitForSelector('#person-title');
  await page.waitForSelector('text=选派到岗');
  await shot('people-person');
});

await check('what the rules refuse is said beside the form', async () => {
  await page.getByRole('button', { name: '人员变动登记' }).click();
  await page.getByLabel('原因', { exact: true }).selectOption('reassigned');
  await page.getByRole('button', { name: '预览影响' }).click();
  await page.waitForSelector('text=与条款不符');
  await page.waitForSelector('text=任期内不得因这一原因离任');
  equal(await page.getByRole('button', { name: '确认登记（一并生效）' }).count(), 0, 'confirmation');
});

await check('a change is previewed in words and confirmed as one', async () => {
  await page.getByLabel('原因', { exact: true }).selectOption('health');
  await page.getByRole('button', { name: '预览影响' }).click();
  await page.waitForSelector('text=任期结束');
  const confirm = page.getByRole('button', { name: '确认登记（一并生效）' });
  await confirm.waitFor();
  await shot('people-change');
  await confirm.click();
  await page.waitForSelector('text=✓ 变动已登记');
  const tomorrow = new Date(Date.now() + 32 * 3600 * 1000).toISOString().slice(0, 10);
  const after = await api(`/v1/reports/roster?asOf=${tomorrow}`);
  equal(after.rowCount, roster.rowCount - 1, 'people in post');
});

await check('no violation of WCAG A or AA', async () => {
  await go('/people?view=recalls');
  equal(await axeFaults(page), [], 'axe');
});

await check('nothing failed in the console', async () => {
  // What was refused above, and the question who is there, were answers that a browser logs.
  equal(troubles.filter((one) => !/422|401/.test(one)), [], 'console');
});

await close();
process.exit(finish());
