// What every page of the work fund asks for: the year, the day, the place. From the URL, with the
// book's defaults; `stamp` moves after an entry, so that what is shown is read again.
import { computed, ref } from 'vue';

import { read, type Query } from '../api/client';
import type { Divisions, Table } from '../api/types';
import { useBook } from '../composables/useBook';
import { useHome } from '../composables/useHome';
import { useResource } from '../composables/useResource';
import { useUrlState } from '../composables/useUrlState';

export const rows_max = 50000;

export function useFunds() {
  const { book } = useBook();
  const { get, patch } = useUrlState();
  const { home, root, said, name: own } = useHome();
  const stamp = ref(0);
  const told = ref('');

  const today = computed(() => book.value?.today ?? '');
  const year = computed(() => {
    const asked = Number(get('year'));
    return asked >= 1900 && asked <= 2999 ? asked : Number((book.value?.lastDate ?? today.value).slice(0, 4));
  });
  const asOf = computed(() => get('asOf') || today.value);
  const division = computed(() => get('division') || home.value);
  const years = computed(() => {
    const first = Math.min(Number((book.value?.start ?? today.value).slice(0, 4)), year.value);
    const last = Math.max(Number(today.value.slice(0, 4)), year.value);
    return Array.from({ length: last - first + 2 }, (_, i) => last + 1 - i);
  });
  const times = computed<Query>(() => ({ asOf: get('asOf') || undefined, knownAt: get('knownAt') || undefined }));
  const common = computed<Query>(() => ({
    ...times.value,
    period: String(year.value),
    division: division.value || undefined,
  }));
  const here = useResource(
    () => (book.value ? { parent: division.value || book.value.city, asOf: asOf.value } : null),
    (asked, signal) => read<Divisions>('/v1/divisions', asked, signal),
  );
  const place = computed(() => here.data.value?.division ?? null);
  const scopeName = computed(() => (!get('division') && own.value) || (place.value?.name ?? book.value?.cityName ?? ''));

  // A report of the fund, read again after every entry.
  function table(report: string, query: () => Query | null) {
    return useResource(
      () => {
        const asked = query();
        return asked && { asked, stamp: stamp.value };
      },
      ({ asked }, signal) => read<Table>(`/v1/reports/${report}`, { ...asked, limit: rows_max }, signal),
    );
  }
  function entered(word: string): void {
    told.value = word;
    stamp.value += 1;
  }
  return { book, get, patch, root, said, today, year, years, asOf, division, times, common, here, place, scopeName, stamp, told, table, entered };
}
