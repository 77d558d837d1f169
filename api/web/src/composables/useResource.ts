// Something read from the server again whenever what it depends on changes. The answer to an older
// question is never shown: a change aborts the request under way.
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';

import { asRefusal, type Refusal } from '../api/client';

export interface Resource<T> {
  data: ShallowRef<T | null>;
  refusal: ShallowRef<Refusal | null>;
  loading: ShallowRef<boolean>;
  retry: () => void;
}

// `question` gives what to ask, or null when there is nothing to ask yet.
export function useResource<Q, T>(
  question: () => Q | null,
  ask: (question: Q, signal: AbortSignal) => Promise<T>,
): Resource<T> {
  const data = shallowRef<T | null>(null);
  const refusal = shallowRef<Refusal | null>(null);
  const loading = shallowRef(false);
  let running: AbortController | null = null;

  async function run(asked: Q | null): Promise<void> {
    running?.abort();
    running = null;
    refusal.value = null;
    if (asked === null) {
      data.value = null;
      loading.value = false;
      return;
    }
    const own = new AbortController();
    running = own;
    loading.value = true;
    try {
      const answer = await ask(asked, own.signal);
      if (running === own) data.value = answer;
    } catch (error) {
      if (running !== own) return;
      data.value = null;
      refusal.value = asRefusal(error);
    } finally {
      if (running === own) loading.value = false;
    }
  }

  watch(
    () => JSON.stringify(question()),
    () => void run(question()),
    { immediate: true },
  );
  onScopeDispose(() => running?.abort());
  return { data, refusal, loading, retry: () => void run(question()) };
}
