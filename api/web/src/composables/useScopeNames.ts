// Names of the divisions in scopes that the server gives as codes: division:610828000000 as 佳县.
// Each is asked for once per visit.
import { shallowRef, watch } from 'vue';

import { read } from '../api/client';
import type { Divisions } from '../api/types';

const names = shallowRef<ReadonlyMap<string, string>>(new Map());
const asked = new Set<string>();

async function learn(code: string): Promise<void> {
  try {
    const { division } = await read<Divisions>('/v1/divisions', { parent: code });
    names.value = new Map(names.value).set(code, division.name);
  } catch {
    // A code that the register does not know stays a code.
  }
}

export function useScopeNames(scopes: () => string[]) {
  watch(
    scopes,
    (all) => {
      for (const scope of all) {
        const code = /^(?:division|team):(\d{12})$/.exec(scope)?.[1];
        if (!code || asked.has(code)) continue;
        asked.add(code);
        void learn(code);
      }
    },
    { immediate: true },
  );
  return (scope: string): string => names.value.get(scope.replace(/^\w+:/, '')) ?? scope.replace(/^(?:division|team):/, '');
}
