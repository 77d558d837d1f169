// A sum over rows of duty_compliance: an address whose row key is a pattern such as
// 610802000000|*|2026Q2. The server explains single rows; a sum opens to the rows that it adds.
import { read, type Query } from '../api/client';
import type { Child, Explanation, Row, Table } from '../api/types';
import type { Address } from './address';
import { addressOf } from './address';
import { countsOf, figureTitles, placesOf, rateOf, rateText, sum, type CountName } from './figures';
import { periodTitle } from './periods';

export const isSum = (address: Address) =>
  address.report === 'duty_compliance' && (address.query.row ?? '').includes('*');

export function matches(pattern: string, key: string): boolean {
  const wanted = pattern.split('|');
  const parts = key.split('|');
  return wanted.every((one, i) => one === '*' || one === parts[i]);
}

function titleOf(pattern: string, rows: Row[], places: Record<string, number>, period: string): string {
  const [group, duty] = pattern.split('|');
  const name = (column: string) => String(rows[0]?.cells[places[column]] ?? '');
  const who = group === '*' ? '所选范围' : name('groupName');
  return `${who}·${duty === '*' ? '各项义务合计' : name('dutyTitle')}·${periodTitle(period)}`;
}

export async function explainSum(
  address: Address,
  query: Query,
  signal: AbortSignal,
): Promise<Explanation> {
  const { row, column, cursor: _cursor, position, ...asked } = query;
  const pattern = String(row);
  const figure = String(column) as CountName | 'rate';
  const table = await read<Table>(
    `/v1/reports/${address.report}`,
    { ...asked, knownAt: position, limit: 50000 },
    signal,
  );
  const places = placesOf(table);
  const rows = table.rows.filter((one) => matches(pattern, one.key));
  const total = sum(rows.map((one) => countsOf(one, places)));
  const behind = figure === 'rate' ? rows : rows.filter((one) => countsOf(one, places)[figure] > 0);
  const children: Child[] = behind.map((one) => {
    const counts = countsOf(one, places);
    return {
      label: `${one.cells[places.groupName]}　${one.cells[places.dutyTitle]}`,
      value: figure === 'rate' ? rateText(rateOf(counts)) : String(counts[figure]),
      address: addressOf(table, asked, one.key, figure),
    };
  });
  const formula =
    figure === 'rate'
      ? `按时率 = 按时 ${total.onTime} ÷（应报 ${total.expected} − 进行中 ${total.inProgress}）`
      : `${figureTitles[figure]} ${total[figure]} = 下列 ${behind.length} 项之和`;
  return {
    address: '',
    title: titleOf(pattern, rows, places, table.period),
    value: figure === 'rate' ? rateText(rateOf(total)) : String(total[figure]),
    formula,
    clause: '',
    quote: '',
    document: table.policies.join('、'),
    readings: table.readings,
    children,
    childCount: children.length,
  };
}
