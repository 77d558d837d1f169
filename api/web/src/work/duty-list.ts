// Rows of duty_list as these pages use them: an instance by its key, the days on which it was served.
import type { Row } from '../api/types';
import type { Sheet } from '../office/useSheet';

export interface Instance {
  row: Row;
  key: string;
  duty: string;
  dutyTitle: string;
  actor: string;
  actorName: string;
  to: string; // party; '' where nobody receives
  toName: string;
  period: string;
  due: string;
  status: string;
  acts: { date: string; position: number }[];
}

// “2026-07-28（序号 1234）；…”
export function actsOf(text: string): { date: string; position: number }[] {
  return [...text.matchAll(/(\d{4}-\d{2}-\d{2})（序号 (\d+)）/g)].map((found) => ({ date: found[1], position: Number(found[2]) }));
}

export function instancesOf(sheet: Sheet): Instance[] {
  return sheet.rows.value.map((row) => {
    const parts = row.key.split('|');
    return {
      row,
      key: row.key,
      duty: parts[0],
      dutyTitle: sheet.text(row, 'dutyTitle'),
      actor: parts[1],
      actorName: sheet.text(row, 'actorName'),
      to: parts[2],
      toName: sheet.text(row, 'to'),
      period: sheet.text(row, 'period'),
      due: sheet.text(row, 'due'),
      status: sheet.text(row, 'status'),
      acts: actsOf(sheet.text(row, 'acts')),
    };
  });
}

// The first and last day of a period: 2026, 2026H1, 2026Q3, 2026-07.
export function spanOf(period: string): [string, string] | null {
  const found = /^(\d{4})(?:H([12])|Q([1-4])|-(\d{2}))?$/.exec(period);
  if (!found) return null;
  const [first, last] = found[2]
    ? [Number(found[2]) * 6 - 5, Number(found[2]) * 6]
    : found[3]
      ? [Number(found[3]) * 3 - 2, Number(found[3]) * 3]
      : found[4]
        ? [Number(found[4]), Number(found[4])]
        : [1, 12];
  const two = (n: number) => String(n).padStart(2, '0');
  const end = new Date(Date.UTC(Number(found[1]), last, 0)).getUTCDate();
  return [`${found[1]}-${two(first)}-01`, `${found[1]}-${two(last)}-${two(end)}`];
}

export function overlap(one: string, other: string): boolean {
  const [a, b] = [spanOf(one), spanOf(other)];
  return !!a && !!b && a[0] <= b[1] && b[0] <= a[1];
}
// Within a period and to its last day: September and the third quarter.
export function endsWith(inner: string, outer: string): boolean {
  const [a, b] = [spanOf(inner), spanOf(outer)];
  return !!a && !!b && a[0] >= b[0] && a[1] === b[1];
}
