// Which unit a part of the page is about: the desk's own, the chosen one, or all of the area.
import { computed } from 'vue';

import type { Query } from '../api/client';
import type { Office } from '../office/useOffice';

export function useUnit(office: Office) {
  const { get, patch, ownUnit, units, division, desk, scopeName, year } = office;
  const unit = computed(() => ownUnit.value || get('unit'));
  const name = computed(() => {
    if (!unit.value) return scopeName.value;
    return (ownUnit.value && desk.value?.scopeName) || units.value.find((one) => one.value === unit.value)?.title || unit.value;
  });
  const where = computed<Query>(() => (unit.value ? { actor: `unit:${unit.value}` } : { division: division.value || undefined }));
  const ofYear = computed<Query>(() => ({ ...where.value, period: year.value }));
  const own = computed(() => (unit.value ? ['unit', 'unitName'] : []));
  const choose = (value: string) => patch({ unit: value, page: undefined, find: undefined, status: undefined });
  return { unit, name, where, ofYear, own, choose };
}
