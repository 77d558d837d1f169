// One report of a part of a page: what was asked, what came, its pages and filters in the URL, its print.
import { computed } from 'vue';

import { read, type Query } from '../api/client';
import type { Row, Table } from '../api/types';
import { usePrinting } from '../composables/usePrinting';
import { readerOf, words } from '../funds/money-table';
import type { Office } from './useOffice';

export interface Counted {
  value: string;
  title: string;
  count: number;
}

export function useSheet(office: Office, report: string, query: () => Query | null) {
  const { get, patch } = office;
  const asked = computed<Query>(() => query() ?? {});
  const found = office.table(report, query);
  const { printing, print } = usePrinting(() => read<Table>(`/v1/reports/${report}`, { ...asked.value, purpose: 'print', limit: 1 }));
  const reader = computed(() => (found.data.value ? readerOf(found.data.value) : null));
  const value = (row: Row, name: string) => reader.value?.(row, name) ?? null;
  const text = (row: Row, name: string) => words(value(row, name));
  const rows = computed(() => found.data.value?.rows ?? []);
  // How many rows stand how, in the order in which they first appear.
  const states = computed<Counted[]>(() => {
    const all = new Map<string, Counted>();
    for (const row of rows.value) {
      const name = text(row, 'status');
      if (!name) continue;
      const one = all.get(name) ?? { value: name, title: text(row, 'statusTitle') || name, count: 0 };
      one.count += 1;
      all.set(name, one);
    }
    return [...all.values()];
  });
  return { office, report, asked, found, printing, print, value, text, rows, states, get, patch };
}

export type Sheet = ReturnType<typeof useSheet>;
