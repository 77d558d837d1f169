// Payout batches as the page works with them, and what comes next of each.
import type { Row, Table } from '../api/types';
import { fen, readerOf, words } from '../funds/money-table';

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
