// The figures of duty_compliance rows: counts, their sums, the rate, and the word for a state.
import type { Row, Table } from '../api/types';

export const countNames = [
  'expected',
  'actual',
  'onTime',
  'late',
  'missing',
  'inProgress',
  'notApplicable',
  'beforeGoLive',
] as const;
export type CountName = (typeof countNames)[number];
export type Counts = Record<CountName, number>;

export const figureTitles: Record<CountName | 'rate', string> = {
  expected: '应报',
  actual: '实报',
  onTime: '按时',
  late: '逾期',
  missing: '未报',
  inProgress: '进行中',
  notApplicable: '不适用',
  beforeGoLive: '启用前',
  rate: '按时率',
};

export function noCounts(): Counts {
  return {
    expected: 0,
    actual: 0,
    onTime: 0,
    late: 0,
    missing: 0,
    inProgress: 0,
    notApplicable: 0,
    beforeGoLive: 0,
  };
}

// Where each column of a table stands, by name.
export function placesOf(table: Table): Record<string, number> {
  return Object.fromEntries(table.columns.map((column, place) => [column.name, place]));
}

export function countsOf(row: Row, places: Record<string, number>): Counts {
  const out = noCounts();
  for (const name of countNames) out[name] = Number(row.cells[places[name]] ?? 0);
  return out;
}

export function sum(all: Counts[]): Counts {
  const out = noCounts();
  for (const one of all) for (const name of countNames) out[name] += one[name];
  return out;
}

// On time of what is due, in percent cut to two digits, as the server counts it; null = none due.
export function rateOf(counts: Counts): number | null {
  const due = counts.expected - counts.inProgress;
  return due === 0 ? null : Math.floor((counts.onTime * 10000) / due) / 100;
}

export const rateText = (rate: number | null) => (rate === null ? '—' : `${rate.toFixed(2)}%`);

// For narrow places: never rounds up to 100.
export const shortRate = (rate: number | null) =>
  rate === null ? '—' : rate === 100 ? '100%' : `${(Math.floor(rate * 10) / 10).toFixed(1)}%`;

export type State =
  | 'onTime'
  | 'late'
  | 'missing'
  | 'inProgress'
  | 'notApplicable'
  | 'beforeGoLive'
  | 'none';

// The state worst for the reader: unreported before late before what is under way;
// only what is all on time says so.
export function stateOf(counts: Counts): State {
  if (counts.missing > 0) return 'missing';
  if (counts.late > 0) return 'late';
  if (counts.inProgress > 0) return 'inProgress';
  if (counts.onTime > 0) return 'onTime';
  if (counts.beforeGoLive > 0) return 'beforeGoLive';
  if (counts.notApplicable > 0) return 'notApplicable';
  return 'none';
}

export const stateSymbols: Record<State, string> = {
  onTime: '✓',
  late: '▲',
  missing: '✕',
  inProgress: '…',
  notApplicable: '–',
  beforeGoLive: '○',
  none: '',
};

// How far other reports' rows stand, in the same few symbols and colours.
const kinds: [State, string][] = [
  ['missing', 'overdue none'],
  ['late', 'late closedLate doneLate returned interviewed rankShort otherUnit'],
  ['inProgress', 'proposed open underway reported rectifying toHear toAssess toConfirm toFeedBack answered'],
  ['onTime', 'closed done seated named held'],
  ['notApplicable', 'notOwed notDue dropped'],
];
const kindOfStatus = new Map(kinds.flatMap(([state, names]) => names.split(' ').map((name) => [name, state] as const)));
export function stateOfStatus(status: string): State {
  if (status in stateSymbols && status !== 'none') return status as State;
  // A step that is late is called by the step: lateToHear.
  return kindOfStatus.get(status) ?? (status.startsWith('late') ? 'late' : 'none');
}

// A state with its number: 未报 12, 全部按时, 无应报.
export function stateWords(counts: Counts): string {
  const state = stateOf(counts);
  if (state === 'none') return '无应报';
  if (state === 'onTime') return '全按时';
  if (state === 'notApplicable' || state === 'beforeGoLive') return figureTitles[state];
  return `${figureTitles[state]} ${counts[state]}`;
}

// Everything in words, for a screen reader and for the hint over a cell.
export function allWords(counts: Counts): string {
  const rest = (['notApplicable', 'beforeGoLive'] as const)
    .filter((name) => counts[name] > 0)
    .map((name) => `，${figureTitles[name]} ${counts[name]}`)
    .join('');
  return (
    `应报 ${counts.expected}，实报 ${counts.actual}，按时 ${counts.onTime}，逾期 ${counts.late}，` +
    `未报 ${counts.missing}，进行中 ${counts.inProgress}${rest}，按时率 ${rateText(rateOf(counts))}`
  );
}
