// The month sheets of one township as a grid: rows of people, days as they are typed, and which
// sheets differ from what the book holds.
import { computed, reactive, ref, type Ref } from 'vue';

import { read } from '../api/client';
import type { Row, Table } from '../api/types';
import { useResource } from '../composables/useResource';
import { wordsOf } from './marks';

export interface GridRow {
  key: string;
  village: string;
  villageName: string;
  person: string;
  name: string;
  role: string;
  days: string[];
  known: string[]; // as the book holds them
  why: string[]; // why a day cannot be marked; '' when it can
  pace: string;
  short: boolean;
}

export interface VillageSheet {
  village: string;
  name: string;
  state: string;
  stateTitle: string;
  steps: string; // who has done what
  sheet: number | null; // the version last entered
  rows: GridRow[];
}

export interface Asked {
  period: string;
  division: string;
}

const cellsOf = (table: Table) => {
  const at = Object.fromEntries(table.columns.map((column, i) => [column.name, i]));
  return (row: Row, name: string) => (name in at ? row.cells[at[name]] : null);
};

export function useMonth(asked: () => Asked | null, days: Ref<number>) {
  const typed = reactive(new Map<string, string[]>());
  const version = ref(0);
  const { data, refusal, loading, retry } = useResource(
    () => {
      const one = asked();
      return one ? { ...one, version: version.value } : null;
    },
    async ({ period, division }, signal) => {
      const get = (name: string, of: string) =>
        read<Table>(`/v1/reports/${name}`, { period: of, division, limit: 5000 }, signal);
      const [month, sheets, year] = await Promise.all([
        get('attendance_month', period),
        get('attendance_sheets', period),
        get('attendance_days', period.slice(0, 4)),
      ]);
      return { month, sheets, year };
    },
  );

  const villages = computed<VillageSheet[]>(() => {
    if (!data.value) return [];
    const { month, sheets, year } = data.value;
    const own = cellsOf(month);
    const whole = cellsOf(year);
    const paces = new Map(year.rows.map((row) => [String(whole(row, 'person')), row]));
    const sheet = cellsOf(sheets);
    const out = new Map<string, VillageSheet>();
    for (const row of sheets.rows) {
      const village = String(sheet(row, 'village'));
      const step = (what: string, by: string, on: string) =>
        sheet(row, by) === null ? '' : `${what} ${sheet(row, by)} ${sheet(row, on)}`;
      out.set(village, {
        village,
        name: String(sheet(row, 'villageName')),
        state: String(sheet(row, 'state')),
        stateTitle: String(sheet(row, 'stateTitle')),
        steps: [
          step('填报', 'enteredBy', 'enteredOn'),
          step('审核', 'checkedBy', 'checkedOn'),
          step('审定', 'confirmedBy', 'confirmedOn'),
          Number(sheet(row, 'overdue') ?? 0) > 0 ? `已超截止日 ${sheet(row, 'overdue')} 天` : '',
        ]
          .filter(Boolean)
          .join('　'),
        sheet: sheet(row, 'sheet') as number | null,
        rows: [],
      });
    }
    for (const row of month.rows) {
      const village = out.get(String(own(row, 'village')));
      if (!village) continue;
      const person = String(own(row, 'person'));
      const pace = paces.get(person);
      const counted = pace ? whole(pace, 'counted') : null;
      const needed = pace ? whole(pace, 'pace') : null;
      const known: string[] = [];
      const why: string[] = [];
      for (let day = 1; day <= days.value; ++day) {
        const reason = row.why?.[`d${day}`] ?? '';
        known.push(String(own(row, `d${day}`) ?? ''));
        why.push(['不在派', '未到'].includes(reason) ? reason : '');
      }
      village.rows.push({
        key: row.key,
        village: village.village,
        villageName: village.name,
        person,
        name: String(own(row, 'personName') ?? person),
        role: String(own(row, 'role') ?? ''),
        known,
        days: typed.get(row.key) ?? known,
        why,
        pace:
          counted === null
            ? (pace?.why?.counted ?? '—')
            : `${counted} / ${whole(pace!, 'required') ?? '—'}${needed === null ? '' : `，应达 ${needed}`}`,
        short: counted !== null && needed !== null && Number(counted) < Number(needed),
      });
    }
    return [...out.values()];
  });

  function write(row: GridRow, day: number, mark: string): boolean {
    if (row.why[day - 1]) return false;
    const now = [...(typed.get(row.key) ?? row.known)];
    now[day - 1] = mark;
    if (wordsOf(now) === wordsOf(row.known)) typed.delete(row.key);
    else typed.set(row.key, now);
    return true;
  }
  const isChanged = (village: VillageSheet) => village.rows.some((row) => typed.has(row.key));
  function forget(village?: VillageSheet): void {
    if (!village) typed.clear();
    else for (const row of village.rows) typed.delete(row.key);
  }
  const reload = () => ++version.value;
  return { villages, typed, write, isChanged, forget, refusal, loading, retry, reload, data };
}
