// What every part of the page 补助发放 asks for: the unit, the month, what the desk may record. From
// the URL; `stamp` moves after an entry, so that what is shown is read again.
import { computed } from 'vue';

import { read, type Query } from '../api/client';
import type { Table } from '../api/types';
import { useBook } from '../composables/useBook';
import { rows_max, useEntry } from '../composables/useEntry';
import { useHome } from '../composables/useHome';
import { useResource } from '../composables/useResource';
import { useUrlState } from '../composables/useUrlState';
import { readerOf, words } from '../funds/money-table';
import { periodOf, step } from '../lib/periods';
import { linesOf } from './pay-lines';

const scoped = (kind: string, scope: string) => (scope.startsWith(`${kind}:`) ? scope.slice(kind.length + 1) : '');

export function usePay() {
  const { book, policy } = useBook();
  const { get, patch } = useUrlState();
  const { root, said } = useHome();
  // Read again after an entry, and whenever the reader goes on to another month or part of the page.
  const entry = useEntry(() => [month.value, get('view')]);
  const { desk, table } = entry;

  const today = computed(() => book.value?.today ?? '');
  const ownUnit = computed(() => scoped('unit', desk.value?.scope ?? ''));
  const ownPerson = computed(() => scoped('person', desk.value?.scope ?? ''));
  const unit = computed(() => ownUnit.value || get('unit'));
  const actor = computed(() => (unit.value ? `unit:${unit.value}` : ''));
  // The last month that is over and that the book has reached.
  const month = computed(() => {
    if (/^\d{4}-(0[1-9]|1[0-2])$/.test(get('month'))) return get('month');
    const reached = periodOf(book.value?.lastDate ?? today.value, 'month');
    return (reached.key === periodOf(today.value, 'month').key ? step(reached, -1) : reached).key;
  });
  const year = computed(() => Number(month.value.slice(0, 4)));
  // Everything that may still be open: what was owed before the book ends in the year before it.
  const whole = computed(() => `${Number((book.value?.start ?? month.value).slice(0, 4)) - 1}-${year.value}`);

  const dueQuery = computed<Query>(() => ({ actor: actor.value, period: whole.value }));
  const due = table('allowance_due', () => (unit.value && book.value ? dueQuery.value : null));
  const lines = computed(() => (due.data.value ? linesOf(due.data.value) : []));
  const batches = table('payout_batches', () => (unit.value ? { actor: actor.value } : null));
  const people = computed(() => {
    const found = new Map<string, string>();
    for (const line of lines.value) found.set(line.person, line.name === line.person ? line.name : `${line.name}（${line.village}）`);
    return [...found].map(([value, title]) => ({ value, title }));
  });

  // Units to choose from, for desks that are not one: whoever sends or has sent people.
  const units = useResource(
    () => (book.value && !ownUnit.value && !ownPerson.value ? { division: root.value } : null),
    async (asked, signal) => {
      const table = await read<Table>('/v1/reports/unit_people', { ...asked, limit: rows_max }, signal);
      const value = readerOf(table);
      const found = new Map<string, string>();
      for (const row of table.rows) found.set(words(value(row, 'unit')), words(value(row, 'unitName')) || words(value(row, 'unit')));
      return [...found].map(([code, title]) => ({ value: code, title })).sort((a, b) => a.title.localeCompare(b.title, 'zh-CN'));
    },
  );
  const unitName = computed(() => {
    if (ownUnit.value) return desk.value?.scopeName ?? '';
    return units.data.value?.find((one) => one.value === unit.value)?.title ?? unit.value;
  });

  return {
    ...entry, book, policy, get, patch, root, said, today, ownUnit, ownPerson, unit, actor, month, year, whole,
    units, unitName, dueQuery, due, lines, batches, people,
  };
}

export type Pay = ReturnType<typeof usePay>;
