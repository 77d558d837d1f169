// Periods as the server keys them: 2025, 2025H1, 2025Q3, 2025-07. Dates are 2025-07-31 texts.

export type PeriodKind = 'year' | 'half' | 'quarter' | 'month';

export interface Period {
  key: string;
  kind: PeriodKind;
  year: number;
  index: number; // from 1 within the year
}

export const kinds: { value: PeriodKind; title: string; count: number }[] = [
  { value: 'year', title: '全年', count: 1 },
  { value: 'half', title: '半年', count: 2 },
  { value: 'quarter', title: '季度', count: 4 },
  { value: 'month', title: '月', count: 12 },
];

const two = (n: number) => String(n).padStart(2, '0');
const countOf = (kind: PeriodKind) => kinds.find((one) => one.value === kind)!.count;

export function makePeriod(kind: PeriodKind, year: number, index: number): Period {
  const tails = { year: '', half: `H${index}`, quarter: `Q${index}`, month: `-${two(index)}` };
  return { key: `${year}${tails[kind]}`, kind, year, index };
}

export function parsePeriod(key: string): Period | null {
  const found = /^(\d{4})(?:H([12])|Q([1-4])|-(0[1-9]|1[0-2]))?$/.exec(key);
  if (!found) return null;
  const year = Number(found[1]);
  if (found[2]) return makePeriod('half', year, Number(found[2]));
  if (found[3]) return makePeriod('quarter', year, Number(found[3]));
  if (found[4]) return makePeriod('month', year, Number(found[4]));
  return makePeriod('year', year, 1);
}

export function periodOf(date: string, kind: PeriodKind): Period {
  const month = Number(date.slice(5, 7));
  const index = Math.ceil((month * countOf(kind)) / 12);
  return makePeriod(kind, Number(date.slice(0, 4)), index);
}

// Another kind around the same days: the last of them inside, or the one that holds them.
export function asKind(period: Period, kind: PeriodKind): Period {
  const lastMonth = Math.round((period.index * 12) / countOf(period.kind));
  return periodOf(`${period.year}-${two(lastMonth)}-01`, kind);
}

export function step(period: Period, by: number): Period {
  const count = countOf(period.kind);
  const at = period.year * count + period.index - 1 + by;
  return makePeriod(period.kind, Math.floor(at / count), (at % count) + 1);
}

export function allOfYear(kind: PeriodKind, year: number): Period[] {
  return Array.from({ length: countOf(kind) }, (_, i) => makePeriod(kind, year, i + 1));
}

// The first and last day of a period; null for a key of another shape.
export function spanOf(key: string): [string, string] | null {
  const period = parsePeriod(key);
  if (!period) return null;
  const months = 12 / countOf(period.kind);
  const last = period.index * months;
  const end = new Date(Date.UTC(period.year, last, 0)).getUTCDate();
  return [`${period.year}-${two(last - months + 1)}-01`, `${period.year}-${two(last)}-${two(end)}`];
}

export function within(inner: string, outer: string): boolean {
  const [a, b] = [spanOf(inner), spanOf(outer)];
  return !!a && !!b && a[0] >= b[0] && a[1] <= b[1];
}

const quarters = ['一', '二', '三', '四'];

// Without the year: 第二季度, 上半年, 6月.
export function shortTitle(period: Period): string {
  if (period.kind === 'half') return period.index === 1 ? '上半年' : '下半年';
  if (period.kind === 'quarter') return `第${quarters[period.index - 1]}季度`;
  if (period.kind === 'month') return `${period.index}月`;
  return `${period.year}年`;
}

// A key in words; a key of another shape (a week, several years) stays as it is.
export function periodTitle(key: string): string {
  const period = parsePeriod(key);
  if (!period) return key;
  return period.kind === 'year' ? shortTitle(period) : `${period.year}年${shortTitle(period)}`;
}

// A sentence of the server with its period keys in words; days stay as they are.
export function withPeriods(text: string): string {
  return text.replace(/(?<![\d-])\d{4}(?:H[12]|Q[1-4]|-(?:0[1-9]|1[0-2]))(?![\d-])/g, periodTitle);
}

export const isDate = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);

// 2026年6月30日
export function dateTitle(date: string): string {
  if (!isDate(date)) return date;
  return `${date.slice(0, 4)}年${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`;
}
