// 考核与关怀 and 工作任务 in a real Chromium: the steps of the annual assessment one by one and many at once, training,
// the register with its request for tolerance; tasks and the work of relocated households. BASE_URL serves a demo city
// without accounts; it writes to the book.
import { equal, openOffice } from './office.mjs';

const office = await openOffice('assessments');
const { page, book, table, go, settled, shot, axe, says, press, actor, dialog, enter, day, count, widths, check } = office;
const year = book.today.slice(0, 4);
// The year before is over: all its steps are open.
const asked = String(Number(year) - 1);
const county = '610802000000';
const annual = () => table('assessments', { division: county, period: asked, kind: 'annual' });
const waits = (row) => !['notDue', 'notOwed', 'done'].includes(row.status);

await check('who is assessed, and how far each is', async () => {
  await go(`/assessments?division=${county}&period=${asked}`);
  await actor();
  equal(await count('annual'), (await annual()).rowCount, 'people');
  await shot('annual');
});
await axe('annual assessments');

await check('one is heard, assessed, confirmed and told, step by step', async () => {
  const { rows } = await annual();
  const one = rows.find((row) => waits(row) && !row.heard) ?? rows.find(waits);
  if (!one) return;
  await page.getByLabel('在本表中查找').fill(one.person);
  await settled();
  const row = page.locator('[aria-labelledby="annual-title"] tbody tr').first();
  const next = (name) => row.getByRole('button', { name, exact: true }).click();
  if (!one.heard) {
    const heard = await enter(() => next('听取意见…'), () => dialog.getByLabel('派出单位意见').fill('同意'));
    equal([heard.type, heard.data.person, heard.data.year], ['unitOpinionHeard', one.person, Number(asked)], 'heard');
  }
  if (!one.assessed) {
    const assessed = await enter(() => next('评定…'), () => dialog.getByLabel('评定等次').selectOption('competent'));
    equal([assessed.type, assessed.data.office], ['annualAssessed', county], 'assessed');
  }
  if (!one.confirmed) {
    const confirmed = await enter(() => next('审定…'), async () => {
      // Not by whoever assessed.
      await dialog.getByLabel('经办人').fill('另一经办');
      equal(await dialog.getByLabel('审定等次').inputValue(), 'competent', 'the grade that was given');
      await shot('confirm-form');
    });
    equal(confirmed.type, 'annualConfirmed', 'confirmed');
  }
  const told = await enter(() => next('反馈…'));
  equal([told.type, told.data.unit], ['assessmentFedBack', one.unit], 'told');
  const after = (await annual()).rows.find((row) => row.key === one.key);
  if (!after.fedBack) throw new Error(JSON.stringify(after));
});

await check('many wait for the same step: one entry for all', async () => {
  await go(`/assessments?division=${county}&period=${asked}`);
  const { rows } = await annual();
  const open = rows.filter((row) => waits(row) && !row.heard);
  if (!open.length) return;
  const [first] = open;
  const same = open.filter((row) => row.status === first.status);
  await press(`${first.statusTitle} ${rows.filter((row) => row.status === first.status).length}`);
  await settled();
  await page.getByLabel(/^全选/).check();
  const bar = page.getByRole('form', { name: '登记所选' });
  await bar.getByLabel('派出单位意见').fill('同意');
  await shot('bulk');
  await bar.getByRole('button', { name: '登记', exact: true }).click();
  await says(`已登记 ${same.length} 人`);
  await settled();
  const after = (await annual()).rows.filter((row) => same.some((one) => one.key === row.key));
  equal(after.filter((row) => !row.heard).length, 0, 'not heard');
});
await axe('many at once');

