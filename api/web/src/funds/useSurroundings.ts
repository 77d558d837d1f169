// What stands around a holder of money: its county, its townships, the villages that are owed a
// share, the heads that the policy names. Choices of a form come from here.
import { read } from '../api/client';
import type { Divisions, FundUse, Policy, Table } from '../api/types';
import { readerOf } from './money-table';

export interface Choice {
  value: string;
  title: string;
}

export interface Surroundings {
  name: string; // of the holder
  names: Record<string, string>; // of every code seen
  county: string;
  townships: Choice[];
  villages: (Choice & { township: string })[];
  heads: Choice[]; // that the documents allow; none listed = any head that is not forbidden
  forbidden: FundUse[];
  choices?: Record<string, Choice[]>; // of other fields, by their names
  nones?: Record<string, string>; // what their empty choice is called
}

// By the digits: a city's code ends in eight zeros, a county's in six, a township's in three.
const within = (code: string, area: string): boolean =>
  code.startsWith(area.replace(/(?:0{8}|0{6}|0{3})$/, ''));

function ruled(policy: Policy, place: string, use: FundUse['use']): FundUse[] {
  return policy.fundUses.filter(
    (one) => one.use === use && within(place, one.area) && !one.except.some((area) => within(place, area)),
  );
}

export async function surroundings(place: string, year: number, signal?: AbortSignal): Promise<Surroundings> {
  const [here, due, policy] = await Promise.all([
    read<Divisions>('/v1/divisions', { parent: place }, signal),
    read<Table>('/v1/reports/fund_due', { period: year, division: place, limit: 50000 }, signal),
    read<Policy>('/v1/policy', {}, signal),
  ]);
  const value = readerOf(due);
  const names: Record<string, string> = { [place]: here.division.name };
  for (const one of [...here.path, ...here.children]) names[one.code] = one.name;
  const villages = new Map<string, Choice & { township: string }>();
  for (const row of due.rows) {
    const code = String(value(row, 'place'));
    const township = String(value(row, 'township') ?? '');
    names[code] = String(value(row, 'placeName'));
    villages.set(code, { value: code, title: names[code], township });
  }
  return {
    name: here.division.name,
    names,
    county: here.division.level === 'county' ? place : (here.path.find((one) => one.level === 'county')?.code ?? ''),
    townships: here.children
      .filter((one) => one.level === 'township' && !one.mergedOn)
      .map((one) => ({ value: one.code, title: one.name })),
    villages: [...villages.values()],
    heads: ruled(policy, place, 'allowed').map((one) => ({ value: one.head, title: one.title })),
    forbidden: ruled(policy, place, 'forbidden'),
  };
}
