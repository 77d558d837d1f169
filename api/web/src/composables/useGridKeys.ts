// Arrow keys in a table of buttons: one stop for Tab, arrows move between cells, Home and End go to
// the ends of a row. Put `keydown` on the table; buttons carry data-row and data-column.
import { ref } from 'vue';

export function useGridKeys() {
  const at = ref({ row: 0, column: 0 });

  function keydown(event: KeyboardEvent): void {
    const moves: Record<string, [number, number]> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const table = event.currentTarget as HTMLElement;
    const from = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
    if (!from) return;
    const row = Number(from.dataset.row);
    const column = Number(from.dataset.column);
    const find = (r: number, c: number) =>
      table.querySelector<HTMLElement>(`[data-row="${r}"][data-column="${c}"]`);
    let to: HTMLElement | null = null;
    if (moves[event.key]) {
      to = find(row + moves[event.key][0], column + moves[event.key][1]);
    } else if (event.key === 'Home' || event.key === 'End') {
      const cells = table.querySelectorAll<HTMLElement>(`[data-row="${row}"]`);
      to = event.key === 'Home' ? cells[0] : cells[cells.length - 1];
    } else {
      return;
    }
    event.preventDefault();
    to?.focus();
  }

  function focused(row: number, column: number): void {
    at.value = { row, column };
  }

  const tabindex = (row: number, column: number) =>
    at.value.row === row && at.value.column === column ? 0 : -1;
  return { keydown, focused, tabindex, at };
}
