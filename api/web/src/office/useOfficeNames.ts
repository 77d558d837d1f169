// Offices of different counties may be registered under the same words; the county's name before them tells
// them apart.
import { useScopeNames } from '../composables/useScopeNames';
import { idOf, kindOf } from '../lib/parties';

export function useOfficeNames(parties: () => string[]) {
  const nameOf = useScopeNames(() => [...new Set(parties().filter((one) => kindOf(one) === 'office'))].map((one) => `division:${idOf(one)}`));
  const areaOf = (party: string): string => {
    const name = nameOf(`division:${idOf(party)}`);
    return /^\d+$/.test(name) ? '' : name;
  };
  // A party as the table calls it, with its area where the name does not say so.
  function named(party: string, name: string): string {
    if (kindOf(party) !== 'office') return name;
    const area = areaOf(party);
    return name.includes(area) || name.startsWith('市') ? name : `${area}${name}`;
  }
  return { areaOf, named };
}
