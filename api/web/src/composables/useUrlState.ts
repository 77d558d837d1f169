// The state of a view lives in the query of its URL and nowhere else.
import { computed, type ComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';

export type Patch = Record<string, string | string[] | undefined>;

export function useUrlState() {
  const route = useRoute();
  const router = useRouter();

  function get(name: string): string {
    const value = route.query[name];
    return (Array.isArray(value) ? value[0] : value) ?? '';
  }

  // Sets some parameters and drops the undefined and empty ones; each call is a step in the
  // browser's history unless it replaces the last.
  function patch(changes: Patch, how: 'push' | 'replace' = 'push'): void {
    const query: Record<string, string | string[]> = {};
    for (const [name, value] of Object.entries({ ...route.query, ...changes })) {
      if (value === undefined || value === null || value === '' || value.length === 0) continue;
      query[name] = value as string | string[];
    }
    void router[how]({ path: route.path, query });
  }

  const parameter = (name: string): ComputedRef<string> => computed(() => get(name));
  return { get, patch, parameter };
}
