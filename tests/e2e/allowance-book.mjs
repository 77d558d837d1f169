// The book that allowances.mjs starts from: a unit of the demo that paid outside the book up to March and nothing
// since, with two desks. Everything by the API.
import { readFile } from 'node:fs/promises';

const base = process.env.BASE_URL.replace(/\/$/, '');
export const passwords = Object.fromEntries(
  (await readFile(process.env.DESKS, 'utf8')).split('\n').map((line) => line.split('\t').slice(0, 2)),
);

// Outside the browser: whoever else takes part.
export async function elsewhere(account) {
  const body = JSON.stringify({ account, password: passwords[account] });
  const response = await fetch(`${base}/v1/session`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  if (!response.ok) throw new Error(`${account}: ${await response.text()}`);
  const cookie = response.headers.get('set-cookie').split(';')[0];
  let count = 0;
  return async (method, path, content, more = {}) => {
    count += 1;
    const headers = { cookie, 'Idempotency-Key': `e2e-${account}-${Date.now()}-${count}`, ...more };
    if (content) headers['Content-Type'] = 'application/json';
    const answer = await fetch(base + path, { method, headers, body: content && JSON.stringify(content) });
    const found = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(found)}`);
    return found;
  };
}
export const clerk = await elsewhere('demo-unit');
export async function table(report, parameters, ask = clerk) {
  const found = await ask('GET', `/v1/reports/${report}?${new URLSearchParams({ ...parameters, limit: 5000 })}`);
  const names = found.columns.map((column) => column.name);
  const rows = found.rows.map((row) => ({ key: row.key, ...Object.fromEntries(names.map((name, i) => [name, row.cells[i]])) }));
  return { ...found, rows };
}

export const session = await clerk('GET', '/v1/session');
export const unit = session.desks[0].scope.split(':')[1];
export const today = (await clerk('GET', '/v1/book')).today;
export const month = '2026-05';
const before = await table('allowance_due', { actor: `unit:${unit}`, period: '2026' });
export const people = [...new Set(before.rows.filter((row) => row.month === month).map((row) => row.person))];
const items = [...new Set(before.rows.filter((row) => row.month === month).map((row) => row.item))];
const everybody = [...new Set((await table('allowance_due', { actor: `unit:${unit}`, period: '2024-2026' })).rows.map((row) => row.person))];
for (const person of everybody) {
  for (const item of items) {
    const data = { person, unit, item, through: '2026-03' };
    await clerk('POST', '/v1/events', { type: 'allowanceOpeningStated', date: today, opening: true, data });
  }
}
// A colleague of the same unit, so that two take part.
export const second = 'e2e-unit-2';
const system = await elsewhere('demo-system');
const security = await elsewhere('demo-security');
const grants = [{ account: second, title: '派出单位 财务', role: 'unit', scope: `unit:${unit}` }];
const proposal = await system('POST', '/v1/events', { type: 'grantsProposed', date: today, data: { grants } });
await security('POST', '/v1/events', { type: 'grantsDecided', date: today, data: { proposal: proposal.position, accepted: true } });
passwords[second] = (await system('POST', `/v1/accounts/${second}/one-time-password`)).sheet[0].password;
const colleague = await elsewhere(second);
const own = 'Zhu-cun-2026-e2e';
await colleague('POST', '/v1/session/password', { current: passwords[second], password: own });
passwords[second] = own;
