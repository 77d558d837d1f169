// 队伍与人员 in a real Chromium: the tables equal the API's, a person's time line opens, a change is
// previewed and confirmed as one. BASE_URL=http://127.0.0.1:8320 node people.mjs
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { axeFaults, counter, equal, openBrowser } from './harness.mjs';

const base = (process.env.BASE_URL ?? 'http://127.0.0.1:8320').replace(/\/$/, '');
const executable = process.env.CHROMIUM ?? '/usr/bin/chromium';
const shots = process.env.OUT ?? join(process.cwd(), 'shots');
await mkdir(shots, { recursive: true });

const api = async (path) => {
  const response = await fetch(base + path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
};
const { check, finish } = counter();
const { page, troubles, close } = await openBrowser({ executable });
const shot = (name) => page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
const go = async (hash) => {
  await page.goto(`${base}/#${hash}`);
  await page.waitForSelector('#main .panel table');
  await page.waitForFunction(() => !document.querySelector('.loading, .stale'));
};
const column = (table, name) => table.columns.findIndex((one) => one.name === name);

for (const view of ['vacancies', 'roster', 'unit_people', 'candidates', 'rotation_plan', 'handovers', 'recalls']) {
  await check(`${view}: as many rows as the API gives`, async () => {
    const table = await api(`/v1/reports/${view}`);
    await go(`/people?view=${view}`);
    const said = await page.locator('.panel-head [role=status]').last().innerText();
    equal(said, `${table.rowCount.toLocaleString('zh-CN')} 行`, 'rows');
    await shot(`people-${view}`);
  });
}

const roster = await api('/v1/reports/roster');
const person = roster.rows[0].cells[column(roster, 'person')];

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
  // The refusal above was an answer of 422, which a browser logs.
  equal(troubles.filter((one) => !one.includes('422')), [], 'console');
});

await close();
process.exit(finish());
