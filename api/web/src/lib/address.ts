// A figure's address: report?parameters&row=..&column=.., as the server writes it.
import type { Query } from '../api/client';
import type { Table } from '../api/types';

export interface Address {
  report: string;
  query: Record<string, string>;
}

export function parseAddress(text: string): Address {
  const at = text.indexOf('?');
  if (at < 0) return { report: text, query: {} };
  return {
    report: text.slice(0, at),
    query: Object.fromEntries(new URLSearchParams(text.slice(at + 1))),
  };
}

// The address of one figure of a table that was read with `asked`. It names the table's position,
// so the figure that opens is the one that was printed.
export function addressOf(table: Table, asked: Query, row: string, column: string): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) {
    if (value === undefined || value === '') continue;
    if (['format', 'from', 'limit', 'minPosition', 'knownAt'].includes(name)) continue;
    parameters.set(name, String(value));
  }
  if (table.period && table.columns.some((column_) => column_.name === 'period'))
    parameters.set('period', table.period);
  parameters.set('asOf', table.asOf);
  parameters.set('position', String(table.position));
  parameters.set('row', row);
  parameters.set('column', column);
  return `${table.name}?${parameters.toString()}`;
}
