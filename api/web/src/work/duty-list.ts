// Rows of duty_list as these pages use them: an instance by its key, the days on which it was served.
import type { Row } from '../api/types';
import type { Sheet } from '../office/useSheet';
import { spanOf, within } from '../lib/periods';

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

export function overlap(one: string, other: string): boolean {
  const [a, b] = [spanOf(one), spanOf(other)];
  return !!a && !!b && a[0] <= b[1] && b[0] <= a[1];
}
// Within a period and to its last day: September and the third quarter.
export function endsWith(inner: string, outer: string): boolean {
  const [a, b] = [spanOf(inner), spanOf(outer)];
  return within(inner, outer) && a?.[1] === b?.[1];
}
