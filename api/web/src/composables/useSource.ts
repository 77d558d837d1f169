// 数据来源: the trail of figures and events that a reader opened, from the first number down. It is
// part of the URL (`why`, once per level), so a question can be sent to a colleague as a link.
import { computed } from 'vue';
import { useRoute } from 'vue-router';

import { useUrlState } from './useUrlState';

const eventPrefix = 'event/';

export const eventLevel = (position: number) => `${eventPrefix}${position}`;

export function eventOfLevel(level: string): number | null {
  return level.startsWith(eventPrefix) ? Number(level.slice(eventPrefix.length)) : null;
}

export function useSource() {
  const route = useRoute();
  const { patch } = useUrlState();
  const trail = computed<string[]>(() => {
    const why = route.query.why;
    return (Array.isArray(why) ? why : [why]).filter((one): one is string => !!one);
  });
  return {
    trail,
    // Opens a figure or an event as the start of a new trail, or below the level shown now.
    open: (level: string) => patch({ why: [level] }),
    descend: (level: string) => patch({ why: [...trail.value, level] }),
    replace: (level: string) => patch({ why: [...trail.value.slice(0, -1), level] }),
    // Back to level `depth` of the trail; 0 closes.
    climb: (depth: number) => patch({ why: trail.value.slice(0, depth) }),
  };
}
