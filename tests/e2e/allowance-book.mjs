// The book that allowances.mjs starts from, made over the API of a fresh one (zhucun init --start 2026-01-01): a unit
// of the city with ten residents in five villages, April and May confirmed, nothing paid, no standard set; then the
// ceremony, and the desks that take part.
const base = process.env.BASE_URL.replace(/\/$/, '');
export const passwords = {};
export const unit = 'U1';
export const month = '2026-05';
export const second = 'unit-b';
const township = '610802101000';
const under = await (await fetch(`${base}/v1/divisions?parent=${township}`)).json();
const villages = under.children.slice(0, 5).map((one) => one.code);
const family = '赵钱孙李周吴郑王冯陈';
const residents = Array.from({ length: 10 }, (_, i) => ({
  person: `P${i + 1}`,
  name: `${family[i]}试${i + 1}`,
  village: villages[Math.floor(i / 2)],
  role: i % 2 ? 'member' : 'firstSecretary',
  bankCard: cardOf(i + 1),
}));
export const people = residents.map((one) => one.person);

// A card that belongs to nobody, with its last digit right.
function cardOf(n) {
  const digits = `999900${String(n).padStart(12, '0')}`;
  const sum = [...digits].reverse().reduce((all, one, i) => {
    const twice = Number(one) * (i % 2 ? 1 : 2);
    return all + (twice > 9 ? twice - 9 : twice);
  }, 0);
  return digits + ((10 - (sum % 10)) % 10);
}

// Before the ceremony whoever sits at the machine says his name.
let count = 0;
async function put(actor, date, type, data, revision) {
  count += 1;
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': `pay-${count}`, 'Zhucun-Actor': encodeURIComponent(actor) };
  if (revision) headers['If-Match'] = `"${revision}"`;
  const body = JSON.stringify({ id: `pay-${count}`, type, date, data });
  const answer = await fetch(`${base}/v1/events`, { method: 'POST', headers, body });
  const found = await answer.json();
  if (!answer.ok) throw new Error(`${type}: ${JSON.stringify(found)}`);
  return found.position;
}
// Working days in the village, the first of some of them off.
function marksOf(of, off) {
  const [year, number] = of.split('-').map(Number);
  const days = Array.from({ length: new Date(year, number, 0).getDate() }, (_, i) => new Date(year, number - 1, i + 1).getDay());
  return days.map((day, i) => ([0, 6].includes(day) || i < off ? '休' : '在')).join(' ');
}
async function furnish() {
  for (const group of ['attendance', 'allowances'])
    await put('甲', '2026-01-01', 'goLiveSet', { division: '610800000000', group, from: '2026-04-01' });
  await put('甲', '2026-01-01', 'unitRegistered', { unit, name: '榆林市示例局', level: 'city', kind: 'institution', seat: '610800000000' });
  await put('甲', '2026-01-01', 'officeFormed', { division: '610802000000', name: '榆阳区驻村办' });
  for (const { person, name, bankCard, village, role } of residents) {
    const known = await put('甲', '2026-01-01', 'personRegistered', { person });
    await put('甲', '2026-01-01', 'personDetailsRecorded', { person, name, bankCard }, known);
    await put('甲', '2026-01-01', 'postingStarted', { person, unit, village, role, document: '示选〔2026〕1号' }, known);
  }
  for (const [of, day] of [['2026-04', '2026-05'], ['2026-05', '2026-06']]) {
    for (const village of villages) {
      const by = `township:${township}`;
      const rows = residents.filter((one) => one.village === village).map((one, i) => ({ person: one.person, marks: marksOf(of, i + 1) }));
      const sheet = await put('甲', `${day}-02`, 'attendanceEntered', { village, month: of, by, rows });
      const checked = await put('乙', `${day}-03`, 'attendanceChecked', { village, month: of, by, sheet }, sheet);
      await put('丙', `${day}-04`, 'attendanceConfirmed', { village, month: of, by: 'office:610802000000', sheet }, checked);
    }
  }
}

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

// A word of his own in place of the one that was printed; an account's name must not be in it.
async function changed(account) {
  const own = `Mi-Zhi-2026-${String.fromCharCode(65 + Object.keys(passwords).indexOf(account)).repeat(3)}-qx`;
  await (await elsewhere(account))('POST', '/v1/session/password', { current: passwords[account], password: own });
  passwords[account] = own;
}
async function openDesks() {
  const admins = { system: 'pay-system', security: 'pay-security', audit: 'pay-audit' };
  const answer = await fetch(`${base}/v1/ceremony`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'pay-ceremony' },
    body: JSON.stringify(admins),
  });
  const held = await answer.json();
  if (!answer.ok) throw new Error(JSON.stringify(held));
  for (const line of held.sheet) passwords[line.account] = line.password;
  await changed(admins.system);
  await changed(admins.security);
  const system = await elsewhere(admins.system);
  const security = await elsewhere(admins.security);
  const grants = [
    { account: 'unit-a', title: '派出单位 人事', role: 'unit', scope: `unit:${unit}` },
    { account: second, title: '派出单位 财务', role: 'unit', scope: `unit:${unit}` },
    { account: 'city', title: '市驻村办', role: 'cityOffice', scope: 'division:610800000000' },
    { account: 'auditor', title: '市审计', role: 'auditor', scope: 'division:610800000000' },
    { account: 'resident', title: '驻村干部本人', role: 'self', scope: 'person:P1' },
  ];
  const { today: date } = await system('GET', '/v1/book').catch(() => ({ today: new Date().toISOString().slice(0, 10) }));
  const proposal = await system('POST', '/v1/events', { type: 'grantsProposed', date, data: { grants } });
  await security('POST', '/v1/events', { type: 'grantsDecided', date, data: { proposal: proposal.position, accepted: true } });
  for (const { account } of grants) {
    passwords[account] = (await system('POST', `/v1/accounts/${account}/one-time-password`)).sheet[0].password;
    await changed(account);
  }
}

await furnish();
await openDesks();
export const clerk = await elsewhere('unit-a');
export const session = await clerk('GET', '/v1/session');
export const today = (await clerk('GET', '/v1/book')).today;
export async function table(report, parameters, ask = clerk) {
  const found = await ask('GET', `/v1/reports/${report}?${new URLSearchParams({ ...parameters, limit: 5000 })}`);
  const names = found.columns.map((column) => column.name);
  const rows = found.rows.map((row) => ({ key: row.key, ...Object.fromEntries(names.map((name, i) => [name, row.cells[i]])) }));
  return { ...found, rows };
}
