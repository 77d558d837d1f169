// What every page knows: the book, its reports, the duties of the policy. Read once per visit and
// shared; `reload` reads them again.
import { computed, shallowRef } from 'vue';

import { asRefusal, read, type Refusal } from '../api/client';
import type { Book, EventCatalogue, Policy, ReportInfo } from '../api/types';

const book = shallowRef<Book | null>(null);
const reports = shallowRef<ReportInfo[]>([]);
const policy = shallowRef<Policy | null>(null);
const refusal = shallowRef<Refusal | null>(null);
let catalogue: Promise<EventCatalogue> | null = null;

async function reload(): Promise<void> {
  refusal.value = null;
  try {
    const [one, list] = await Promise.all([
      read<Book>('/v1/book'),
      read<{ reports: ReportInfo[] }>('/v1/reports'),
    ]);
    reports.value = list.reports;
    book.value = one;
    if (one.open) policy.value = await read<Policy>('/v1/policy');
  } catch (error) {
    refusal.value = asRefusal(error);
  }
}

// What one account saw is not the next one's.
function close(): void {
  book.value = null;
  policy.value = null;
  refusal.value = null;
}

// The titles of events and their fields.
export function eventCatalogue(): Promise<EventCatalogue> {
  catalogue ??= read<EventCatalogue>('/v1/schema').catch((error) => {
    catalogue = null;
    throw error;
  });
  return catalogue;
}

export function useBook() {
  const duties = computed(() => policy.value?.duties ?? []);
  return { book, reports, policy, duties, refusal, reload, close };
}
