// One import as it goes on: read again while the server works at it, changed by what the clerk does.
import { onScopeDispose, shallowRef, watch, type Ref } from 'vue';

import { asRefusal, read, send, type Refusal } from '../api/client';
import { useActor } from '../composables/useActor';
import type { Import } from './types';

const pause = 700; // ms between two looks at work under way
const underWay = (one: Import | null) => !!one && ['reading', 'recording', 'undoing'].includes(one.stage);

export function useImport(id: Ref<string>) {
  const { headers } = useActor();
  const one = shallowRef<Import | null>(null);
  const refusal = shallowRef<Refusal | null>(null);
  let timer = 0;

  async function look(): Promise<void> {
    window.clearTimeout(timer);
    const asked = id.value;
    if (!asked) {
      one.value = null;
      return;
    }
    try {
      const found = await read<Import>(`/v1/imports/${asked}`);
      if (id.value !== asked) return;
      one.value = found;
      refusal.value = null;
      if (underWay(found)) timer = window.setTimeout(look, pause);
    } catch (error) {
      if (id.value === asked) refusal.value = asRefusal(error);
    }
  }
  watch(id, look, { immediate: true });
  onScopeDispose(() => window.clearTimeout(timer));

  async function step(name: string, body: unknown = {}): Promise<void> {
    one.value = await send<Import>('POST', `/v1/imports/${id.value}/${name}`, body, headers());
    await look();
  }
  return { one, refusal, look, step, underWay };
}
