// The area that the desk at which one is signed in reaches: its reports begin there and say so.
import { computed } from 'vue';

import { useBook } from './useBook';
import { useSession } from './useSession';

export function useHome() {
  const { book } = useBook();
  const { desk } = useSession();
  // A division below the city, or '' for the whole city and for units, teams and persons.
  const home = computed(() => {
    const found = /^division:(\d{12})$/.exec(desk.value?.scope ?? '');
    return found && found[1] !== book.value?.city ? found[1] : '';
  });
  const root = computed(() => home.value || (book.value?.city ?? ''));
  const narrow = computed(() => !!desk.value && desk.value.scope !== `division:${book.value?.city}`);
  const person = computed(() => !!desk.value?.scope.startsWith('person:'));
  // What a unit's, a team's or a person's own figures are called; '' where an area's name serves.
  const name = computed(() => {
    if (!narrow.value || home.value || !desk.value) return '';
    const team = desk.value.scope.startsWith('team:') ? '驻村工作队' : '';
    return person.value ? '本人' : desk.value.scopeName + team;
  });
  // A team and a person stand in one place: there is nothing to choose.
  const placed = computed(() => person.value || !!desk.value?.scope.startsWith('team:'));
  const said = computed(() =>
    narrow.value ? `按岗位“${desk.value?.roleTitle}”的权限，只列 ${name.value || desk.value?.scopeName} 范围内的内容` : '',
  );
  return { home, root, narrow, name, placed, said };
}
