// The pages of offices, townships, units and teams under their desks: each finds the pages of its work in the menu, sees
// its own matters, and records only what the catalogue lets it.
// BASE_URL=http://127.0.0.1:8320 DESKS=desks.txt node office-desks.mjs
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { axeFaults, counter, equal, openBrowser } from './harness.mjs';

const base = process.env.BASE_URL.replace(/\/$/, '');
const shots = process.env.OUT ?? join(process.cwd(), 'shots');
await mkdir(shots, { recursive: true });
const passwords = Object.fromEntries((await readFile(process.env.DESKS, 'utf8')).split('\n').map((line) => line.split('\t').slice(0, 2)));
const { check, finish } = counter();
const { page, troubles, close } = await openBrowser({ executable: process.env.CHROMIUM ?? '/usr/bin/chromium' });
page.setDefaultTimeout(20000);

const settled = async () => {
  await page.waitForFunction(() => !document.querySelector('.loading, .stale'));
  await page.waitForFunction(() => ![...document.querySelectorAll('[role="status"]')].some((one) => one.textContent.includes('正在')));
};
const api = (path) =>
  page.evaluate(async (at) => {
    const response = await fetch(at);
    if (!response.ok) throw new Error(`${at}: ${response.status}`);
    return response.json();
  }, path);
let inside = false;
async function signIn(account) {
  if (inside) {
    await page.getByRole('button', { name: '退出', exact: true }).click();
    await page.waitForSelector('#sign-in-title');
  }
  await page.goto(`${base}/#/`);
  await page.waitForSelector('#sign-in-title');
  await page.getByLabel('账号', { exact: true }).fill(account);
  await page.getByLabel('密码', { exact: true }).fill(passwords[account]);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForSelector('#sign-in-title', { state: 'detached' });
  await page.waitForSelector('#main .panel');
  await settled();
  inside = true;
}
const go = async (hash) => {
  await page.goto(`${base}/#${hash}`);
  await page.waitForSelector('#main .panel');
  await settled();
};

const pages = ['/work', '/checks', '/reminders', '/units', '/assessments', '/tasks'];
const desks = {
  'demo-team': ['/work', '/checks', '/reminders', '/tasks'],
  'demo-township': ['/work', '/checks', '/reminders', '/tasks'],
  'demo-unit': ['/work', '/checks', '/reminders', '/units', '/assessments'],
  'demo-county': pages,
  'demo-auditor': pages,
  'demo-finance': [],
};
// Words on buttons, and the event that each records.
const acts = {
  '登记已发': 'reminderIssued',
  '提出整改…': 'rectificationOrdered',
  '报告整改…': 'rectificationReported',
  '复核…': 'rectificationChecked',
  '提出约谈…': 'interviewHeld',
  '审定…': 'annualConfirmed',
  '登记进展…': 'taskProgressed',
  '签收': 'reportReceived',
};
for (const [account, wanted] of Object.entries(desks)) {
  await check(`${account}: the pages of its work, and no act that is not its own`, async () => {
    await signIn(account);
    const { may, desk, desks: own } = await api('/v1/session');
    if (!may.includes('readReports')) throw new Error('reads nothing');
    const { role } = own.find((one) => one.desk === desk);
    const shown = [];
    for (const path of pages) if (await page.locator(`.top nav a[href="#${path}"]`).count()) shown.push(path);
    equal(shown, wanted, 'menu');
    const { $defs } = await api('/v1/schema');
    for (const path of wanted) {
      await go(path);
      const tabs = await page.locator('.view-tabs button').allInnerTexts();
      for (const tab of tabs.length ? tabs : ['']) {
        if (tab) await page.locator('.view-tabs').getByRole('button', { name: tab, exact: true }).click();
        await settled();
        equal(await page.locator('.refusal').count(), 0, `refusals at ${path} ${tab}`);
        for (const [word, type] of Object.entries(acts)) {
          const buttons = await page.getByRole('button', { name: word, exact: true }).count();
          if (buttons && !$defs[type]['x-by'].includes(role)) throw new Error(`${role} finds ${word} at ${path} ${tab}`);
        }
      }
      await page.screenshot({ path: join(shots, `desk-${account}-${path.slice(1)}.png`), fullPage: true });
      equal(await axeFaults(page), [], `violations at ${path}`);
    }
  });
}

await check('a page that is not of the desk says so', async () => {
  await go('/reminders');
  await page.getByText('看不到这一页').waitFor();
});

await check('no error and no warning in the console', async () => {
  equal(troubles.filter((one) => !/status of (401|404|409|412|422)/.test(one)), [], 'console');
});

await close();
process.exit(finish());
