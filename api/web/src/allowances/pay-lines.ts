// The lines of allowance_due as the page works with them: one person, month and item each; what is
// wrong with some of them, gathered, each with what to do.
import type { Row, Table } from '../api/types';
import { readerOf, words } from '../funds/money-table';
import { yuanOf } from '../lib/money';
import { periodTitle } from '../lib/periods';

export interface Line {
  key: string;
  person: string;
  name: string;
  village: string;
  township: string; // its code
  role: string;
  month: string;
  item: string;
  itemTitle: string;
  quantity: string;
  rate: number | null;
  due: number | null;
  paid: number;
  open: number | null;
  status: string;
  statusTitle: string;
  words: string;
  row: Row;
}

export function linesOf(table: Table): Line[] {
  const value = readerOf(table);
  const number = (row: Row, name: string) => {
    const one = value(row, name);
    return typeof one === 'number' ? one : null;
  };
  return table.rows.map((row) => {
    const text = (name: string) => words(value(row, name));
    return {
      key: row.key,
      person: text('person'),
      name: text('personName') || text('person'),
      village: text('villageName'),
      township: text('village') && `${text('village').slice(0, 9)}000`,
      role: text('role'),
      month: text('month'),
      item: text('item'),
      itemTitle: text('itemTitle'),
      quantity: text('quantity'),
      rate: number(row, 'rate'),
      due: number(row, 'due'),
      paid: number(row, 'paid') ?? 0,
      open: number(row, 'open'),
      status: text('status'),
      statusTitle: text('statusTitle'),
      words: text('words'),
      row,
    };
  });
}

// A symbol for each state; the colour only repeats it.
export const marks: Record<string, { symbol: string; kind: string }> = {
  payable: { symbol: '●', kind: 'is-open' },
  paid: { symbol: '✓', kind: 'is-good' },
  transit: { symbol: '…', kind: 'is-open' },
  provisional: { symbol: '○', kind: 'faint' },
  advance: { symbol: '…', kind: 'is-late' },
  unknown: { symbol: '✕', kind: 'is-bad' },
  held: { symbol: '‖', kind: 'is-late' },
  supplement: { symbol: '▲', kind: 'is-late' },
  recover: { symbol: '▼', kind: 'is-bad' },
  nothing: { symbol: '–', kind: 'faint' },
};

export type Remedy = 'standards' | 'attendance' | 'confirm' | 'lift' | 'batch' | '';

export interface Exception {
  key: string;
  kind: string; // a status of a line, or `failed`
  title: string;
  why: string;
  lines: Line[];
  amount: number | null;
  todo: string;
  remedy: Remedy;
  waiting?: boolean; // confirmed, goes into the next payout
  batch?: string;
}

// Which page puts a figure right that cannot be made, by what the reason speaks of.
function remedyOf(why: string): Pick<Exception, 'remedy' | 'todo'> {
  if (/标准|档次/.test(why)) return { remedy: 'standards', todo: '由市、县驻村办或财政登记标准（档次）和文号，登记后自动算出' };
  if (/考勤|填报|未填|审定/.test(why)) return { remedy: 'attendance', todo: '由乡镇（街道）补报当月考勤，审定后自动算出' };
  return { remedy: '', todo: '按原因补登记，登记后自动算出' };
}

const order = ['failed', 'unknown', 'held', 'recover', 'supplement', 'provisional'];

