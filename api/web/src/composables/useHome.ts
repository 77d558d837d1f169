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
  const said = computed(() =>
    narrow.value ? `按岗位“${desk.value?.roleTitle}”的权限，只列 ${desk.value?.scopeName} 范围内的内容` : '',
  );
  return { home, root, narrow, said };
}
