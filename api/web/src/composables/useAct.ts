// One thing that a page does to the book or to the accounts: under way, refused with its sentence
// beside the form, or done. What was typed stays where it is.
import { ref, shallowRef } from 'vue';

import { asRefusal, send, type Refusal } from '../api/client';
import type { Draft, Outcome } from '../api/types';
import { useActor } from './useActor';

export function useAct() {
  const busy = ref(false);
  const refusal = shallowRef<Refusal | null>(null);

  // True when it was done.
  async function act(what: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    refusal.value = null;
    try {
      await what();
      return true;
    } catch (error) {
      refusal.value = asRefusal(error);
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { busy, refusal, act };
}

function freshKey(): string {
  const bytes = window.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (one) => one.toString(16).padStart(2, '0')).join('');
}

// Posts events, all or none. An intention keeps its key as long as its content stays the same, so
// that a repeated click is the same act; `done` begins a new one.
export function useIntention() {
  const { headers: named } = useActor();
  let key = freshKey();
  let content = '';

  function sent(
    what: unknown,
    dryRun: boolean,
    body: () => unknown,
    headers: Record<string, string> = {},
  ): Promise<Outcome> {
    const now = JSON.stringify(what);
    if (now !== content) [key, content] = [freshKey(), now];
    const path = dryRun ? '/v1/events?dryRun=true' : '/v1/events';
    const own = dryRun ? `${key}-try` : key;
    return send<Outcome>('POST', path, body(), { ...named(), ...headers, 'Idempotency-Key': own });
  }
  // `headers` such as If-Match: the revision of the subject that is written to.
  const post = (
    type: string,
    date: string,
    data: unknown,
    dryRun = false,
    headers: Record<string, string> = {},
  ): Promise<Outcome> => sent([type, date, data], dryRun, () => ({ id: key, type, date, data }), headers);
  // Several events, all or none; those without an id of their own are numbered under the key.
  const postAll = (drafts: Draft[], dryRun = false): Promise<Outcome> => sent(drafts, dryRun, () => drafts);
  const done = () => (content = '');
  return { post, postAll, done };
}
