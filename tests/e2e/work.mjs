// 会议与报告 in a real Chromium: the list of what is owed equals the API's, a meeting is entered from its row, the month
// shows it, a report is drafted, handed over once to all whom it serves, signed for by its receiver.
// BASE_URL serves a demo city without accounts; it writes to the book.
import { join } from 'node:path';

import { equal, openOffice } from './office.mjs';

const office = await openOffice('work');
const { page, book, table, go, settled, shot, axe, says, press, actor, dialog, enter, day, count, inPrint, widths, check } = office;
const quarter = `${book.today.slice(0, 4)}Q3`;
const owed = await table('duty_list', { period: quarter, status: 'missing' });
const meeting = owed.rows.find((row) => row.duty === 'county-meeting');
const county = meeting.key.split('|')[1].split(':')[1];

await check('an office finds its own duties of the period', async () => {
  await go(`/work?period=${quarter}&division=${county}`);
  await actor();
  const own = await table('duty_list', { period: quarter, actor: `office:${county}`, division: county });
  equal(await count('due'), own.rowCount, 'rows');
  await shot('own');
});
await axe('duties');

await check('the whole area is one click further, and narrowed by status', async () => {
  await press('范围内全部');
  await settled();
  const all = await table('duty_list', { period: quarter, division: county });
  equal(await count('due'), all.rowCount, 'rows');
  const missing = all.rows.filter((row) => row.status === 'missing').length;
  await press(`未报 ${missing}`);
  await settled();
  equal(await count('due'), missing, 'missing');
  await shot('all');
});

await check('a meeting is entered from its row with what the row knows', async () => {
  await go(`/work?period=${quarter}&division=${county}`);
  const event = await enter(
    () => press('登记会议…'),
    async () => {
      await says('当时办了没有登记的');
      await day('业务日期', `${quarter.slice(0, 4)}-09-20`);
      await dialog.getByLabel('议题').fill('三季度驻村工作推进');
      await shot('meeting-form');
    },
  );
  equal([event.type, event.data.host, event.data.kind], ['meetingHeld', `office:${county}`, 'push'], 'event');
  await says('会议召开：已登记');
  const after = await table('duty_list', { period: quarter, actor: `office:${county}`, duty: 'county-meeting' });
  equal(after.rows[0].status, 'onTime', 'status');
});

await check('the month shows what fell due and what was done', async () => {
  await go(`/work?view=calendar&period=${quarter}&division=${county}&who=all`);
  const due = await page.locator('.day-due').count();
  if (!due) throw new Error('nothing falls due at the end of a quarter');
  await shot('calendar');
  await go(`/work?view=calendar&period=${quarter.slice(0, 4)}-09&division=${county}`);
  await page.locator('.day-act').filter({ hasText: '县级驻村工作推进会' }).waitFor();
});
await axe('the month');

const late = owed.rows.find((row) => row.duty === 'team-report-township' && row.period === `${quarter.slice(0, 4)}-09`);
const team = late.key.split('|')[1];
const township = late.key.split('|')[2];
const place = township.split(':')[1];
await check('a report is drafted in paragraphs, each with its source', async () => {
  await go(`/work?view=draft&period=${quarter}&division=${place}&actor=${team}`);
  const draft = await table('report_draft', { actor: team, period: quarter });
  const sections = [...new Set(draft.rows.map((row) => row.section))];
  equal(await page.locator('.paragraph h3').allInnerTexts(), sections, 'parts');
  const opening = draft.rows.filter((row) => row.section === sections[0]).map((row) => row.text).join('');
  const first = page.locator('.paragraph textarea').first();
  equal(await first.inputValue(), opening, 'text');
  await shot('draft');
  const source = page.getByRole('button', { name: /看来源/ }).first();
  await source.click();
  await page.waitForSelector('.figure-value');
  equal(await page.locator('.figure-value').innerText(), draft.rows[0].figure, 'figure');
  await shot('draft-source');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.figure', { state: 'detached' });
  await first.fill(`${opening}补写一句。`);
  await says('已改');
});
await axe('a draft');

await check('it prints upright on A4', async () => {
  await inPrint(703, 1000, async () => {
    const paper = await page.locator('.paper').innerText();
    if (!paper.includes('补写一句')) throw new Error(paper.slice(0, 200));
    equal(await page.locator('.paragraph').first().isVisible(), false, 'the form in print');
    await page.pdf({ path: join(office.shots, 'work-draft.pdf'), preferCSSPageSize: true });
    await shot('draft-print');
  });
});

let report;
await check('handed over once, it serves all whom it fits, and the page says so', async () => {
  const ticked = await page.locator('.fits input:checked').count();
  const event = await enter(() => page.getByRole('button', { name: /^登记送达/ }).click());
  equal(event.type, 'reportHandedOver', 'event');
  equal(event.data.from, team, 'from');
  if (!event.data.to.includes(township) || !event.data.content.includes('补写一句')) throw new Error(JSON.stringify(event.data));
  await page.locator('.handed').getByText(`履行 ${ticked} 项义务`).first().waitFor();
  await says('少填');
  const after = await table('duty_list', { actor: team, period: quarter });
  report = Number(/序号 (\d+)/.exec(after.rows.find((row) => row.key === late.key).acts)[1]);
  equal(after.rows.filter((row) => row.acts?.includes(`序号 ${report}）`)).length, ticked, 'served');
  await shot('handed');
});

await check('its receiver signs for it, or sends it back with the reason', async () => {
  await go(`/work?view=received&period=${quarter}&division=${place}`);
  const row = page.locator('tbody tr').filter({ hasText: String(report) });
  await row.waitFor();
  await shot('received');
  await row.getByRole('button', { name: '退回…' }).click();
  await dialog.locator('.event-form').waitFor();
  await dialog.getByRole('button', { name: '登记', exact: true }).click();
  await says('退回原因没有填');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await row.getByRole('button', { name: '签收', exact: true }).click();
  await says('已签收汇报 1 份');
});
await axe('reports received');

await check('who sits in the offices, and a seat is filled', async () => {
  await go(`/work?view=seats&division=${county}`);
  const seats = await table('office_completeness', { division: county, period: `${quarter}` });
  equal(await count('seats'), seats.rowCount, 'rows');
  await shot('seats');
  const event = await enter(
    () => press('定期研判…'),
    async () => {
      await dialog.getByLabel('研判事项').fill('三季度驻村力量');
      await dialog.getByLabel('研判结论').fill('两个村空岗，十月底前补齐');
    },
  );
  equal([event.type, event.data.office], ['caseReviewHeld', county], 'event');
});
await axe('seats');

await check('keyboard alone: from a tab to the form of a duty', async () => {
  await go(`/work?period=${quarter}&division=${county}`);
  const button = page.locator('.row-acts button').first();
  await button.focus();
  await page.keyboard.press('Enter');
  await dialog.locator('.event-form').waitFor();
  const inside = await page.evaluate(() => !!document.activeElement.closest('.el-dialog'));
  equal(inside, true, 'focus in the dialog');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
});

const views = ['due', 'calendar', 'received', 'draft', 'seats'];
await widths(views.map((view) => `/work?view=${view}&period=${quarter}&division=${county}`));
await office.end();
