// 考勤与请销假 in a real Chromium, against an open demo book: the grid takes letters, digits and
// pasted blocks, three people take a sheet through its three states, a correction waits, leave is
// entered. BASE_URL=http://127.0.0.1:8320 node attendance.mjs
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
const rowsOf = async (name, parameters) => {
  const table = await api(`/v1/reports/${name}?${new URLSearchParams({ ...parameters, limit: 5000 })}`);
  return table.rows.map((row) => ({
    ...Object.fromEntries(table.columns.map((column, i) => [column.name, row.cells[i]])),
    key: row.key,
    why: row.why ?? {},
  }));
};
const { check, finish } = counter();
const { page, troubles, close } = await openBrowser({ executable });
const shot = (name) => page.screenshot({ path: join(shots, `${name}.png`) });
const period = '2026-06'; // the story's last month: nobody has reported it
const village = (await rowsOf('attendance_sheets', { period })).find((row) => row.state === 'missing').village;
const township = `${village.slice(0, 9)}000`;
const sheetNow = async () =>
  (await rowsOf('attendance_sheets', { period, division: township })).find((row) => row.village === village);

await page.goto(`${base}/#/attendance?period=${period}&division=${township}`);
await page.waitForSelector('.month-sheet .mark');
const first = `tbody:has(.village-line:has-text("${(await sheetNow()).villageName}"))`;
const cell = (row, day) => page.locator(`${first} tr:not(.village) >> nth=${row} >> .mark >> nth=${day - 1}`);
const act = (name) => page.locator(`${first} .village-line`).getByRole('button', { name, exact: true });
const settled = () => page.waitForFunction(() => !document.querySelector('.month-sheet.stale'));
const actor = (name) => page.getByLabel('经办人').fill(name);
const month = (await rowsOf('attendance_month', { period, division: township })).filter((row) => row.village === village);
const open = month.findIndex((row) => !row.why.d1 || row.why.d1 === '未填');

await check('the grid has the people and the days of the month', async () => {
  equal(await page.locator(`${first} tr:not(.village)`).count(), month.length, 'rows');
  equal(await page.locator('.month-sheet thead .day').count(), 30, 'days');
});
await check('letters and digits write days and the focus moves on; / writes an afternoon', async () => {
  await cell(open, 1).focus();
  for (const key of ['1', 'g', 'b', '1']) await page.keyboard.press(key);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('/');
  await page.keyboard.press('s');
  const days = await Promise.all([1, 2, 3, 4].map((day) => cell(open, day).innerText()));
  equal(days, ['在', '公', '病', '在事'], 'days');
});
await check('a block is pasted; what nobody knows is named', async () => {
  await cell(open, 1).focus();
  const words = [...Array(27).fill('√'), '旷', '休', '休', '在'];
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, words.join('\t'));
  const status = await page.locator('.panel-head [role=status]').first().innerText();
  for (const part of ['已粘贴 29 格', '“旷”不是考勤标记', '本月只有 30 天']) {
    if (!status.includes(part)) throw new Error(`status is ${status}`);
  }
  equal(await cell(open, 27).innerText(), '在', 'day 27');
  await shot('attendance-typed');
});
await check('entered by one, refused to the same person, checked and confirmed by others', async () => {
  await actor('e2e-a');
  await act('填报').click();
  await page.waitForSelector(`${first} .state-entered`);
  await act('审核').click();
  await page.waitForSelector('.refusal');
  if (!(await page.locator('.refusal').innerText()).includes('same_person')) throw new Error('not refused');
  await actor('e2e-b');
  await act('审核').click();
  await page.waitForSelector(`${first} .state-checked`);
  await actor('e2e-c');
  await act('审定').click();
  await page.waitForSelector(`${first} .state-confirmed`);
  const now = await sheetNow();
  equal([now.state, now.enteredBy, now.checkedBy, now.confirmedBy], ['confirmed', 'e2e-a', 'e2e-b', 'e2e-c'], 'sheet');
});
await check('a confirmed sheet is corrected with a reason and a document, and waits', async () => {
  await settled();
  await cell(open, 5).focus();
  await page.keyboard.press('r');
  await actor('e2e-a');
  await page.getByLabel('退回或更正的原因').fill('值班记录');
  await page.getByLabel('更正依据的文号').fill('更正〔2026〕1号');
  await act('更正').click();
  await page.waitForSelector(`${first} .state-correcting`);
  const changed = await rowsOf('attendance_corrections', { period, division: township });
  equal(changed.map((row) => [row.before, row.after, row.by]), [['在', '休', 'e2e-a']], 'corrections');
  await shot('attendance-correcting');
});
await check('leave is approved on paper, and stands in the register', async () => {
  const before = (await rowsOf('leave_register', { period: '2026', division: township })).length;
  await page.getByLabel('请假人').selectOption(month[open].person);
  await page.locator('.leave-form label', { hasText: '自' }).locator('input').fill('2026-07-06');
  await page.locator('.leave-form label', { hasText: '至' }).locator('input').fill('2026-07-08');
  await page.getByLabel('假条编号').fill('假〔2026〕9号');
  await page.locator('.leave-form button[type=submit]').click();
  await page.waitForFunction((count) => document.querySelectorAll('.panel .sheet')[1]?.querySelectorAll('tbody tr').length > count - 1, before + 1);
  equal((await rowsOf('leave_register', { period: '2026', division: township })).length, before + 1, 'leaves');
});
await check('nothing stands in the way of a screen reader', async () => {
  equal(await axeFaults(page, '#main'), [], 'faults');
});
await check('the signature version fits A4 across', async () => {
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 1047, height: 680 }); // A4 across, less the margins
  const wide = await page.evaluate(() => document.querySelector('.month-sheet table').scrollWidth);
  await shot('attendance-print');
  await page.emulateMedia({ media: 'screen' });
  if (wide > 1047) throw new Error(`the table is ${wide} wide`);
});
await check('no errors in the console', async () => {
  equal(troubles.filter((one) => !one.includes('422') && !one.includes('409') && !one.includes('404')), [], 'troubles');
});
await close();
process.exit(finish());
