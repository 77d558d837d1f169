// 派出单位 in a real Chromium: units of the area by what is behind, one unit's year for the assessment of targets, care
// and support entered, grounds proposed. BASE_URL serves a demo city without accounts; it writes to the book.
import { join } from 'node:path';

import { equal, openOffice } from './office.mjs';

const office = await openOffice('units');
const { page, book, table, go, settled, shot, axe, says, press, actor, dialog, enter, day, count, inPrint, widths, check } = office;
const year = book.today.slice(0, 4);
const grounds = await table('interview_grounds', { period: year });
const open = grounds.rows.find((row) => row.status === 'proposed');
const roster = await table('roster');
const unit = open?.unit ?? roster.rows[0].unit;
const name = roster.rows.find((row) => row.unit === unit)?.unitName ?? open.unitName;

await check('units of the area, those with most undone first; a name goes on to its page', async () => {
  await go(`/units?period=${year}`);
  await actor();
  await shot('all');
  const { rows } = await table('unit_duties', { period: year });
  const duties = (await office.api('/v1/policy')).duties.map((one) => one.id);
  equal(await count('units'), new Set(rows.filter((row) => duties.includes(row.matter)).map((row) => row.unit)).size, 'units');
  await page.getByLabel('在本表中查找').fill(name);
  await press(name);
  await page.waitForSelector('#duties-title');
  await settled();
  if (!page.url().includes(`unit=${unit}`)) throw new Error(page.url());
});

await check('a unit’s year, matter by matter, as the API gives it', async () => {
  const { rowCount } = await table('unit_duties', { actor: `unit:${unit}`, period: year });
  equal(await count('duties'), rowCount, 'matters');
  await shot('unit');
  await inPrint(1047, 680, async () => {
    const head = await page.locator('.print-head').innerText();
    for (const word of [name, '履职情况表', '截至序号']) if (!head.includes(word)) throw new Error(head);
    await says('派出单位（章）');
    await page.pdf({ path: join(office.shots, 'units-year.pdf'), preferCSSPageSize: true });
  });
});
await axe('a unit’s year');

await check('/units/:id is the same page', async () => {
  await go(`/units/${unit}?period=${year}`);
  if (!page.url().includes(`unit=${unit}`)) throw new Error(page.url());
});

await check('support to a village is entered for the unit', async () => {
  const event = await enter(
    () => press('派出单位支持…'),
    async () => {
      await dialog.getByLabel('村（社区）').selectOption({ index: 1 });
      await dialog.getByLabel('类别').selectOption('goods');
      await dialog.getByLabel('金额（折合）', { exact: true }).fill('3000');
      await dialog.getByLabel('支持内容').fill('办公桌椅');
      await shot('support-form');
    },
  );
  equal([event.type, event.data.unit, event.data.amount], ['supportGiven', unit, 300000], 'event');
});

await check('a care visit is entered from a resident’s row', async () => {
  await go(`/units?view=care&unit=${unit}&period=${year}`);
  equal(await count('care'), (await table('care_coverage', { actor: `unit:${unit}`, period: year })).rowCount, 'people');
  await shot('care');
  const event = await enter(
    () => press('慰问…'),
    () => dialog.getByLabel('领导', { exact: true }).selectOption('principal'),
  );
  equal([event.type, event.data.unit, event.data.residents.length], ['careVisitMade', unit, 1], 'event');
});
await axe('care');

await check('grounds are proposed with their facts; the page decides nothing', async () => {
  await go(`/units?view=grounds&unit=${unit}&period=${year}`);
  await says('约谈与否由驻村队伍管理办公室研究决定');
  await shot('grounds');
  if (!open) return;
  const event = await enter(async () => {
    await page.locator('[aria-labelledby="grounds-title"] tbody tr').filter({ hasText: open.groundTitle }).getByRole('button', { name: '提出约谈…' }).click();
    await dialog.getByText('约谈以后在这里登记').waitFor();
    await shot('interview-form');
  });
  equal([event.type, event.data.unit, event.data.ground.toLowerCase()], ['interviewHeld', unit, open.ground.replace(/_/g, '').toLowerCase()], 'event');
  const order = await enter(
    () => page.locator('[aria-labelledby="grounds-title"] tbody tr').filter({ hasText: open.groundTitle }).getByRole('button', { name: '限期整改…' }).click(),
    async () => {
      await dialog.getByLabel('问题', { exact: true }).fill('补齐空岗');
      await day('整改期限', `${year}-12-31`);
    },
  );
  equal([order.type, order.data.to], ['rectificationOrdered', `unit:${unit}`], 'order');
  const after = await table('interview_grounds', { actor: `unit:${unit}`, period: year });
  equal(after.rows.find((row) => row.key === open.key).status, 'rectifying', 'status');
});
await axe('grounds');

for (const [view, report, more] of [['people', 'unit_people', {}], ['arrears', 'allowance_arrears', {}]]) {
  await check(`${view}: as many rows as the API gives`, async () => {
    await go(`/units?view=${view}&unit=${unit}`);
    equal(await count(view), (await table(report, { actor: `unit:${unit}`, ...more })).rowCount, 'rows');
    await shot(view);
  });
}

await widths(['duties', 'people', 'care', 'grounds', 'arrears'].map((view) => `/units?view=${view}&unit=${unit}&period=${year}`));
await office.end();
