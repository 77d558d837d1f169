// Whether the browser is making a print view: tables then show all their rows.
import { nextTick, onBeforeUnmount, onMounted, ref } from 'vue';

export function usePrinting() {
  const printing = ref(false);
  const begin = () => (printing.value = true);
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
    printing.value = true;
    await nextTick();
    window.print();
  }
  return { printing, print };
}
