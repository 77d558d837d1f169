// The matrix of duties and groups, made from the rows of duty_compliance.
import type { Table } from '../api/types';
import { countsOf, placesOf, sum, type Counts } from '../lib/figures';

export interface Line {
  key: string; // a duty's id, a group's code, or * for the total
  title: string;
  clause: string;
}

export interface Matrix {
  rows: Line[];
  columns: Line[];
  groupsInRows: boolean;
  groups: Line[];
  duties: Line[];
  // The counts where a group and a duty meet; nothing where the table has no such row.
  at: (group: string, duty: string) => Counts | null;
}

export const all: Line = { key: '*', title: '合计', clause: '' };
const columns_max = 16;
const short_names = ['county', 'township', 'city'];

function ordered(found: Map<string, Line>, order: string[]): Line[] {
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  return [...found.values()].sort((a, b) => rank(a.key) - rank(b.key));
}

// `order` is that of the duties in the policy; groups stay in the server's order.
export function matrixOf(table: Table, order: string[], by: string): Matrix {
  const places = placesOf(table);
  const groups = new Map<string, Line>();
  const duties = new Map<string, Line>();
  const cells = new Map<string, Counts[]>();
  const add = (key: string, counts: Counts) => {
    const known = cells.get(key);
    if (known) known.push(counts);
    else cells.set(key, [counts]);
  };
  for (const row of table.rows) {
    const text = (name: string) => String(row.cells[places[name]] ?? '');
    const group = text('group');
    const duty = text('duty');
    groups.set(group, { key: group, title: text('groupName'), clause: '' });
    duties.set(duty, { key: duty, title: text('dutyTitle'), clause: text('clause') });
    const counts = countsOf(row, places);
    for (const key of [`${group}|${duty}`, `${group}|*`, `*|${duty}`, '*|*']) add(key, counts);
  }
  const sums = new Map([...cells].map(([key, list]) => [key, sum(list)]));
  const groupLines = [...groups.values()];
  const dutyLines = ordered(duties, order);
  // Duties have long names and read best as rows; many groups, or long names, take that place.
  const groupsInRows = groupLines.length > columns_max || !short_names.includes(by);
  const withAll = (lines: Line[]) => [all, ...lines];
  return {
    rows: withAll(groupsInRows ? groupLines : dutyLines),
    columns: withAll(groupsInRows ? dutyLines : groupLines),
    groupsInRows,
    groups: groupLines,
    duties: dutyLines,
    at: (group, duty) => sums.get(`${group}|${duty}`) ?? null,
  };
}
