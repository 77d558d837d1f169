// The state of the board: what is asked (from the URL, with the book's defaults) and what came back.
import { computed, ref } from 'vue';

import { read, type Query } from '../api/client';
import type { Divisions, Table } from '../api/types';
import { useBook } from '../composables/useBook';
import { useHome } from '../composables/useHome';
import { useResource } from '../composables/useResource';
import { useUrlState } from '../composables/useUrlState';
import { parsePeriod, periodOf } from '../lib/periods';
import { matrixOf } from './matrix';

const rows_max = 50000;

export function useBoard() {
  const { book, duties } = useBook();
  const { get, patch } = useUrlState();
  const { home, narrow } = useHome();
  const here = ref<Divisions | null>(null);

  const today = computed(() => book.value?.today ?? '');
  const usualPeriod = computed(() => periodOf(book.value?.lastDate ?? today.value, 'quarter').key);
  const period = computed(() => (parsePeriod(get('period')) ? get('period') : usualPeriod.value));
  const asOf = computed(() => get('asOf') || today.value);
  const knownAt = computed(() => get('knownAt'));
  const division = computed(() => get('division') || home.value);
  const level = computed(() => {
    if (!division.value) return 'city';
    return here.value?.division.code === division.value ? here.value.division.level : levelOfCode(division.value);
  });
  const by = computed(() => {
    const usual: Record<string, string> = { city: 'county', county: 'township', township: 'actor' };
    return get('by') || (usual[level.value] ?? 'county');
  });

  const common = computed<Query>(() => ({
    period: period.value,
    asOf: get('asOf') || undefined,
    knownAt: knownAt.value || undefined,
  }));
  const tileQuery = computed<Query>(() => ({ ...common.value, by: 'county' }));
  const matrixQuery = computed<Query>(() => ({
    ...common.value,
    by: by.value,
    division: division.value || undefined,
  }));
  const same = computed(() => !division.value && by.value === 'county');

  const readTable = (query: Query, signal: AbortSignal) =>
    read<Table>('/v1/reports/duty_compliance', { ...query, limit: rows_max }, signal);
  // Tiles compare counties: a desk that sees one, or single teams, has no use for them.
  const tiles = useResource(() => (narrow.value && !same.value ? null : tileQuery.value), readTable);
  const own = useResource(() => (same.value ? null : matrixQuery.value), readTable);
  const main = computed(() => (same.value ? tiles : own));
  const order = computed(() => duties.value.map((duty) => duty.id));
  const matrix = computed(() => {
    const table = main.value.data.value;
    return table ? matrixOf(table, order.value, by.value) : null;
  });

  return {
    book,
    here,
    today,
    usualPeriod,
    period,
    asOf,
    knownAt,
    division,
    level,
    by,
    common,
    tileQuery,
    matrixQuery,
    tiles,
    main,
    matrix,
    get,
    patch,
  };
}

// By the digits, until the register has answered.
function levelOfCode(code: string): string {
  if (code.endsWith('00000000')) return 'city';
  if (code.endsWith('000000')) return 'county';
  return code.endsWith('000') ? 'township' : 'village';
}
