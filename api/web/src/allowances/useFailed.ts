// Whom the bank sent the money back for, where it is still open: from the sheets of the batches with
// returns, held against what may be paid now.
import { computed } from 'vue';

import { read } from '../api/client';
import type { Table } from '../api/types';
import { useResource } from '../composables/useResource';
import { fen, readerOf, words } from '../funds/money-table';
import { isListed, type Exception } from './pay-lines';
import type { Pay } from './usePay';

const again = ['payable', 'supplement', 'held'];

export function useFailed(pay: Pay) {
  const sheets = useResource(
    () => {
      const table = pay.batches.data.value;
      if (!table) return null;
      const value = readerOf(table);
      const batches = table.rows.filter((row) => fen(value(row, 'returned')) > 0).map((row) => words(value(row, 'batch')));
      return { actor: pay.actor.value, batches, stamp: pay.stamp.value };
    },
    ({ actor, batches }, signal) =>
      Promise.all(batches.map(async (kind) => ({ batch: kind, table: await read<Table>('/v1/reports/payout_sheet', { actor, kind }, signal) }))),
  );
  return computed<Exception[]>(() => {
    const out: Exception[] = [];
    for (const { batch, table } of sheets.data.value ?? []) {
      const value = readerOf(table);
      for (const row of table.rows) {
        const bank = words(value(row, 'bank'));
        if (!bank.startsWith('退票')) continue;
        const person = words(value(row, 'person'));
        const months = words(value(row, 'months')).split('、');
        const lines = pay.lines.value.filter((line) => line.person === person && months.includes(line.month) && again.includes(line.status) && !isListed(line));
        if (!lines.length || out.some((one) => one.lines[0].person === person)) continue;
        out.push({
          key: `failed|${batch}|${row.key}`,
          kind: 'failed',
          title: '银行退票',
          why: `批次 ${batch}：${bank.replace(/^退票：?/, '') || '银行没有写原因'}`,
          lines,
          amount: lines.reduce((all, line) => all + (line.open ?? 0), 0),
          todo: '更正户名、账号后重新制表，自动列入；也可另行发放后登记已发',
          remedy: 'batch',
          batch,
        });
      }
    }
    return out;
  });
}
