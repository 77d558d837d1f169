// Cells of a report by the name of their column.
import type { Row, Table, Value } from '../api/types';

export type Reader = (row: Row, name: string) => Value;

export function readerOf(table: Table): Reader {
  const at = new Map(table.columns.map((column, i) => [column.name, i]));
  return (row, name) => {
    const place = at.get(name);
    return place === undefined ? null : (row.cells[place] ?? null);
  };
}

export const fen = (value: Value): number => (typeof value === 'number' ? value : 0);
export const words = (value: Value): string => (value === null ? '' : String(value));
