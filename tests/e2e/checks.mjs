// 抽查督查 in a real Chromium: villages that nobody visited, a plan drawn by a seed and adopted, a supervision entered,
// its problem ordered to be put right, reported, checked and closed. BASE_URL serves a demo city without accounts; it
// writes to the book.
import { join } from 'node:path';

import { equal, openOffice } from './office.mjs';

const office = await openOffice('checks');
const { page, book, table, go, settled, shot, axe, says, press, actor, dialog, enter, day, count, inPrint, widths, check } = office;
const year = book.today.slice(0, 4);
const quarter = `${year}Q4`;
const county = '610802000000';

await check('villages of the area, and those that nobody visited in the period', async () => {
  await go(`/checks?view=coverage&division=${county}&period=${quarter}`);
  await actor();
  const { rows } = await table('check_coverage', { division: county, period: quarter });
  equal(await count('coverage'), rows.length, 'villages');
  const never = rows.filter((row) => !row.spotChecks && !row.supervisions).length;
  await page.getByLabel(/只看本期没有去过的/).check();
  equal(await count('coverage'), never, 'never visited');
  await shot('coverage');
});
await axe('coverage');

const seed = `测试种子-${quarter}`;
await check('a plan is drawn by a seed: the same that the API draws', async () => {
  await go(`/checks?view=plan&division=${county}&period=${quarter}`);
  await page.getByLabel('抽取种子').fill(seed);
  await page.getByLabel('抽取个数').fill('3');
  await press('抽取');
  await says('抽中 3 个村');
  const plan = await table('check_plan', { division: county, period: quarter, seed, count: 3 });
  const drawn = plan.rows.filter((row) => row.drawn === '是').map((row) => row.villageName);
  const shown = await page.locator('[aria-labelledby="plan-title"] tbody').innerText();
  for (const name of drawn) if (!shown.includes(name)) throw new Error(`${name} is not in ${shown}`);
  await shot('plan');
});
await axe('a plan');

await check('the plan prints with seed and position', async () => {
  await inPrint(1047, 680, async () => {
    await page.locator('.print-only', { hasText: seed }).waitFor();
    await says('抽取所依据的序号');
    await page.pdf({ path: join(office.shots, 'checks-plan.pdf'), preferCSSPageSize: true });
    await shot('plan-print');
  });
});

await check('the plan is adopted as it was drawn', async () => {
  const plan = await table('check_plan', { division: county, period: quarter, seed, count: 3 });
  const event = await enter(() => press('采用这一计划…'));
  equal([event.type, event.data.division, event.data.period, event.data.seed, event.data.drawnAt], ['checkPlanAdopted', county, quarter, seed, plan.position], 'event');
  equal([...event.data.villages].sort(), plan.rows.filter((row) => row.drawn === '是').map((row) => row.key).sort(), 'villages');
  await says('抽查督查计划：已登记');
});

let village;
await check('a supervision is entered for a village, and its problem goes on', async () => {
  await go(`/checks?view=coverage&division=${county}&period=${quarter}`);
  village = (await table('check_coverage', { division: county, period: quarter })).rows[0];
  const event = await enter(
    () => press('督查…'),
    () => dialog.getByLabel('督查情况').fill('台账不全'),
  );
  equal([event.type, event.data.division, event.data.villages], ['supervisionMade', county, [village.key]], 'event');
  await shot('entered');
  const order = await enter(
    () => press('发现问题的，提出整改…'),
    async () => {
      await dialog.getByLabel('问题', { exact: true }).fill('驻村台账缺三个月');
      await day('整改期限', book.today);
      await shot('order-form');
    },
  );
  equal([order.type, order.data.from, order.data.to, order.data.village], ['rectificationOrdered', `office:${county}`, `team:${village.key}`, village.key], 'order');
  if (!(order.data.basis > 0)) throw new Error('no basis');
});

await check('the problem stands in the list, is reported, checked and closed', async () => {
  await go(`/checks?division=${county}`);
  equal(await count('rectify'), (await table('open_rectifications', { division: county })).rowCount, 'rows');
  await shot('rectify');
  await page.getByLabel('在本表中查找').fill('驻村台账缺三个月');
  await settled();
  const row = page.locator('[aria-labelledby="rectify-title"] tbody tr').filter({ hasText: '驻村台账缺三个月' });
  const reported = await enter(
    () => row.getByRole('button', { name: '报告整改…' }).click(),
    () => dialog.getByLabel('整改情况').fill('台账已补齐'),
  );
  equal([reported.type, reported.data.by], ['rectificationReported', `team:${village.key}`], 'report');
  const checked = await enter(
    () => row.getByRole('button', { name: '复核…' }).click(),
    async () => {
      await says('整改情况：台账已补齐');
      // Not by whoever reported.
      await dialog.getByLabel('经办人').fill('另一经办');
      await dialog.getByLabel('复核结论').selectOption('passed');
    },
  );
  equal(checked.data.result, 'passed', 'result');
  await row.getByText(/销号/).first().waitFor();
});
await axe('problems');

await check('the overdue stand first', async () => {
  await go(`/checks?division=${county}`);
  const { rows } = await table('open_rectifications', { division: county });
  const overdue = rows.filter((row) => row.status === 'overdue').length;
  const shown = await page.locator('[aria-labelledby="rectify-title"] tbody tr').allInnerTexts();
  shown.slice(0, Math.min(overdue, 30)).forEach((text) => {
    if (!text.includes('逾期')) throw new Error(text);
  });
});

await widths(['rectify', 'coverage', 'plan'].map((view) => `/checks?view=${view}&division=${county}&period=${quarter}&seed=${encodeURIComponent(seed)}&count=3`));
await office.end();
