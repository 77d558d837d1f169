// What the pages of duties, checks, units, reminders, assessments and tasks ask for: the area, the
// period, in whose name one records. From the URL, with what the desk makes of it.
import { computed } from 'vue';

import { read, type Query } from '../api/client';
import type { Divisions, Table } from '../api/types';
import { useBook } from '../composables/useBook';
import { rows_max, useEntry } from '../composables/useEntry';
import { useHome } from '../composables/useHome';
import { useResource } from '../composables/useResource';
import { useUrlState } from '../composables/useUrlState';
import { readerOf, words } from '../funds/money-table';
import type { Choice } from '../funds/useSurroundings';
import { endingOf, idOf, kindOf, partyOfDivision, partyOfScope } from '../lib/parties';
import { asKind, parsePeriod, periodOf, type PeriodKind } from '../lib/periods';

export function useOffice(usual: PeriodKind) {
  const { book, policy, duties } = useBook();
  const { get, patch } = useUrlState();
  const { home, root, said, placed, name: own } = useHome();
  const entry = useEntry(() => [get('view')]);
  const { desk } = entry;

  const today = computed(() => book.value?.today ?? '');
  const period = computed(() => {
    if (parsePeriod(get('period'))) return get('period');
    return periodOf(book.value?.lastDate ?? today.value, usual).key;
  });
  const year = computed(() => period.value.slice(0, 4));
  // The period in the kind that one part of a page goes by: a month is drawn, a year is assessed.
  const periodAs = (kind: PeriodKind) => asKind(parsePeriod(period.value)!, kind).key;
  const ownParty = computed(() => partyOfScope(desk.value?.scope ?? ''));
  const ownUnit = computed(() => (kindOf(ownParty.value) === 'unit' ? idOf(ownParty.value) : ''));
  const ownTeam = computed(() => (kindOf(ownParty.value) === 'team' ? idOf(ownParty.value) : ''));
  const division = computed(() => get('division') || home.value);
  const area = computed(() => division.value || root.value);
  // In whose name: the area's office or township, or the unit or team that one is.
  const party = computed(() => {
    if (ownUnit.value || ownTeam.value) return ownParty.value;
    return area.value ? partyOfDivision(area.value) : '';
  });
  const fixedPlace = computed(() => placed.value || !!ownUnit.value);
  const here = useResource(
    () => (area.value ? { parent: ownTeam.value || area.value } : null),
    (asked, signal) => read<Divisions>('/v1/divisions', asked, signal),
  );
  const areaName = computed(() => here.data.value?.division.name ?? book.value?.cityName ?? '');
  const scopeName = computed(() => (!get('division') && own.value) || areaName.value);
  const partyName = computed(() => {
    if (ownUnit.value) return desk.value?.scopeName ?? ownUnit.value;
    return areaName.value + endingOf(kindOf(party.value));
  });
  const query = computed<Query>(() => ({ division: division.value || undefined, period: period.value }));

  // Who is in post in the area: villages, units and people to choose from.
  const roster = useResource(
    () => (book.value ? { division: division.value || undefined, at: entry.stamp.value } : null),
    async ({ division: code }, signal) => {
      const table = await read<Table>('/v1/reports/roster', { division: code, limit: rows_max }, signal);
      return peopleOf(table);
    },
  );
  const units = computed<Choice[]>(() =>
    unique((roster.data.value ?? []).map((one) => ({ value: one.unit, title: one.unitName }))).sort((a, b) => a.title.localeCompare(b.title, 'zh-CN')),
  );
  const villages = computed<Choice[]>(() => unique((roster.data.value ?? []).map((one) => ({ value: one.village, title: `${one.township}　${one.villageName}` }))));
  return {
    ...entry, book, policy, duties, get, patch, home, root, said, today, period, year, periodAs, ownParty, ownUnit, ownTeam, division, area,
    party, partyName, fixedPlace, here, scopeName, query, roster, units, villages,
  };
}

export type Office = ReturnType<typeof useOffice>;

export interface InPost {
  person: string;
  name: string;
  village: string;
  villageName: string;
  township: string;
  unit: string;
  unitName: string;
}

function peopleOf(table: Table): InPost[] {
  const value = readerOf(table);
  return table.rows.map((row) => ({
    person: words(value(row, 'person')),
    name: words(value(row, 'personName') ?? value(row, 'person')),
    village: words(value(row, 'village')),
    villageName: words(value(row, 'villageName')),
    township: words(value(row, 'township')),
    unit: words(value(row, 'unit')),
    unitName: words(value(row, 'unitName')) || words(value(row, 'unit')),
  }));
}

export function unique(choices: Choice[]): Choice[] {
  return [...new Map(choices.filter((one) => one.value).map((one) => [one.value, one])).values()];
}
