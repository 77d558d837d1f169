// 补助发放 in a real Chromium, as the desks of one dispatching unit use it: what stands in the way, the month's
// grid, money paid outside registered, a batch drafted by one and approved by another, the bank's answers, what is
// to be paid later, statements and papers. BASE_URL serves a fresh book (zhucun init --start 2026-01-01).
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { clerk, elsewhere, month, passwords, people, second, session, table, today, unit } from './allowance-book.mjs';
import { axeFaults, counter, equal, openBrowser } from './harness.mjs';

const base = process.env.BASE_URL.replace(/\/$/, '');
const shots = process.env.OUT ?? join(process.cwd(), 'shots');
await mkdir(shots, { recursive: true });
const { check, finish } = counter();
const { page, troubles, close } = await openBrowser({ executable: process.env.CHROMIUM ?? '/usr/bin/chromium' });
page.setDefaultTimeout(20000);

const settled = async () => {
  await page.waitForFunction(() => !document.querySelector('.loading, .stale'));
  await page.waitForFunction(() => ![...document.querySelectorAll('[role="status"]')].some((one) => one.textContent.includes('正在')));
};
const still = () => page.waitForFunction(() => document.getAnimations().every((one) => one.playState === 'finished'));
const go = async (hash) => {
  await page.goto(`${base}/#${hash}`);
  await page.waitForSelector('#main .panel');
  await settled();
};
const shot = async (name) => {
  await still();
  await page.screenshot({ path: join(shots, `allowances-${name}.png`), fullPage: true });
};
const axe = (name) =>
  check(`axe: ${name}`, async () => {
    await still();
    equal(await axeFaults(page), [], 'violations');
  });