for (const [view, report, parameters] of [
  ['term', 'assessments', { kind: 'term' }],
  ['training', 'training_coverage', {}],
  ['care', 'care_coverage', {}],
  ['management', 'management_register', {}],
]) {
  await check(`${view}: as many rows as the API gives`, async () => {
    await go(`/assessments?view=${view}&division=${county}&period=${asked}`);
    equal(await count(view), (await table(report, { division: county, period: asked, ...parameters })).rowCount, 'rows');
    await shot(view);
  });
  await axe(view);
}

await check('a criticism is entered; tolerance is asked for it and found', async () => {
  await go(`/assessments?view=management&division=${county}&period=${year}`);
  // Nobody is criticised twice on one day.
  const held = (await table('management_register', { division: county, period: year })).rows;
  const whom = (await table('roster', { division: county })).rows.find((row) => !held.some((one) => one.person === row.person)).person;
  const criticism = await enter(
    () => press('批评教育…'),
    async () => {
      await dialog.getByLabel('人员', { exact: true }).selectOption(whom);
      await dialog.getByLabel('事由').fill('试行新办法时迟报一次');
      await dialog.getByLabel('决定文号').fill('示驻办〔2026〕测3号');
    },
  );
  equal(criticism.type, 'criticismGiven', 'event');
  const row = page.locator('[aria-labelledby="management-title"] tbody tr').filter({ hasText: '示驻办〔2026〕测3号' });
  const request = await enter(
    () => row.getByRole('button', { name: '申请容错…' }).click(),
    () => dialog.getByLabel('申请理由').fill('先行先试，未造成损失'),
  );
  equal([request.type, request.data.person], ['toleranceApplied', criticism.data.person], 'request');
  await shot('tolerance');
  const found = await enter(
    () => page.locator('[aria-labelledby="management-title"] tbody tr').filter({ hasText: '先行先试，未造成损失' }).getByRole('button', { name: '容错认定…' }).click(),
    async () => {
      await dialog.getByLabel('经办人').fill('第三经办');
      await dialog.getByLabel('非主观故意').check();
      await dialog.getByLabel('认定结果').selectOption('lightened');
      await dialog.getByLabel('认定理由').fill('非主观故意');
    },
  );
  equal(found.type, 'toleranceFound', 'finding');
});

await check('a task is set for a village and goes on', async () => {
  await go(`/tasks?division=${county}`);
  equal(await count('tasks'), (await table('tasks', { division: county })).rowCount, 'tasks');
  const task = await enter(
    () => press('工作任务列入清单…'),
    async () => {
      await dialog.getByLabel('村（社区）').selectOption({ index: 1 });
      await dialog.getByLabel('职责', { exact: true }).selectOption('service');
      await dialog.getByLabel('任务', { exact: true }).fill('测试任务：代办点');
      await dialog.getByLabel('目标').fill('年底前建成');
      await day('完成期限', `${year}-12-31`);
      await shot('task-form');
    },
  );
  equal(task.type, 'taskSet', 'event');
  await page.getByLabel('在本表中查找').fill('测试任务：代办点');
  await settled();
  const row = page.locator('[aria-labelledby="tasks-title"] tbody tr').first();
  const progress = await enter(
    () => row.getByRole('button', { name: '登记进展…' }).click(),
    async () => {
      await dialog.getByLabel('情况', { exact: true }).selectOption('done');
      await dialog.getByLabel('进展或理由').fill('已建成');
    },
  );
  equal([progress.type, progress.data.village], ['taskProgressed', task.data.village], 'progress');
  await row.getByText('已完成').waitFor();
  await shot('tasks');
});
await axe('tasks');

await check('the work of relocated households', async () => {
  await go(`/tasks?view=employment&division=${county}`);
  equal(await count('employment'), (await table('settlement_employment', { division: county })).rowCount, 'villages');
  await shot('employment');
});

await widths([
  ...['annual', 'term', 'training', 'care', 'management'].map((view) => `/assessments?view=${view}&division=${county}&period=${asked}`),
  ...['tasks', 'employment'].map((view) => `/tasks?view=${view}&division=${county}`),
]);
await office.end();
