// 提示与督办 in a real Chromium (journey J3): from the board to drafts one level down, papers looked at and printed, text
// without names, registered as sent, answered. BASE_URL serves a demo city without accounts; it writes to the book.
import { join } from 'node:path';

import { equal, openOffice } from './office.mjs';

const office = await openOffice('reminders');
const { page, book, table, go, settled, shot, axe, says, press, actor, dialog, enter, count, inPrint, widths, check } = office;
const period = `${book.today.slice(0, 4)}Q3`;
const city = `office:${book.city}`;

await check('from the board to the drafts of the same period', async () => {
  await go(`/duties?period=${period}`);
  await page.getByRole('link', { name: '提示督办…' }).click();
  await page.waitForSelector('#drafts-title');
  await settled();
  await actor();
  if (!page.url().includes(`period=${period}`)) throw new Error(page.url());
  equal(await count('drafts'), (await table('reminder_drafts', { actor: city, period })).rowCount, 'recipients');
  await shot('drafts');
});
await axe('drafts');

let chosen;
await check('picked recipients become papers: clause, period and days late, the number blank', async () => {
  const { rows } = await table('reminder_drafts', { actor: city, period });
  chosen = rows.slice(0, 2);
  for (const one of chosen) await page.getByLabel(`选择 ${one.toName}`, { exact: true }).check();
  await settled();
  const paper = page.locator('.papers .paper').first();
  await paper.waitFor();
  const text = await paper.innerText();
  for (const word of ['督办通知', '〔', '号', chosen[0].toName, `${chosen[0].items} 项`, '依据条款', '逾期天数']) if (!text.includes(word)) throw new Error(`${word}: ${text.slice(0, 300)}`);
  equal(await paper.locator('tbody tr').count(), chosen[0].items, 'matters');
  const late = Number(await paper.locator('tbody tr').first().locator('td').last().innerText());
  if (!(late > 0)) throw new Error(`${late} days late`);
  await shot('papers');
});
await axe('papers');

await check('the text to paste names nobody', async () => {
  const text = await page.locator('.paste textarea').inputValue();
  equal(text, chosen[0].body, 'text');
  await press('复制文字');
  await says(/文字已复制|浏览器不让复制/);
});

await check('one paper a recipient in print', async () => {
  await inPrint(703, 1000, async () => {
    equal(await page.locator('.papers .paper:visible').count(), 2, 'papers');
    equal(await page.locator('#drafts-title').isVisible(), false, 'the list in print');
    await page.pdf({ path: join(office.shots, 'reminders-papers.pdf'), preferCSSPageSize: true });
    await shot('print');
  });
});

await check('registered as sent, all at once', async () => {
  const before = (await table('reminders', { actor: city })).rowCount;
  await page.getByLabel('这一份的文号').fill('榆驻办〔2026〕测1号');
  const sent = page.waitForRequest((one) => one.method() === 'POST' && one.url().includes('/v1/events'));
  await press('登记已发');
  const events = (await sent).postDataJSON();
  equal(events.map((one) => [one.type, one.data.from, one.data.to, one.data.kind]), chosen.map((one) => ['reminderIssued', city, one.to, 'urging']), 'events');
  equal(events[0].data.items.length, chosen[0].items, 'items');
  equal([events[0].data.number, events[1].data.number], ['榆驻办〔2026〕测1号', undefined], 'numbers');
  await says('已登记发出督办通知 2 份');
  equal((await table('reminders', { actor: city })).rowCount, before + 2, 'reminders');
});

await check('a reminder waits until it is answered, and its matters until they are done', async () => {
  await go('/reminders?view=sent');
  await page.getByLabel('在本表中查找').fill('榆驻办〔2026〕测1号');
  await settled();
  await says('榆驻办〔2026〕测1号');
  await shot('sent');
  const row = page.locator('[aria-labelledby="sent-title"] tbody tr').filter({ hasText: '榆驻办〔2026〕测1号' });
  const event = await enter(
    () => row.getByRole('button', { name: '答复…' }).click(),
    () => dialog.getByLabel('办理情况').fill('已召开推进会，其余月底前补办'),
  );
  equal([event.type, event.data.by], ['reminderAnswered', chosen[0].to], 'event');
  await row.getByText('已召开推进会').waitFor();
  const found = (await table('reminders', { actor: city })).rows.find((one) => one.number === '榆驻办〔2026〕测1号');
  if (!(found.open > 0)) throw new Error('an answer alone closes nothing');
});
await axe('reminders sent');

await widths([`/reminders?period=${period}`, '/reminders?view=sent']);
await office.end();