// `today`: a month that still runs waits for nobody.
export function exceptionsOf(lines: Line[], today: string): Exception[] {
  const found = new Map<string, Exception>();
  const put = (key: string, line: Line, make: () => Omit<Exception, 'key' | 'lines' | 'amount'>) => {
    const known = found.get(key) ?? { ...make(), key, lines: [], amount: null };
    known.lines.push(line);
    if (line.open !== null) known.amount = (known.amount ?? 0) + line.open;
    found.set(key, known);
  };
  for (const line of lines) {
    if (line.month >= today.slice(0, 7) && line.status !== 'recover') continue;
    const { status: kind } = line;
    if (kind === 'unknown') {
      // The same thing is wanting, whichever day it was first missed.
      const why = line.words.replace(/[，\s]*\d{4}-\d{2}(-\d{2})?\s*/g, '，').replace(/^，/, '');
      put(`unknown|${why}`, line, () => ({ kind, title: line.statusTitle, why, ...remedyOf(why) }));
    } else if (kind === 'held') {
      put(`held|${line.person}`, line, () => ({
        kind,
        title: line.statusTitle,
        why: '召回后暂缓发放',
        todo: '结清应发后解除暂缓，再制表或登记',
        remedy: 'lift',
      }));
    } else if (kind === 'supplement' || kind === 'recover') {
      const more = kind === 'supplement' ? '补发' : '扣回';
      const waiting = /^已(确认|列入)/.test(line.statusTitle);
      put(waiting ? `${kind}|${line.statusTitle}` : line.key, line, () => ({
        kind,
        title: line.statusTitle,
        why: waiting ? (isListed(line) ? '批次还没有发放' : '经办人已确认，等下次发放') : `${line.itemTitle}：${line.words}；已发 ${yuanOf(line.paid)}`,
        todo: waiting ? (isListed(line) ? '随批次办理，不用另办' : '下次制表自动列入，不用再办') : `核对后确认，列入下次制表${more === '补发' ? '；已另行补发的登记已发' : '抵扣；已退回现金的登记退回'}`,
        remedy: waiting ? '' : 'confirm',
        waiting,
      }));
    } else if (kind === 'provisional') {
      put(`provisional|${line.month}`, line, () => ({
        kind,
        title: '考勤未审定',
        why: `${periodTitle(line.month)}的考勤还没有审定，金额为暂计，不能发放`,
        todo: '请乡镇（街道）审核、县驻村办审定当月考勤',
        remedy: 'attendance',
      }));
    }
  }
  const rank = (one: Exception) => (one.waiting ? order.length : order.indexOf(one.kind));
  return [...found.values()].sort((a, b) => rank(a) - rank(b));
}

// 试甲、试乙 等12人
export function namesOf(lines: Line[], most = 3): string {
  const names = [...new Set(lines.map((line) => line.name))];
  return names.length > most ? `${names.slice(0, most).join('、')} 等${names.length}人` : names.join('、');
}

// 2026年3月至6月, over which months lines lie.
export function monthsOf(lines: Line[]): string {
  const months = [...new Set(lines.map((line) => line.month))].sort();
  if (!months.length) return '';
  const first = periodTitle(months[0]);
  if (months.length === 1) return first;
  const last = months[months.length - 1];
  const ending = last.slice(0, 4) === months[0].slice(0, 4) ? `${Number(last.slice(5))}月` : periodTitle(last);
  return `${first}至${ending}`;
}

// The township that they all stand in; '' where they stand in several.
export const townshipOf = (lines: Line[]): string =>
  lines.every((line) => line.township === lines[0].township) ? (lines[0]?.township ?? '') : '';

// Stands in a batch that is not released yet: it is not to be paid a second time outside.
export const isListed = (line: Line): boolean => line.statusTitle.startsWith('已列入');

export interface PersonMonth {
  person: string;
  name: string;
  village: string;
  role: string;
  cells: Record<string, Line>; // by item
  due: number;
  paid: number;
  open: number;
  unknown: number;
  payable: Line[];
}

// The grid of a month: a row a person, with what may be paid now.
export function gridOf(lines: Line[], month: string): { people: PersonMonth[]; items: { item: string; title: string }[] } {
  const people = new Map<string, PersonMonth>();
  const items = new Map<string, string>();
  for (const line of lines) {
    if (line.month !== month) continue;
    items.set(line.item, line.itemTitle);
    const { person, name, village, role } = line;
    const one = people.get(person) ?? { person, name, village, role, cells: {}, due: 0, paid: 0, open: 0, unknown: 0, payable: [] };
    one.cells[line.item] = line;
    one.due += line.due ?? 0;
    one.paid += line.paid;
    one.open += line.open ?? 0;
    if (line.due === null) one.unknown += 1;
    if (line.status === 'payable' && !isListed(line)) one.payable.push(line);
    people.set(person, one);
  }
  return { people: [...people.values()], items: [...items].map(([item, title]) => ({ item, title })) };
}
