// What a page that reads and records has: reports that are read again after an entry, the catalogue of
// events, what the desk may record, and the word about what was done last.
import { ref } from 'vue';

import { read, type Query } from '../api/client';
import type { EventCatalogue, Table } from '../api/types';
import { eventCatalogue } from './useBook';
import { useResource } from './useResource';
import { useSession } from './useSession';

export const rows_max = 50000;

// `at` gives what besides the question sends a reader back to the server.
export function useEntry(at: () => unknown[] = () => []) {
  const { desk, session } = useSession();
  const stamp = ref(0);
  const told = ref('');

  function table(report: string, query: () => Query | null) {
    return useResource(
      () => {
        const asked = query();
        return asked && { asked, at: [stamp.value, ...at()] };
      },
      ({ asked }, signal) => read<Table>(`/v1/reports/${report}`, { ...asked, limit: rows_max }, signal),
    );
  }
  const catalogue = useResource(
    () => 'catalogue',
    () => eventCatalogue(),
  );
  const titleOf = (type: string) => catalogue.data.value?.$defs[type]?.title ?? '';
  // Without accounts whoever sits at the machine may record anything; else whom the schema names.
  function mayRecord(type: string): boolean {
    const known: EventCatalogue | null = catalogue.data.value;
    if (!known) return false;
    if (!session.value?.signedIn) return !session.value?.accounts;
    return known.$defs[type]?.['x-by']?.includes(desk.value?.role ?? '') ?? false;
  }
  function entered(word: string): void {
    told.value = word;
    stamp.value += 1;
  }
  return { desk, session, stamp, told, table, catalogue, titleOf, mayRecord, entered };
}
