// The events of allowances as forms: what is known of each already, and what its fields choose from.
import { read } from '../api/client';
import type { Divisions, Table } from '../api/types';
import type { Doing } from '../funds/event-forms';
import { readerOf, words } from '../funds/money-table';
import type { Choice, Surroundings } from '../funds/useSurroundings';
import { allOfYear, periodTitle } from '../lib/periods';
import type { Pay } from './usePay';

// Fields that one event alone has, or that mean something else there.
const abouts: Record<string, string> = {
  payoutDrafted: '明细由账里算出：考勤已审定、还没有发的，加上已确认的补发扣回。不勾项目就是全部项目。',
  allowanceReturned: '逐项逐月填写退回的钱；扣回在下次发放里抵扣的不用登记。',
  standardSet: '自施行日起用到同一标准的下一个施行日；可以从过去的日期起施行，差额会列为补发扣回。',
  payoutSettingSet: '经手人数填 2（制表、批准）或 3（制表、复核、批准）；银行文件格式只是本单位平时所用的。',
  statementIssued: '登记送达后，驻村干部在异议截止日以前可以提出异议。',
  insuranceTaken: '保险应覆盖在派的每一天，中间断开的天数会列出。',
  carePaid: '法定待遇由社会保险等基金支付，只作记录，不计入单位支出。',
};

export function doingOf(pay: Pay, type: string, preset: Record<string, unknown> = {}, more: Partial<Doing> = {}): Doing {
  const properties = pay.catalogue.data.value?.$defs[type]?.properties?.data?.properties ?? {};
  const own: Record<string, unknown> = pay.unit.value && properties.unit ? { unit: pay.unit.value } : {};
  return {
    type,
    title: pay.titleOf(type),
    about: abouts[type],
    preset: { ...own, ...preset },
    fixed: Object.keys(own),
    ...more,
  };
}

// The months up to one, latest first.
export function monthChoices(last: string, count = 36): Choice[] {
  let [year, month] = last.split('-').map(Number);
  const out: Choice[] = [];
  for (let i = 0; i < count; ++i) {
    const key = `${year}-${String(month).padStart(2, '0')}`;
    out.push({ value: key, title: periodTitle(key) });
    month -= 1;
    if (month === 0) [year, month] = [year - 1, 12];
  }
  return out;
}

async function divisionChoices(pay: Pay, type: string, signal?: AbortSignal): Promise<Record<string, Choice[]>> {
  if (!['standardSet', 'townshipTierSet', 'livingCostStated'].includes(type)) return {};
  const here = await read<Divisions>('/v1/divisions', { parent: pay.root.value }, signal);
  const choice = (one: { code: string; name: string }): Choice => ({ value: one.code, title: one.name });
  const living = here.children.filter((one) => !one.mergedOn);
  if (type !== 'townshipTierSet') return { area: [here.division, ...living].map(choice), provider: [here.division, ...living].map(choice) };
  if (here.division.level !== 'city') return { township: living.map(choice) };
  const counties = await Promise.all(living.map((one) => read<Divisions>('/v1/divisions', { parent: one.code }, signal)));
  const towns = counties.flatMap((county) =>
    county.children
      .filter((one) => one.level === 'township' && !one.mergedOn)
      .map((one) => ({ value: one.code, title: `${county.division.name}　${one.name}` })),
  );
  return { township: towns };
}

// Registers that the policy looks rates up in; those with tiers alone for tiers.
function registers(pay: Pay, type: string): Choice[] {
  const rows = (pay.policy.value?.allowances ?? []).filter((one) => one.standard && (type !== 'townshipTierSet' || one.rateBy === 'township_tier'));
  const found = new Map<string, Set<string>>();
  for (const one of rows) found.set(one.standard!, (found.get(one.standard!) ?? new Set()).add(one.title));
  return [...found].map(([value, titles]) => ({ value, title: [...titles].join('、') }));
}

