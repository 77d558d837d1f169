// The instances behind a cell of the board, as rows of duty_list.
import { read, Refusal, type Query } from '../api/client';
import type { Explanation, Table } from '../api/types';
import { parseAddress } from '../lib/address';

const rows_max = 40;
const pages_max = 200;
const instances_max = 50000;

export interface Wanted {
  common: Query; // period, asOf, knownAt
  board: Query; // how the matrix was read
  scope: string; // division of the board, or empty
  by: string;
  group: string; // * = all
  duty: string; // * = all
  status: string; // empty = all
  rows: string[]; // keys of the matrix rows behind the cell
  position: number; // of the matrix
}

const columnOf = (status: string) => status || 'expected';

// The keys of the instances behind rows of duty_compliance, page by page.
async function keysBehind(wanted: Wanted, signal: AbortSignal): Promise<Set<string>> {
  const keys = new Set<string>();
  const { knownAt: _knownAt, ...board } = wanted.board;
  let pages = 0;
  for (const row of wanted.rows) {
    let cursor: string | undefined;
    do {
      const asked = { ...board, position: wanted.position, row, column: columnOf(wanted.status), cursor };
      const page = await read<Explanation>('/v1/reports/duty_compliance/explain', asked, signal);
      for (const child of page.children) keys.add(parseAddress(child.address ?? '').query.row ?? '');
      cursor = page.nextCursor;
      pages += 1;
      if (cursor && pages >= pages_max)
        throw new Refusal('list_too_long', '这一格背后的事项太多，不能逐项列出', '在上表选一个更小的格子，或缩小范围');
    } while (cursor);
  }
  return keys;
}

// What duty_list itself can narrow to; null when it has no such parameter.
function narrowed(wanted: Wanted): Query | null {
  if (wanted.group === '*') {
    // The rows of units and groups leave out what concerns neither.
    if (wanted.by === 'unit' || wanted.by === 'group') return null;
    return { division: wanted.scope || undefined };
  }
  if (wanted.by === 'actor') return { actor: wanted.group, division: wanted.scope || undefined };
  // A county's row by county, a township's by township, hold all that is in them. The rows of what is
  // above (the city's own duties by county, the county's by township) do not.
  const level = wanted.group.endsWith('00000000') ? 'city' : wanted.group.endsWith('000000') ? 'county' : 'township';
  return /^\d{12}$/.test(wanted.group) && level === wanted.by ? { division: wanted.group } : null;
}

// Whether the list of this cell would take too many questions; a smaller cell must be chosen first.
export const isTooWide = (wanted: Wanted) => !narrowed(wanted) && wanted.rows.length > rows_max;

export async function readInstances(wanted: Wanted, signal: AbortSignal): Promise<Table> {
  const query = narrowed(wanted);
  const table = await read<Table>(
    '/v1/reports/duty_list',
    {
      ...wanted.common,
      ...(query ?? { division: wanted.scope || undefined }),
      duty: wanted.duty === '*' ? undefined : wanted.duty,
      status: wanted.status,
      limit: instances_max,
    },
    signal,
  );
  if (query || wanted.rows.length === 0) return table;
  const keys = await keysBehind(wanted, signal);
  const rows = table.rows.filter((row) => keys.has(row.key));
  return { ...table, rows, rowCount: rows.length };
}

// The parameters that a CSV of the same list takes; a list that was narrowed here has none.
export function csvQuery(wanted: Wanted): Query | null {
  const query = narrowed(wanted);
  if (!query) return null;
  return {
    ...wanted.common,
    ...query,
    duty: wanted.duty === '*' ? undefined : wanted.duty,
    status: wanted.status || undefined,
  };
}
