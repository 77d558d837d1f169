// Whether the browser is making a print view: tables then show all their rows. `tell` lets the server
// write down that names are printed; by the page's own button nothing is printed before it has.
import { nextTick, onBeforeUnmount, onMounted, ref } from 'vue';

export function usePrinting(tell: () => Promise<unknown> = async () => undefined) {
  const printing = ref(false);
  let told = false;
  const begin = () => {
    printing.value = true;
    if (!told) tell().catch(() => undefined);
    told = false;
  };
  const end = () => (printing.value = false);
  onMounted(() => {
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
  });
  onBeforeUnmount(() => {
    window.removeEventListener('beforeprint', begin);
    window.removeEventListener('afterprint', end);
  });
  async function print(): Promise<void> {
    await tell();
    told = true;
    printing.value = true;
    await nextTick();
    window.print();
  }
  return { printing, print };
}
