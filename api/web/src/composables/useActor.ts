// Who enters something before accounts are in use: the book wants a name all the same. Kept for as
// long as the window lives; with accounts the server knows it.
import { computed, ref, watch } from 'vue';

import { useSession } from './useSession';

const place = 'zhucun-actor';
const actor = ref(window.sessionStorage.getItem(place) ?? '');
watch(actor, (now) => window.sessionStorage.setItem(place, now));

export function useActor() {
  const { session } = useSession();
  const needed = computed(() => !session.value?.signedIn);
  const headers = (): Record<string, string> =>
    needed.value && actor.value.trim() ? { 'Zhucun-Actor': encodeURIComponent(actor.value.trim()) } : {};
  return { actor, needed, headers };
}
