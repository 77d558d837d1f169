// Payout batches as the page works with them, and what comes next of each.
import type { Row, Table } from '../api/types';
import { fen, readerOf, words } from '../funds/money-table';
import { parsePeriod, periodTitle, step } from '../lib/periods';

export interface Batch {
  row: Row;
  unit: string;
  batch: string;
  through: string;
  status: string;
  statusTitle: string;
  people: number;
  amount: number;
  settled: number;
  returned: number;
  moves: { drafted: string; checked: string; approved: string; released: string };
  content: string;
  revision: number;
}

export function batchesOf(table: Table): Batch[] {
  const value = readerOf(table);
  return table.rows
    .map((row) => {
      const text = (name: string) => words(value(row, name));
      return {
        row,
        unit: text('unit'),
        batch: text('batch'),
        through: text('through'),
        status: text('status'),
        statusTitle: text('statusTitle'),
        people: fen(value(row, 'people')),
        amount: fen(value(row, 'amount')),
        settled: fen(value(row, 'settled')),
        returned: fen(value(row, 'returned')),
        moves: { drafted: text('drafted'), checked: text('checked'), approved: text('approved'), released: text('released') },
        content: text('content'),
        revision: fen(value(row, 'revision')),
      };
    })
    .sort((a, b) => b.revision - a.revision);
}

// What is to be done next, in words; '' where nothing is.
export const nexts: Record<string, string> = {
  drafted: '复核或批准',
  checked: '批准',
  approved: '发放',
  released: '交银行，登记返回',
  answering: '登记银行返回',
};
export const kinds: Record<string, { symbol: string; kind: string }> = {
  settled: { symbol: '✓', kind: 'is-good' },
  voided: { symbol: '–', kind: 'faint' },
};

// Who took a step: 2026-07-05 demo-unit
export const whoOf = (move: string): string => move.split(' ').slice(1).join(' ');

// 2026-03、2026-04、2026-05、2026-07 as 2026年3月至5月、7月: months in words, runs as one.
export function monthRuns(text: string): string {
  const runs: [string, string][] = [];
  for (const month of text.split('、').sort()) {
    const last = runs[runs.length - 1];
    const period = last && parsePeriod(last[1]);
    if (period && step(period, 1).key === month) last[1] = month;
    else runs.push([month, month]);
  }
  let year = '';
  const titled = (month: string) => {
    const title = month.slice(0, 4) === year ? `${Number(month.slice(5))}月` : periodTitle(month);
    year = month.slice(0, 4);
    return title;
  };
  return runs.map(([first, last]) => (first === last ? titled(first) : `${titled(first)}至${titled(last)}`)).join('、');
}

// The sheet as it is read: of its columns only the months are many words.
export function sheetOf(table: Table): Table {
  const at = table.columns.findIndex((one) => one.name === 'months');
  const cells = (row: Row) => row.cells.map((cell, i) => (i === at && typeof cell === 'string' ? monthRuns(cell) : cell));
  return { ...table, rows: table.rows.map((row) => ({ ...row, cells: cells(row) })) };
}
