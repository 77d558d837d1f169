// 履职看板 in a real Chromium, against a served book: figures equal the API's, every step is a link,
// keyboard and screen reader get through. BASE_URL=http://127.0.0.1:8320 node run.mjs
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { axeFaults, counter, equal, openBrowser } from './harness.mjs';

const base = (process.env.BASE_URL ?? 'http://127.0.0.1:8320').replace(/\/$/, '');
const executable = process.env.CHROMIUM ?? '/usr/bin/chromium';
const shots = process.env.OUT ?? join(process.cwd(), 'shots');
const seed = Number(process.env.SEED ?? Date.now() % 100000);

await mkdir(shots, { recursive: true });
console.log(`seed ${seed}`);
let state = seed;
const random = (below) => {
  state = (state * 1103515245 + 12345) % 2147483648;
  return Math.floor((state / 2147483648) * below);
};

const api = async (path) => {
  const response = await fetch(base + path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
};
const { check, finish } = counter();
const { page, troubles, close } = await openBrowser({ executable });
const shot = (name) => page.screenshot({ path: join(shots, `${name}.png`) });
const settled = async () => {
  await page.waitForFunction(() => !document.querySelector('.loading, .stale'));
};
const go = async (hash) => {
  await page.goto(`${base}/#${hash}`);
  await page.waitForSelector('#main .panel');
  await settled();
};
const query = () => new URLSearchParams(new URL(page.url()).hash.replace(/^[^?]*\??/, ''));

const book = await api('/v1/book');
const quarter = `${book.lastDate.slice(0, 4)}Q${Math.ceil(Number(book.lastDate.slice(5, 7)) / 3)}`;

async function tableOf(parameters) {
  const table = await api(`/v1/reports/duty_compliance?${new URLSearchParams(parameters)}`);
  const at = Object.fromEntries(table.columns.map((column, i) => [column.name, i]));
  return { ...table, at };
}

await check('the board opens with the quarter of the last act and 12 tiles', async () => {
  await go('/duties');
  await page.waitForSelector('.tile');
  equal(await page.locator('.tile').count(), 12, 'tiles');
  const title = await page.locator('#matrix-title').innerText();
  const words = ['一', '二', '三', '四'][Number(quarter[5]) - 1];
  if (!title.includes(`第${words}季度`)) throw new Error(`title is ${title}`);
  await page.waitForSelector('.chart svg');
  await shot('board-1366');
});

await check('a demo book says so', async () => {
  const banner = page.locator('.banner.is-demo');
  equal(await banner.count(), book.demo ? 1 : 0, 'banner');
  if (book.demo) equal(await banner.innerText(), '演示账：单位和人员均为合成', 'banner');
});

const table = await tableOf({ period: quarter, by: 'county' });
for (let i = 1; i <= 3; ++i) {
  const row = table.rows[random(table.rows.length)];
  const value = (name) => row.cells[table.at[name]];
  const who = `${value('groupName')} ${value('dutyTitle')}`;
  await check(`cell ${i} (${who}) shows the figures of the API`, async () => {
    const cell = page.locator(`.cell[data-key="${value('group')}|${value('duty')}"]`);
    const label = await cell.getAttribute('aria-label');
    const rate = value('rate') === null ? '—' : `${value('rate').toFixed(2)}%`;
    for (const part of [
      `应报 ${value('expected')}，`,
      `实报 ${value('actual')}，`,
      `按时 ${value('onTime')}，`,
      `逾期 ${value('late')}，`,
      `未报 ${value('missing')}，`,
      `进行中 ${value('inProgress')}`,
      `按时率 ${rate}`,
    ]) {
      if (!label.includes(part)) throw new Error(`${label} lacks ${part}`);
    }
    await cell.click();
    await settled();
    const shown = async (name) =>
      (await page.locator(`.figures [data-figure="${name}"]`).innerText()).replace(/,/g, '');
    equal(await shown('expected'), String(value('expected')), 'expected below the matrix');
    equal(await shown('rate'), rate, 'rate below the matrix');
  });
}

await check('a tile adds up its rows of the API', async () => {
  const code = table.rows.find((row) => !row.cells[table.at.group].endsWith('00000000')).cells[table.at.group];
  const rows = table.rows.filter((row) => row.cells[table.at.group] === code);
  const expected = rows.reduce((sum, row) => sum + row.cells[table.at.expected], 0);
  const name = rows[0].cells[table.at.groupName];
  const button = page.locator('.tile').getByRole('button', { name: `${name}应报 ${expected}，查看数据来源`, exact: true });
  await button.click();
  await page.waitForSelector('.figure-value');
  equal(await page.locator('.figure-value').innerText(), String(expected), 'value in the drawer');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.figure', { state: 'detached' });
});

// The first cell in which something was done, so that the way down ends at an event.
const done = table.rows.find(
  (row) => row.cells[table.at.onTime] > 0 && row.cells[table.at.duty] === 'team-report-township',
);
await check('from a cell to an instance to an event', async () => {
  const [group, duty] = [done.cells[table.at.group], done.cells[table.at.duty]];
  await page.locator(`.cell[data-key="${group}|${duty}"]`).click();
  await settled();
  await page.locator('.figures [data-figure="onTime"]').click();
  await page.waitForSelector('.figure blockquote');
  await page.waitForTimeout(400); // the drawer slides in
  const quote = await page.locator('.figure blockquote').innerText();
  if (quote.length < 10) throw new Error(`no sentence quoted: ${quote}`);
  equal(
    (await page.locator('.figure-value').innerText()).replace(/,/g, ''),
    String(done.cells[table.at.onTime]),
    'value in the drawer',
  );
  await shot('source-figure');
  await page.locator('.children button').first().click();
  await page.waitForFunction(() => document.querySelector('.figure-value')?.textContent.includes('按时'));
  await shot('source-instance');
  await page.locator('.children button', { hasText: '履行' }).first().click();
  await page.waitForSelector('.fields');
  const text = await page.locator('.fields').innerText();
  for (const word of ['序号', '登记时刻', '事件']) {
    if (!text.includes(word)) throw new Error(`the event does not show ${word}`);
  }
  await shot('source-event');
});

await check('the drawer and its way down survive a reload', async () => {
  const before = page.url();
  await page.reload();
  await page.waitForSelector('.fields');
  equal(page.url(), before, 'URL');
  equal(query().getAll('why').length, 3, 'levels of the trail');
  await page.getByRole('button', { name: '‹ 返回上一级' }).click();
  await page.waitForSelector('.figure-value');
});

await check('axe: the drawer', async () => {
  equal(await axeFaults(page), [], 'violations');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.figure', { state: 'detached' });
});

await check('a figure by the data then and by the latest data', async () => {
  await page.locator('.figures [data-figure="expected"]').click();
  await page.getByRole('button', { name: '按最新数据', exact: true }).last().click();
  await page.waitForSelector('.segments button:last-child[aria-pressed="true"]');
  await page.waitForSelector('.figure-value');
  if (!query().get('why').includes('latest=1')) throw new Error('the choice is not in the URL');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.figure', { state: 'detached' });
});

await check('period, scope, roll-up, cell and status live in the URL and survive a reload', async () => {
  await go('/duties');
  const tile = page.locator('.tile-name').first();
  await tile.click();
  await settled();
  await page.locator('[aria-label="汇总到"]').getByText('派出单位').click();
  await settled();
  await page.locator('[aria-label="状态"]').getByText('逾期', { exact: true }).click();
  await settled();
  const asked = query();
  if (!asked.get('division') || asked.get('by') !== 'unit' || asked.get('status') !== 'late')
    throw new Error(`URL holds ${asked}`);
  const title = await page.locator('#matrix-title').innerText();
  await page.reload();
  await page.waitForSelector('#matrix-title');
  await settled();
  await page.waitForFunction((text) => document.querySelector('#matrix-title')?.innerText === text, title);
  equal(String(query()), String(asked), 'URL');
  await page.goBack();
  await settled();
  equal(query().get('status'), null, 'status after going back');
  await shot('board-unit');
});

await check('the list equals duty_list of the chosen cell', async () => {
  const [group, duty] = [done.cells[table.at.group], done.cells[table.at.duty]];
  await go(`/duties?group=${group}&duty=${duty}&status=onTime`);
  const list = await api(
    `/v1/reports/duty_list?${new URLSearchParams({ period: quarter, division: group, duty, status: 'onTime' })}`,
  );
  await page.waitForFunction(
    (count) => document.querySelector('.list-bar [role="status"]')?.textContent.includes(`按时 ${count} 项`),
    list.rowCount.toLocaleString('zh-CN'),
  );
  await shot('board-list');
});

for (const by of ['unit', 'group']) {
  await check(`the list of a cell by ${by} equals what stands behind its figure`, async () => {
    const rolled = await tableOf({ period: quarter, by });
    const row = rolled.rows.find((one) => one.cells[rolled.at.expected] > 0);
    if (!row) return;
    const [group, duty] = [row.cells[rolled.at.group], row.cells[rolled.at.duty]];
    const explanation = await api(
      `/v1/reports/duty_compliance/explain?${new URLSearchParams({ period: quarter, by, row: row.key, column: 'expected' })}`,
    );
    const statuses = await Promise.all(
      ['onTime', 'late', 'missing', 'inProgress'].map((name) => row.cells[rolled.at[name]]),
    );
    if (statuses.reduce((a, b) => a + b) !== row.cells[rolled.at.expected]) throw new Error('figures do not add up');
    await go(`/duties?by=${by}&group=${group}&duty=${duty}&status=all`);
    await page.waitForFunction(() => document.querySelector('.list-bar [role="status"]')?.textContent.includes('项，'));
    const said = await page.locator('.list-bar [role="status"]').first().innerText();
    const found = Number(/([\d,]+) 项/.exec(said)[1].replace(/,/g, ''));
    if (found < explanation.childCount) throw new Error(`${said}, the figure rests on ${explanation.childCount}`);
  });
}

await check('a county’s own duties by township list no more than their figures', async () => {
  const county = done.cells[table.at.group];
  const rolled = await tableOf({ period: quarter, by: 'township', division: county });
  const rows = rolled.rows.filter((row) => row.cells[rolled.at.group] === county);
  if (!rows.length) return;
  const owed = rows.reduce((sum, row) => sum + row.cells[rolled.at.onTime], 0);
  await go(`/duties?division=${county}&by=township&group=${county}&status=onTime`);
  await page.waitForFunction(
    (count) => document.querySelector('.list-bar [role="status"]')?.textContent.includes(`按时 ${count} 项`),
    owed.toLocaleString('zh-CN'),
  );
});

await check('by the data of an earlier day: figures are those of the API with knownAt', async () => {
  const day = `${quarter.slice(0, 4)}-${String(Number(quarter[5]) * 3 - 1).padStart(2, '0')}-15`;
  const then = await tableOf({ period: quarter, by: 'county', knownAt: day });
  await go(`/duties?knownAt=${day}`);
  const totals = then.totals.cells;
  const shown = async (name) =>
    (await page.locator(`.figures [data-figure="${name}"]`).innerText()).replace(/,/g, '');
  equal(await shown('actual'), String(totals[then.at.actual]), 'actual');
  equal(await shown('missing'), String(totals[then.at.missing]), 'missing');
  const foot = await page.locator('.foot').innerText();
  if (!foot.includes(then.position.toLocaleString('zh-CN'))) throw new Error(foot);
});

await check('a year at 1366 × 768: no tile and no page wider than its place', async () => {
  await go(`/duties?period=${quarter.slice(0, 4)}`);
  const wide = await page.evaluate(() => [
    document.documentElement.scrollWidth - document.documentElement.clientWidth,
    [...document.querySelectorAll('.tile, .tile-foot')].filter((one) => one.scrollWidth > one.clientWidth).length,
  ]);
  equal(wide, [0, 0], 'page overflow, tiles that overflow');
});

await check('keyboard alone: from the top to a cell, its source, and back', async () => {
  await go('/duties');
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('Tab');
  equal(await page.evaluate(() => document.activeElement.textContent), '跳到正文', 'first stop');
  await page.locator('.cell[tabindex="0"]').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  const at = await page.evaluate(() => [document.activeElement.dataset.row, document.activeElement.dataset.column]);
  equal(at, ['1', '1'], 'cell after the arrows');
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  equal(outline, 'solid', 'focus outline');
  equal(await page.locator('.cell[tabindex="0"]').count(), 1, 'stops for Tab in the matrix');
  await page.keyboard.press('Enter');
  await settled();
  if (!query().get('group') && !query().get('duty')) throw new Error('Enter did not choose the cell');
  await page.locator('.figures button').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.figure-value');
  const inside = await page.evaluate(() => !!document.activeElement.closest('.el-drawer, .el-overlay'));
  equal(inside, true, 'focus is in the drawer');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.figure', { state: 'detached' });
  const back = await page.evaluate(() => document.activeElement?.dataset?.figure ?? '');
  equal(back, 'expected', 'focus after closing');
});

await check('axe: the board', async () => {
  await go('/duties');
  equal(await axeFaults(page), [], 'violations');
});

const reports = (await api('/v1/reports')).reports;
// Somebody who has been in post for long and still is.
const posted = (await api('/v1/reports/roster?asOf=2026-04-01')).rows[0].key;
// A batch to look at: where the book has none, one of his unit.
async function someBatch() {
  const batches = (await api('/v1/reports/payout_batches')).rows;
  if (batches.length) return batches[0].key.split('@');
  const people = await api(`/v1/reports/roster?asOf=2026-04-01`);
  const unit = people.rows[0].cells[people.columns.findIndex((column) => column.name === 'unit')];
  const { today } = await api('/v1/book');
  const draft = { id: 'e2e-batch', type: 'payoutDrafted', date: today, data: { unit, batch: 'E2E-1', through: '2026-05' } };
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': 'e2e-batch', 'Zhucun-Actor': 'e2e' };
  const answer = await fetch(`${base}/v1/events`, { method: 'POST', headers, body: JSON.stringify(draft) });
  if (!answer.ok) throw new Error(await answer.text());
  return [unit, 'E2E-1'];
}
const [payer, batch] = await someBatch();
for (const report of reports) {
  await check(`the page of ${report.name}, and axe on it`, async () => {
    const needs = { from: '2026-04-01', days: '30', division: '610802000000', actor: `person:${posted}`, kind: 'health' };
    Object.assign(needs, { period: quarter, seed: '测试种子', count: '3' });
    if (report.name === 'reminder_drafts' || report.name === 'report_draft') needs.actor = `office:${book.city}`;
    if (report.name === 'payout_sheet') Object.assign(needs, { actor: `unit:${payer}`, kind: batch });
    const given = new URLSearchParams(report.needs.map((name) => [name, needs[name]]));
    await go(`/reports/${report.name}?${given}`);
    await page.waitForSelector('.sheet table');
    const rows = await page.locator('.sheet tbody tr').count();
    if (rows < 1) throw new Error('no rows and no reason');
    equal(await axeFaults(page), [], 'violations');
    await shot(`report-${report.name}`);
  });
}

await check('a refusal shows its sentence, its hint and its code', async () => {
  await page.goto(`${base}/#/duties?division=999999999999`);
  await page.waitForSelector('.refusal');
  const text = await page.locator('.refusal').first().innerText();
  if (!text.includes('怎么办') || !text.includes('unknown_division')) throw new Error(text);
  await shot('refusal');
});

await check('an empty period says why', async () => {
  await go('/duties?period=2019Q1');
  await page.waitForSelector('.nothing');
  await shot('empty');
});

await check('the print view keeps the table, the position and the readings', async () => {
  await go('/duties');
  await page.emulateMedia({ media: 'print' });
  const text = await page.locator('.print-head').innerText();
  if (!text.includes('截至序号')) throw new Error(text);
  equal(await page.locator('.controls').isVisible(), false, 'controls in print');
  equal(await page.locator('.matrix').isVisible(), true, 'matrix in print');
  equal(await page.locator('.foot').isVisible(), true, 'foot in print');
  await page.pdf({ path: join(shots, 'print.pdf'), preferCSSPageSize: true });
  await page.emulateMedia({ media: null });
});

await check('the CSV and the workbook of the matrix are what the links say', async () => {
  const href = await page.getByRole('link', { name: '下载 CSV：履职情况统计表' }).getAttribute('href');
  const text = await (await fetch(base + href)).text();
  equal(text.trim().split('\r\n').length, table.rows.length + 2, 'lines');
  const book = await page.getByRole('link', { name: '下载 Excel：履职情况统计表' }).getAttribute('href');
  const bytes = new Uint8Array(await (await fetch(base + book)).arrayBuffer());
  equal(String.fromCharCode(bytes[0], bytes[1]), 'PK', 'workbook');
});

await check('1920 × 1080 has no sideways scroll', async () => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await go('/duties');
  await page.waitForSelector('.chart svg');
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  equal(over, 0, 'overflow');
  await shot('board-1920');
});

await check('no error and no warning in the console', async () => {
  // The browser itself reports the refusals that the refusal check asked for.
  const own = troubles.filter((one) => !/status of (404|422)/.test(one));
  equal(own, [], 'console');
});

await close();
process.exit(finish());
