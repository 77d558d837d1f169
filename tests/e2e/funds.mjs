// The finance desk's pages in a real Chromium, over a demo city without accounts: a statement from its CSV
// to a difference of 0.00 and a printed paper, the overview from the city to a village, a township's
// spending and claims. BASE_URL=http://127.0.0.1:8320 node funds.mjs; it writes to the book.
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { axeFaults, counter, equal, openBrowser } from './harness.mjs';

const base = process.env.BASE_URL.replace(/\/$/, '');
const shots = process.env.OUT ?? join(process.cwd(), 'shots');
await mkdir(shots, { recursive: true });
const { check, finish } = counter();
const { page, troubles, close } = await openBrowser({ executable: process.env.CHROMIUM ?? '/usr/bin/chromium' });
page.setDefaultTimeout(20000);

const api = async (path) => {
  const response = await fetch(base + path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
};
async function table(report, parameters) {
  const found = await api(`/v1/reports/${report}?${new URLSearchParams(parameters)}&limit=50000`);
  const names = found.columns.map((column) => column.name);
  const rows = found.rows.map((row) => ({ key: row.key, ...Object.fromEntries(names.map((name, i) => [name, row.cells[i]])) }));
  return { ...found, rows };
}
const settled = async () => {
  await page.waitForFunction(() => !document.querySelector('.loading, .stale'));
  await page.waitForFunction(() => ![...document.querySelectorAll('[role="status"]')].some((one) => one.textContent.includes('正在')));
};
const go = async (hash) => {
  await page.goto(`${base}/#${hash}`);
  await page.waitForSelector('#main .panel');
  await settled();
};
const shot = async (name) => {
  await page.waitForTimeout(350);
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
};
const axe = (name) => check(`axe: ${name}`, async () => equal(await axeFaults(page), [], 'violations'));
const says = (text) => page.getByText(text).filter({ visible: true }).first().waitFor();
const yuan = (fen) => {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
const shown = (fen) => yuan(fen).replace(/\d(?=(\d{3})+\.)/g, '$&,');
const actor = (name) => page.getByLabel('经办人').first().fill(name);
const query = () => new URLSearchParams(new URL(page.url()).hash.replace(/^[^?]*\??/, ''));

const book = await api('/v1/book');
const asOf = book.lastDate;
const year = '2025';

// ---- 经费总览 -----------------------------------------------------------------------------------
const bridge = await table('fund_bridge', { period: year, by: 'county', asOf });
await check('the overview shows the figures of the API, county by source', async () => {
  await go(`/funds?year=${year}&asOf=${asOf}`);
  await page.waitForSelector('.fund-matrix tbody');
  const rows = bridge.rows.filter((row) => row.due !== null).slice(0, 8);
  if (!rows.length) throw new Error('no shares due');
  for (const row of rows) {
    for (const name of ['due', 'allotted', 'received']) {
      if (row[name] === null) continue;
      const cell = page.locator(`[data-figure="${row.key}|${name}"]`).first();
      equal(await cell.innerText(), shown(row[name]), `${row.key} ${name}`);
    }
  }
  await shot('funds-overview');
});
await axe('the overview');

await check('a short level says so in words, whatever the total', async () => {
  const short = bridge.rows.filter((row) => row.gap > 0 && !row.key.endsWith('|total') && !row.key.endsWith('|topUp'));
  const said = await page.locator('.fund-matrix tr:not(.sum) .fund-state.is-bad').allInnerTexts();
  equal(said.length, short.length, 'short levels');
  for (const words of said) if (!words.includes('短缺')) throw new Error(words);
});

await check('a figure opens to its formula, the clause and what stands behind it', async () => {
  const row = bridge.rows.find((one) => one.due > 0 && one.key.endsWith('|city'));
  await page.locator(`[data-figure="${row.key}|due"]`).first().click();
  await page.waitForSelector('.figure blockquote');
  equal(await page.locator('.figure-value').innerText(), yuan(row.due), 'value');
  if (!(await page.locator('.figure blockquote').innerText()).includes('5:3:2')) throw new Error('no clause');
  await shot('funds-source');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.figure', { state: 'detached' });
});

const direct = bridge.rows.find((row) => row.mode === '实拨' && row.key.endsWith('|total') && row.confirmed > 0);
await check('from the city to a county, a township, a village; each step is a link', async () => {
  await page.getByRole('button', { name: `进入${direct.placeName}`, exact: true }).click();
  await settled();
  equal(query().get('division'), direct.place, 'division');
  const towns = await table('fund_bridge', { period: year, by: 'township', asOf, division: direct.place });
  const town = towns.rows.find((row) => row.confirmed > 0 && row.place !== direct.place);
  equal(await page.locator(`[data-figure="${town.key}|confirmed"]`).innerText(), shown(town.confirmed), 'confirmed');
  await shot('funds-county');
  await page.getByRole('button', { name: `进入${town.placeName}`, exact: true }).click();
  await settled();
  await shot('funds-township');
  await page.reload();
  await page.waitForSelector('#tree-title');
  equal(query().get('division'), town.place, 'division after a reload');
  await page.locator('.sheet a.link').first().click();
  await page.waitForSelector('#notice-title');
  await settled();
  if ((await page.locator('.sheet tbody tr').count()) < 1) throw new Error('no lines');
  await shot('funds-notice');
});
await axe('the public notice');

await check('the overview prints on A4 with its head', async () => {
  await go(`/funds?year=${year}&asOf=${asOf}&division=${direct.place}`);
  await page.emulateMedia({ media: 'print' });
  const head = await page.locator('.print-head').innerText();
  for (const word of ['驻村工作经费省市县分担对账表', `${year}年度`, '截至序号']) if (!head.includes(word)) throw new Error(head);
  equal(await page.locator('.controls').isVisible(), false, 'controls in print');
  await page.pdf({ path: join(shots, 'funds-overview.pdf'), preferCSSPageSize: true });
  await page.emulateMedia({ media: null });
});

// ---- 资金对账, journey J1 -------------------------------------------------------------------------
const accounts = await table('reconciliation', { asOf });
const account = accounts.rows.find((row) => row.key.endsWith('|0') && row.statement === null && row.items >= 5 && row.items < 40);
const items = (await table('outstanding_items', { division: account.holder, asOf, kind: 'item' })).rows;
const interest = 1235;
const csv = join(tmpdir(), `zhucun-bank-${process.pid}.csv`);
const clicks = { count: 0 };
const click = async (locator) => {
  clicks.count += 1;
  await locator.click();
};
await check('the list of accounts says how each stands', async () => {
  await go(`/funds/reconcile?asOf=${asOf}&division=${account.holder}`);
  const row = page.locator('tr', { has: page.getByRole('button', { name: `${account.holderName}银行账户，对账` }) });
  const text = await row.innerText();
  for (const word of ['未核对', shown(account.book)]) if (!text.includes(word)) throw new Error(text);
  await shot('funds-accounts');
});

// Two movements of the book stand as one line on the statement, without a number; interest is only there.
const joined = items.slice(-2);
const single = items.slice(0, -2);
await check('a CSV is previewed, entered once, and entered again changes nothing', async () => {
  const line = (date, number, amount, reference, summary, balance = '') =>
    `${date},${number},${summary},${amount > 0 ? yuan(amount) : ''},${amount < 0 ? yuan(-amount) : ''},${balance},${reference},`;
  const lines = ['交易日期,流水号,摘要,收入金额,支出金额,账户余额,凭证号,对方户名'];
  single.forEach((one, i) => lines.push(line(one.date, `S${i}`, one.amount, one.reference ?? '', '')));
  lines.push(line(joined[1].date, 'J1', joined[0].amount + joined[1].amount, '', '合并付款'));
  lines.push(line(asOf, 'L1', interest, '', '结息', yuan(account.book + interest)));
  await writeFile(csv, `\ufeff${lines.join('\r\n')}\r\n`);
  await click(page.getByRole('button', { name: `${account.holderName}银行账户，对账` }));
  await page.waitForSelector('.statement-import input[type=file]', { state: 'attached' });
  await actor('王出纳');
  clicks.count += 1;
  await page.setInputFiles('.statement-import input[type=file]', csv);
  await says(`读出 ${single.length + 2} 行：新 ${single.length + 2} 笔`);
  await shot('funds-preview');
  await click(page.getByRole('button', { name: `登记 ${single.length + 2} 笔新明细` }));
  await says(`新登记 ${single.length + 2} 笔，原有 0 笔`);
  await settled();
  await page.setInputFiles('.statement-import input[type=file]', csv);
  await says(`新 0 笔，已登记过 ${single.length + 2} 笔`);
  equal(await page.getByRole('button', { name: /笔新明细/ }).count(), 0, 'button to enter again');
});

await check('all that is certain is taken with one click', async () => {
  const before = (await table('match_proposals', { division: account.holder, asOf })).rows.filter((row) => row.exact === '唯一');
  if (!before.length) throw new Error('nothing is certain');
  await shot('funds-proposals');
  await click(page.getByRole('button', { name: `采纳全部唯一的（${before.length}）` }));
  await says(`已勾对 ${before.length} 组`);
  await settled();
});

await check('what is not certain is matched by hand, only when both sides agree, and can be undone', async () => {
  const left = (await table('outstanding_items', { division: account.holder, asOf })).rows;
  const lines = left.filter((row) => row.side === '对账单' && row.amount !== interest);
  const book_items = left.filter((row) => row.side === '账面');
  const sum = (rows) => rows.reduce((all, row) => all + row.amount, 0);
  equal(sum(lines), sum(book_items), 'sums of what is left');
  const button = page.getByRole('button', { name: '勾对所选' });
  const tick = (row) => page.locator(`input[type=checkbox][aria-label*="${row.side} ${row.date} ${shown(row.amount)}"]`).first();
  await click(tick(lines[0]));
  equal(await button.isDisabled(), true, 'button with one side only');
  for (const one of lines.slice(1)) await click(tick(one));
  for (const one of book_items) {
    const box = page.locator('.side', { hasText: '账面上未勾对' }).locator('input[type=checkbox]:not(:checked)').first();
    await click(box);
    void one;
  }
  await says('两边相差');
  equal(await button.isDisabled(), false, 'button with equal sums');
  await shot('funds-by-hand');
  await click(button);
  await says('已勾对 1 组');
  await settled();
  await page.getByRole('button', { name: /^撤销 / }).first().click();
  await says('已撤销勾对');
  await settled();
  const again = (await table('outstanding_items', { division: account.holder, asOf })).rows.length;
  equal(again, left.length, 'open after undoing');
  for (const box of await page.locator('.side input[type=checkbox]').all()) {
    const label = await box.getAttribute('aria-label');
    if (!label.includes(shown(interest))) await box.check();
  }
  await button.click();
  await says('已勾对 1 组');
  await settled();
});

await check('what is left is classed, the difference is 0.00, the account is completed', async () => {
  await click(page.getByRole('button', { name: new RegExp(`认定 对账单 .* ${shown(interest)}`) }));
  await page.getByLabel('说明').fill('第四季度结息，待补记');
  await click(page.getByRole('button', { name: '认定', exact: true }));
  await says('未达账项已认定');
  await settled();
  const line = await page.locator('.balance-line').innerText();
  if (!line.includes('✓ 0.00')) throw new Error(line);
  await click(page.getByRole('button', { name: '完成对账' }));
  await says(`已核对至 ${asOf}`);
  await settled();
  const now = (await table('reconciliation', { asOf })).rows.find((row) => row.key === account.key);
  equal([now.state, now.difference, now.through], ['核对相符', 0, asOf], 'account');
  console.log(`        ${single.length + 2} lines, ${clicks.count} clicks`);
  await shot('funds-completed');
});
await axe('an account');

await check('the reconciliation statement prints on A4', async () => {
  await page.emulateMedia({ media: 'print' });
  const head = await page.locator('.print-head').innerText();
  if (!head.includes('银行存款余额调节表')) throw new Error(head);
  const text = await page.locator('.reconciliation-paper').innerText();
  for (const word of ['单位账面余额', '银行对账单余额', shown(interest), shown(account.book + interest)])
    if (!text.includes(word)) throw new Error(`${word} is not on the paper: ${text}`);
  equal(await page.locator('.statement-import').isVisible(), false, 'import in print');
  await page.pdf({ path: join(shots, 'funds-statement.pdf'), preferCSSPageSize: true });
  if ((await stat(join(shots, 'funds-statement.pdf'))).size < 5000) throw new Error('an empty paper');
  await page.emulateMedia({ media: null });
});

await check('a wrong file is refused line by line and nothing is entered', async () => {
  const before = (await api('/v1/book')).position;
  await writeFile(csv, '交易日期,流水号,摘要,收入金额,支出金额,账户余额,凭证号,对方户名\r\n2026-02-30,X1,坏日期,1.00,,,A,\r\n2026-03-01,X2,坏金额,壹元,,,B,\r\n');
  await page.setInputFiles('.statement-import input[type=file]', csv);
  await says('处要改，改好文件再选一次');
  await shot('funds-wrong-file');
  equal((await api('/v1/book')).position, before, 'position');
});

// ---- 乡镇经费支出 ---------------------------------------------------------------------------------
const now = book.today.slice(0, 4);
const balances = await table('fund_balances', { division: direct.place });
const pot = balances.rows.find((row) => row.available > 500000 && row.villageName !== null && row.holder !== direct.place);
const place = pot.holder;
const potYear = String(pot.year);
const left = async () => (await table('fund_balances', { division: place, period: potYear })).rows.find((row) => row.key === pot.key).available;
const fundOf = { 第一书记经费: 'firstSecretary', 工作队经费: 'team', 合并经费: 'pot' };
async function choosePot(scope) {
  await scope.getByLabel('经费类别', { exact: true }).selectOption(fundOf[pot.fund]);
  await scope.getByLabel('村（社区）', { exact: true }).selectOption({ label: pot.villageName });
}
await check('without a township the page says what to do', async () => {
  await go('/funds/spending');
  await says('先选一个乡镇（街道）');
});

await check('a payment is registered; an unlikely sum is asked about; the balance falls', async () => {
  const before = await left();
  await go(`/funds/spending?division=${place}&year=${potYear}`);
  const form = page.locator('.spending-top .event-form');
  await form.getByLabel('经办人').fill('李干事');
  await choosePot(form);
  await form.getByLabel('凭证号').fill('E2E-1');
  await form.getByLabel('第 1 行用途').fill('办公用品');
  await form.getByLabel('第 1 行金额').fill('12.345');
  await form.getByRole('button', { name: '登记支出' }).click();
  await says('不是以元计的金额');
  await form.getByLabel('第 1 行金额').fill('2000000');
  await form.getByRole('button', { name: '登记支出' }).click();
  await says('单位是元还是万元');
  await form.getByLabel('金额已核对').waitFor();
  await shot('funds-unlikely');
  await form.getByLabel('第 1 行金额').fill('12.34');
  await form.getByRole('button', { name: '登记支出' }).click();
  await says('支出已登记');
  await settled();
  equal(await left(), before - 1234, 'available');
  await says('E2E-1');
  await shot('funds-spending');
});
await axe('a township');

const dialog = page.locator('.el-dialog');
await check('what the dispatching unit pays is no claim on the work fund', async () => {
  await page.getByRole('button', { name: '报账…', exact: true }).first().click();
  await dialog.locator('.event-form').waitFor();
  await dialog.getByLabel('经办人').fill('李干事');
  await choosePot(dialog);
  await dialog.getByLabel('报账单号').fill('E2E-BAD');
  await dialog.getByLabel('第 1 行用途').fill('通讯补贴');
  await dialog.getByLabel('第 1 行金额').fill('300.00');
  await dialog.getByRole('button', { name: '登记', exact: true }).click();
  await says('工作经费不得用于通讯补贴');
  equal(await axeFaults(page), [], 'violations');
  await shot('funds-forbidden');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
});

await check('a claim goes its way: reserved, submitted, verified by another, settled', async () => {
  const step = async (button, who, fill) => {
    await page.getByRole('button', { name: button, exact: true }).first().click();
    await dialog.locator('.event-form').waitFor();
    await dialog.getByLabel('经办人').fill(who);
    await fill?.();
    await dialog.getByRole('button', { name: '登记', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    await settled();
  };
  const before = await left();
  await step('用款预留…', '李干事', async () => {
    await choosePot(dialog);
    await dialog.getByLabel('报账单号').fill('E2E-2');
    await dialog.getByLabel('第 1 行用途').fill('培训');
    await dialog.getByLabel('第 1 行金额').fill('1,000');
  });
  equal(await left(), before - 100000, 'available after reserving');
  await step('E2E-2：报账', '李干事');
  await page.getByRole('button', { name: 'E2E-2：核报', exact: true }).click();
  await dialog.locator('.event-form').waitFor();
  await dialog.getByLabel('经办人').fill('李干事');
  await dialog.getByRole('button', { name: '登记', exact: true }).click();
  await dialog.locator('.refusal').waitFor();
  await dialog.getByLabel('经办人').fill('赵会计');
  await dialog.getByRole('button', { name: '登记', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  await settled();
  await step('E2E-2：付款核销', '赵会计', () => dialog.getByLabel('凭证号').fill('E2E-V2'));
  const claim = (await table('claims', { division: place, period: potYear })).rows.find((row) => row.number === 'E2E-2');
  equal([claim.step, claim.paid], ['已核销', 100000], 'claim');
  equal(await left(), before - 100000, 'available');
  await shot('funds-claims');
});

await check('a gap opens the form that closes it, filled with what is known', async () => {
  const closers = { fundsTransferred: '拨付乡镇', fundsReceived: '经费到账', allotmentIssued: '指标下达' };
  let gap;
  for (const of of [now, year, String(Number(year) - 1)]) {
    const rows = (await table('fund_gaps', { period: of })).rows;
    gap ??= rows.map((row) => ({ ...row, year: of, type: /（(\w+)）/.exec(row.closes)?.[1] })).find((row) => closers[row.type]);
  }
  await go(`/funds?year=${gap.year}&division=${gap.key.split('|')[1]}`);
  await page.getByRole('button', { name: new RegExp(`：登记${closers[gap.type]}$`) }).first().click();
  await dialog.locator('.event-form').waitFor();
  const known = await dialog.locator('.known-fields').innerText();
  if (!known.includes(gap.placeName)) throw new Error(known);
  if (gap.type !== 'fundsTransferred' && !(await dialog.getByLabel('来源', { exact: true }).inputValue()))
    throw new Error('the level is not filled in');
  // A dialog fades in, and half faded nothing has its contrast.
  await page.waitForFunction(() => document.getAnimations().every((one) => one.playState === 'finished'));
  equal(await axeFaults(page), [], 'violations');
  await shot('funds-gap-form');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
});

await check('keyboard alone: the menu of reports opens and closes', async () => {
  const fold = page.getByRole('button', { name: '报表' });
  await fold.focus();
  await page.keyboard.press('Enter');
  equal(await fold.getAttribute('aria-expanded'), 'true', 'unfolded');
  if ((await page.locator('#folded-links a').count()) < 10) throw new Error('few reports');
  equal(await axeFaults(page), [], 'violations');
  await page.keyboard.press('Enter');
  equal(await fold.getAttribute('aria-expanded'), 'false', 'folded');
});

await check('1366 × 768 and 1920 × 1080: no page scrolls sideways', async () => {
  for (const [width, height] of [[1366, 768], [1920, 1080]]) {
    await page.setViewportSize({ width, height });
    for (const hash of [`/funds?year=${year}`, `/funds/reconcile?account=${encodeURIComponent(account.key)}&asOf=${asOf}`, `/funds/spending?division=${place}&year=${potYear}`]) {
      await go(hash);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      equal(over, 0, `${hash} at ${width}`);
    }
  }
});

await check('no error and no warning in the console', async () => {
  // The browser itself reports the refusals that the checks asked for.
  equal(troubles.filter((one) => !/status of (400|404|409|422)/.test(one)), [], 'console');
});

await close();
process.exit(finish());