const says = (text) => page.getByText(text).filter({ visible: true }).first().waitFor();
const yuan = (fen) => {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
const shown = (fen) => yuan(fen).replace(/\d(?=(\d{3})+\.)/g, '$&,');
const dialog = page.locator('.el-dialog:visible');
async function fillDialog(open, fill) {
  await open();
  await dialog.locator('.event-form').waitFor();
  await fill?.();
  await dialog.getByRole('button', { name: '登记', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  await settled();
}
const press = (name, exact = true) => page.getByRole('button', { name, exact }).first().click();
let inside = false;
async function signIn(account, hash) {
  if (inside) {
    await press('退出');
    await page.waitForSelector('#sign-in-title');
  }
  await page.goto(`${base}/#${hash}`);
  await page.waitForSelector('#sign-in-title');
  await page.getByLabel('账号', { exact: true }).fill(account);
  await page.getByLabel('密码', { exact: true }).fill(passwords[account]);
  await press('登录');
  await page.waitForSelector('#sign-in-title', { state: 'detached' });
  await page.waitForSelector('#main .panel');
  await settled();
  inside = true;
}
const exceptions = () => page.locator('.exceptions tbody tr').filter({ hasNot: page.locator('.nothing') });

async function inPrint(width, height, what) {
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width, height });
  try {
    await what();
  } finally {
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.emulateMedia({ media: null });
  }
}

// ---- standards -----------------------------------------------------------------------------------
await check('what cannot be computed stands first, with the reason and where it is put right', async () => {
  await signIn('unit-a', `/allowances?month=${month}`);
  const first = await exceptions().first().innerText();
  for (const word of ['无法计算', '缺标准', '登记标准']) if (!first.includes(word)) throw new Error(first);
  equal(await page.getByRole('button', { name: '补助标准登记…' }).count(), 0, 'the unit sets no standards');
  await shot('unknown');
});
await axe('exceptions');

await check('the city office registers the standard by the form of its schema', async () => {
  await signIn('city', `/allowances?month=${month}&view=standards`);
  await says('还没有登记标准');
  await fillDialog(
    () => press('补助标准登记…'),
    async () => {
      await dialog.getByLabel('标准', { exact: true }).selectOption('travel_meal');
      await dialog.getByLabel('适用地区').selectOption('610800000000');
      await dialog.getByLabel('金额', { exact: true }).fill('100');
      await dialog.getByLabel('施行日').fill('2026-01-01');
      await page.keyboard.press('Enter');
      await dialog.getByLabel('文号').fill('榆财〔2026〕测1号');
      await shot('standard-form');
    },
  );
  await says('榆财〔2026〕测1号');
  await shot('standards');
});
await axe('standards');

await check('an office chooses a unit from those that owe', async () => {
  await go(`/allowances?month=${month}`);
  await says('先选一个派出单位');
  await shot('units');
  const name = session.desks[0].scopeName;
  await page.getByLabel('在本表中查找').fill(name);
  await page.getByRole('button', { name, exact: true }).click();
  await page.waitForSelector('.pay-grid');
  await settled();
  if (!page.url().includes(`unit=${unit}`)) throw new Error(page.url());
});

// ---- the grid ------------------------------------------------------------------------------------
const now = () => table('allowance_due', { actor: `unit:${unit}`, period: month });
await check('the grid shows the figures of the API, person by item', async () => {
  await signIn('unit-a', `/allowances?month=${month}`);
  const { rows } = await now();
  equal(await page.locator('.pay-grid tbody tr').count(), people.length, 'people');
  for (const row of rows.filter((one) => one.due !== null)) {
    const cell = page.locator(`.pay-grid [data-figure="${row.key}|due"]`);
    equal(await cell.innerText(), shown(row.due), row.key);
  }
  const sum = rows.reduce((all, row) => all + (row.due ?? 0), 0);
  const foot = await page.locator('.pay-grid tfoot').innerText();
  if (!foot.includes(shown(sum))) throw new Error(`${shown(sum)} is not in ${foot}`);
  await page.setViewportSize({ width: 1440, height: 900 });
  await shot('due-1440');
  await page.setViewportSize({ width: 1280, height: 800 });
  await shot('due-1280');
  await page.setViewportSize({ width: 1366, height: 768 });
});
await axe('the grid');

await check('a figure opens to its formula, the clause and the events behind it', async () => {
  const row = (await now()).rows.find((one) => one.item === 'living-allowance' && one.due > 0);
  await page.locator(`.pay-grid [data-figure="${row.key}|due"]`).click();
  await page.waitForSelector('.figure blockquote');
  equal(await page.locator('.figure-value').innerText(), yuan(row.due), 'value');
  if (!(await page.locator('.figure').innerText()).includes('× 100.00')) throw new Error('no formula');
  await shot('source');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.figure', { state: 'detached' });
});

// ---- (a) registered afterwards -------------------------------------------------------------------
await check('one voucher for everybody: last month paid outside is registered with one click', async () => {
  await go('/allowances?month=2026-04');
  const payable = (await table('allowance_due', { actor: `unit:${unit}`, period: '2026-04' })).rows.filter((row) => row.status === 'payable');
  const bar = page.getByRole('form', { name: '登记已发' });
  await bar.getByLabel('凭证号').fill('记-0428');
  await bar.getByRole('button', { name: '登记所选为已发' }).click();
  const sum = payable.reduce((all, row) => all + row.open, 0);
  await says(`${shown(sum)} 元，凭证 记-0428`);
  await settled();
  const after = (await table('allowance_due', { actor: `unit:${unit}`, period: '2026-04' })).rows;
  equal(after.filter((row) => row.status === 'payable').length, 0, 'still payable');
  await shot('paid');
});

const name = async (person) => (await now()).rows.find((row) => row.person === person).personName ?? person;
const whole = (rows, person) => rows.filter((row) => row.person === person).reduce((all, row) => all + row.open, 0);
let short;
await check('a lump over all items is registered for one person; what is short is to be paid later', async () => {
  await go(`/allowances?month=${month}`);
  const { rows } = await now();
  short = people.find((person) => rows.filter((row) => row.person === person).every((row) => row.status === 'payable') && whole(rows, person) > 20000);
  const paid = whole(rows, short) - 5000;
  await fillDialog(
    () => press(`${rows.find((row) => row.person === short).personName}：登记合并发放`),
    async () => {
      await dialog.getByLabel('凭证号').fill('记-0530');
      await dialog.getByLabel('第 1 行自月份').selectOption(month);
      await dialog.getByLabel('第 1 行至月份').selectOption(month);
      await dialog.getByLabel('第 1 行金额').fill(yuan(paid));
      await still();
      equal(await axeFaults(page), [], 'violations');
      await shot('lump-form');
    },
  );
  const after = (await now()).rows.filter((row) => row.person === short);
  equal(after.filter((row) => row.status === 'supplement').map((row) => row.open), [5000], 'short');
});

await check('what is to be paid later is confirmed by a person, and then waits for the next batch', async () => {
  await exceptions().filter({ hasText: '待补发' }).first().waitFor();
  await shot('supplement');
  await press(new RegExp(`${await name(short)}.*确认补发`), false);
  await says('已确认补发');
  await settled();
  await exceptions().filter({ hasText: '已确认补发，待发放' }).first().waitFor();
  equal(await page.getByRole('button', { name: /确认补发$/ }).count(), 0, 'buttons left');
});

// ---- (b) through the system -----------------------------------------------------------------------
const batchNow = async (batch) => (await table('payout_batches', { actor: `unit:${unit}` })).rows.find((row) => row.batch === batch);
const batch = `${month}-1`;
await check('a batch is drafted: the lines come from the book', async () => {
  await go(`/allowances?month=${month}&view=payouts`);
  await says('还没有批次');
  await shot('no-batches');
  const { rows } = await now();
  const due = rows.filter((row) => ['payable', 'supplement'].includes(row.status)).reduce((all, row) => all + row.open, 0);
  await fillDialog(
    () => press('制表…'),
    async () => {
      equal(await dialog.getByLabel('批次号').inputValue(), batch, 'number');
      equal(await dialog.getByLabel('发至月份').inputValue(), month, 'month');
      equal(await dialog.getByLabel('预发月份').count(), 0, 'advance');
      await shot('draft-form');
    },
  );
  const found = await batchNow(batch);
  equal([found.status, found.amount], ['drafted', due], 'batch');
  await page.getByRole('button', { name: `批次 ${batch}：复核或批准` }).click();
  await page.waitForSelector('.pay-sheet');
  await settled();
  await says('须由另一个人复核、批准');
  equal(await page.getByRole('button', { name: '批准', exact: true }).count(), 0, 'approval of one’s own');
  await shot('drafted');
});
await axe('a batch');

await check('what stands in a batch is not to be paid a second time outside', async () => {
  await go(`/allowances?month=${month}`);
  await says(`已列入批次 ${batch}`);
  await says('在办批次 1 个');
  equal(await page.getByRole('button', { name: '登记所选为已发' }).isDisabled(), true, 'registering');
  await shot('listed');
});

await check('another account approves what it sees, and releases', async () => {
  await signIn(second, `/allowances?month=${month}&view=payouts&batch=${batch}`);
  await page.waitForSelector('.pay-sheet');
  await press('批准');
  await says(`批次 ${batch}：发放批准已登记`);
  await settled();
  equal((await batchNow(batch)).status, 'approved', 'status');
  await shot('approved');
  await press('发放');
  await says(`批次 ${batch}：发放已登记`);
  await settled();
  equal((await batchNow(batch)).status, 'released', 'status');
  await shot('released');
});
await axe('a released batch');

await check('the bank file is asked for with its form and a reason', async () => {
  const bar = page.getByRole('form', { name: '银行文件' });
  await bar.waitFor();
  const profiles = await page.evaluate(() => fetch('/v1/payouts/profiles').then((one) => (one.ok ? one.json() : null)));
  if (!profiles) {
    console.log('        the route of bank files is not there yet: only its refusal was looked at');
    await bar.locator('.refusal').waitFor();
    return;
  }
  await bar.getByLabel('银行文件格式').selectOption(profiles.profiles[0].id);
  await bar.getByLabel('下载银行文件的用途').fill('浏览器测试');
  const [file] = await Promise.all([page.waitForEvent('download'), bar.getByRole('button', { name: '下载银行文件' }).click()]);
  if ((await stat(await file.path())).size < 50) throw new Error('an empty file');
});

let failed;
await check('the bank answers person by person; one sum comes back', async () => {
  const sheet = await table('payout_sheet', { actor: `unit:${unit}`, kind: batch });
  const form = page.getByRole('form', { name: '银行返回' });
  failed = sheet.rows[0];
  const row = form.locator('tbody tr').first();
  await row.getByLabel('退票', { exact: true }).check();
  await form.getByRole('button', { name: '其余都已发' }).click();
  equal(await form.getByRole('button', { name: /人的返回$/ }).isDisabled(), true, 'without a reason');
  await row.getByLabel(/退票原因$/).fill('户名与账号不符');
  await shot('answers');
  await form.getByRole('button', { name: `登记 ${sheet.rows.length} 人的返回` }).click();
  await says(`登记 ${sheet.rows.length} 人，其中退票 1 人`);
  await settled();
  const found = await batchNow(batch);
  equal([found.status, found.returned], ['settled', failed.total], 'batch');
  await shot('settled');
});

await check('what the bank sent back stands among the exceptions and goes into the next batch', async () => {
  await go(`/allowances?month=${month}`);
  const first = await exceptions().first().innerText();
  for (const word of ['银行退票', '户名与账号不符', shown(failed.total)]) if (!first.includes(word)) throw new Error(first);
  await shot('failed');
  await go(`/allowances?month=${month}&view=payouts`);
  await fillDialog(() => press('制表…'));
  const again = await batchNow(`${month}-2`);
  equal([again.status, again.people, again.amount], ['drafted', 1, failed.total], 'second batch');
});

await check('a draft is voided with a reason, against the revision on the screen', async () => {
  await page.getByRole('button', { name: `批次 ${month}-2：复核或批准` }).click();
  await page.waitForSelector('.pay-sheet');
  await settled();
  // Somebody else goes on with it meanwhile: what is on the screen is old.
  const { content } = await batchNow(`${month}-2`);
  const stamp = { 'If-Match': `"${(await batchNow(`${month}-2`)).revision}"` };
  await clerk('POST', '/v1/events', { type: 'payoutChecked', date: today, data: { unit, batch: `${month}-2`, content } }, stamp);
  await press('作废…');
  await dialog.getByLabel('作废原因').fill('等更正账号');
  await dialog.getByRole('button', { name: '登记', exact: true }).click();
  await dialog.locator('.refusal').filter({ hasText: 'revision_moved' }).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  equal((await batchNow(`${month}-2`)).status, 'checked', 'status');
  await page.reload();
  await page.waitForSelector('.pay-sheet');
  await settled();
  await fillDialog(
    () => press('作废…'),
    () => dialog.getByLabel('作废原因').fill('等更正账号'),
  );
  equal((await batchNow(`${month}-2`)).status, 'voided', 'status');
  await shot('voided');
});

await check('the sheet to sign prints on A4 with its steps', async () => {
  await go(`/allowances?month=${month}&view=payouts&batch=${batch}`);
  await page.waitForSelector('.pay-sheet');
  await inPrint(1047, 680, async () => {
    const head = await page.locator('.print-head').innerText();
    for (const word of ['签领表', `批次 ${batch}`, '截至序号']) if (!head.includes(word)) throw new Error(head);
    const steps = await page.locator('.signatures').innerText();
    for (const word of ['unit-a', second]) if (!steps.includes(word)) throw new Error(steps);
    equal(await page.locator('#batches-title').isVisible(), false, 'the list in print');
    await page.pdf({ path: join(shots, 'allowances-sheet.pdf'), preferCSSPageSize: true });
    await shot('sheet-print');
    const wide = await page.evaluate(() => document.querySelector('.pay-sheet table').scrollWidth);
    if (wide > 1047) throw new Error(`the sheet is ${wide} wide`);
  });
});

// ---- 扣回: a standard that was lower all along ------------------------------------------------------
await check('a lower standard from the past on proposes to take back; all are confirmed at once', async () => {
  const city = await elsewhere('city');
  const lower = { register: 'travel_meal', area: '610800000000', amount: 9000, from: '2026-04-01', document: '榆财〔2026〕测2号' };
  await city('POST', '/v1/events', { type: 'standardSet', date: today, data: lower });
  await go('/allowances?month=2026-04');
  const { rows } = await table('allowance_due', { actor: `unit:${unit}`, period: '2026-04', status: 'recover' });
  await exceptions().filter({ hasText: '待扣回' }).first().waitFor();
  await shot('recover');
  equal(await axeFaults(page), [], 'violations');
  await press(`全部确认补发扣回（${rows.length} 项）`);
  await says(`已确认补发扣回 ${rows.length} 项`);
  await settled();
  const after = await table('allowance_due', { actor: `unit:${unit}`, period: '2026-04', status: 'recover' });
  equal([...new Set(after.rows.map((row) => row.statusTitle))], ['已确认扣回，待抵扣'], 'waiting');
});

// ---- statements, benefits, the unit's own money ----------------------------------------------------
await check('a statement is delivered, objected to and answered, and prints upright', async () => {
  await go(`/allowances?month=${month}&view=statement&period=2026Q2&who=${short}`);
  await fillDialog(() => press('个人对账单送达…'));
  await fillDialog(
    () => press('对账异议…'),
    () => dialog.getByLabel('异议内容').fill('5月少发50元'),
  );
  await says('尚未答复');
  await shot('statement');
  await fillDialog(
    () => press('答复…'),
    () => dialog.getByLabel('答复', { exact: true }).fill('已列入补发'),
  );
  await says('答复：已列入补发');
  // A4 upright, less the margins.
  await inPrint(703, 1000, async () => {
    await shot('statement-print');
    await page.pdf({ path: join(shots, 'allowances-statement.pdf'), preferCSSPageSize: true });
    const wide = await page.evaluate(() => document.querySelector('.statement table').scrollWidth);
    if (wide > 703) throw new Error(`the statement is ${wide} wide`);
  });
});
await axe('a statement');

await check('insurance for everybody at once', async () => {
  await go(`/allowances?month=${month}&view=benefits`);
  await says('未办');
  await shot('benefits');
  const missing = async () => (await table('benefits', { actor: `unit:${unit}`, period: '2026', status: 'missing' })).rows.length;
  const many = await missing();
  await fillDialog(
    () => press('人身意外伤害保险…'),
    async () => {
      await dialog.getByRole('button', { name: '全选' }).click();
      await dialog.getByLabel('保险起期').fill('2026-01-01');
      await page.keyboard.press('Enter');
      await dialog.getByLabel('保险止期').fill('2027-12-31');
      await page.keyboard.press('Enter');
      await dialog.getByLabel('保单号').fill('保-E2E-1');
      await dialog.getByLabel('保费').fill('1200');
      await shot('insurance-form');
    },
  );
  if ((await missing()) >= many) throw new Error(`still ${await missing()} of ${many}`);
});
await axe('benefits');

await check('the budget of the year, what is overdue, and the vouchers', async () => {
  await go(`/allowances?month=${month}&view=budget`);
  await fillDialog(
    () => press('单位年度预算列支…'),
    async () => {
      await dialog.getByLabel('列入预算').fill('200000');
      await dialog.getByLabel('文号').fill('示例公司〔2026〕预1号');
    },
  );
  await says('200,000.00');
  await says('借贷相等');
  await shot('budget');
});
await axe('the budget');

// ---- others --------------------------------------------------------------------------------------
await check('an auditor looks and records nothing', async () => {
  await signIn('auditor', `/allowances?month=${month}&unit=${unit}`);
  await page.waitForSelector('.pay-grid');
  for (const word of ['登记所选为已发', '补助退回…']) equal(await page.getByRole('button', { name: word }).count(), 0, word);
  await go(`/allowances?month=${month}&unit=${unit}&view=payouts&batch=${batch}`);
  await page.waitForSelector('.pay-sheet');
  for (const word of ['制表…', '批准', '作废…', '下载银行文件']) equal(await page.getByRole('button', { name: word, exact: true }).count(), 0, word);
  await shot('auditor');
});

await check('a resident sees his own statement and nothing else', async () => {
  await signIn('resident', '/allowances?period=2026Q2');
  await page.waitForSelector('#statement-title');
  await settled();
  equal(await page.locator('.view-tabs').count(), 0, 'tabs');
  equal(await page.locator('.unit-choice').count(), 0, 'units');
  await shot('self');
});

await check('keyboard alone: from the month to a tab and to a figure', async () => {
  await signIn('unit-a', `/allowances?month=${month}`);
  await page.getByLabel('上一月').focus();
  const stops = [];
  for (let i = 0; i < 40; ++i) {
    await page.keyboard.press('Tab');
    stops.push(await page.evaluate(() => document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()));
  }
  for (const word of ['下一月', '系统发放', '要先处理的（表格）']) if (!stops.includes(word)) throw new Error(`${word} is not reached: ${stops.join(' > ')}`);
  await page.getByRole('button', { name: '系统发放' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('#batches-title');
  await page.locator('.batches button').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.figure');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.figure', { state: 'detached' });
});

await check('1280 × 800 and 1440 × 900: no part of the page scrolls sideways', async () => {
  for (const [width, height] of [[1280, 800], [1440, 900]]) {
    await page.setViewportSize({ width, height });
    for (const view of ['due', 'payouts', 'statement', 'benefits', 'budget', 'standards']) {
      await go(`/allowances?month=${month}&view=${view}${view === 'payouts' ? `&batch=${batch}` : ''}`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      equal(over, 0, `${view} at ${width}`);
      await shot(`${view}-${width}`);
    }
  }
});

await check('no error and no warning in the console', async () => {
  // The browser itself reports the refusals that the checks asked for, and the question who is there.
  equal(troubles.filter((one) => !/status of (401|404|409|412|422)/.test(one)), [], 'console');
});

await close();
process.exit(finish());