// Events that a form refers to, as the report of benefits names them: kind|...|position|unit.
async function casesOf(pay: Pay, type: string, signal?: AbortSignal): Promise<Record<string, Choice[]>> {
  if (type !== 'livingCostRefunded' && type !== 'carePaid') return {};
  const asked = { actor: pay.actor.value, period: pay.year.value, limit: 5000 };
  const table = await read<Table>('/v1/reports/benefits', asked, signal);
  const value = readerOf(table);
  const kinds = new Map((pay.policy.value?.benefits ?? []).map((one) => [one.id, one.benefit]));
  const wanted = type === 'carePaid' ? ['injury', 'death'] : ['living_conditions'];
  const found: Choice[] = [];
  for (const row of table.rows) {
    const parts = row.key.split('|');
    if (!wanted.includes(kinds.get(words(value(row, 'kind'))) ?? '')) continue;
    const position = type === 'carePaid' ? parts[3] : parts[1];
    const who = words(value(row, 'personName') ?? value(row, 'person'));
    found.push({ value: position, title: `${who} ${words(value(row, 'words'))}`.trim() });
  }
  return type === 'carePaid' ? { case: found } : { cost: found };
}

// Choices that have to be asked for: the banks' forms, everybody in an office's area.
async function listsOf(pay: Pay, type: string, signal?: AbortSignal): Promise<Record<string, Choice[]>> {
  if (type === 'payoutSettingSet') {
    const { profiles } = await read<{ profiles: { id: string; title: string }[] }>('/v1/payouts/profiles', {}, signal);
    return { profile: profiles.map((one) => ({ value: one.id, title: one.title })) };
  }
  if (type !== 'livingCostStated') return {};
  const table = await read<Table>('/v1/reports/roster', { division: pay.root.value, limit: 5000 }, signal);
  const value = readerOf(table);
  const people = table.rows.map((row) => {
    const name = words(value(row, 'personName') ?? value(row, 'person'));
    return { value: words(value(row, 'person')), title: `${name}（${words(value(row, 'villageName'))}）` };
  });
  return { residents: [...new Map(people.map((one) => [one.value, one])).values()] };
}

// The year, its halves, quarters and months.
const periodChoices = (year: number): Choice[] =>
  (['year', 'half', 'quarter', 'month'] as const)
    .flatMap((kind) => allOfYear(kind, year))
    .map((one) => ({ value: one.key, title: periodTitle(one.key) }));

export async function aroundOf(pay: Pay, type: string, signal?: AbortSignal): Promise<Surroundings> {
  const [areas, cases, lists] = await Promise.all([divisionChoices(pay, type, signal), casesOf(pay, type, signal), listsOf(pay, type, signal)]);
  const items = (pay.policy.value?.allowances ?? []).map((one) => ({ value: one.id, title: one.title }));
  const now = pay.today.value.slice(0, 7);
  const months = monthChoices(now > pay.month.value ? now : pay.month.value);
  const people = pay.people.value;
  const names = Object.fromEntries([...people, ...items, ...periodChoices(pay.year.value), ...months, ...registers(pay, type)].map((one) => [one.value, one.title]));
  if (pay.unit.value) names[pay.unit.value] = pay.unitName.value;
  const choices: Record<string, Choice[]> = {
    item: items,
    items,
    month: months,
    period: periodChoices(pay.year.value),
    through: months,
    register: registers(pay, type),
    ...areas,
    ...cases,
  };
  // Days of insurance and the months of a payment have the same names.
  if (type === 'allowancePaid' || type === 'allowanceReturned') Object.assign(choices, { first: months, last: months });
  if (type === 'payoutDrafted') choices.advance = months.slice(0, 1);
  if (people.length) Object.assign(choices, { person: people, residents: people });
  Object.assign(choices, lists);
  const nones: Record<string, string> = type === 'allowancePaid' ? { item: '各项合计', last: '同一个月' } : type === 'allowanceReturned' ? { item: '请选择', last: '不填' } : {};
  return { name: '', names, county: '', townships: [], villages: [], heads: [], forbidden: [], choices, nones };
}
