// A report drafted from the book: its paragraphs, what was changed in them, whom it may be handed to.
import { computed, ref, watch } from 'vue';

import type { Query } from '../api/client';
import type { Choice } from '../funds/useSurroundings';
import { unique, type Office } from '../office/useOffice';
import { useSheet } from '../office/useSheet';
import { endsWith, instancesOf, overlap } from './duty-list';

export interface Paragraph {
  key: string;
  section: string;
  text: string;
  sources: { words: string; address: string }[]; // a figure of each sentence, and where it opens
}

// A figure with the words right before and after it: 在派第一书记 1 名.
function around(text: string, figure: string): string {
  const plain = text.replace(/\d{4}-\d{2}-\d{2}/g, (day) => '～'.repeat(day.length));
  const at = plain.indexOf(` ${figure} `) + 1 || plain.indexOf(figure);
  if (at < 0) return figure;
  const before = plain.slice(0, at).split(/[，。；：（]/).pop() ?? '';
  const after = /^ ?[^，。；：（ ]{1,2}/.exec(plain.slice(at + figure.length))?.[0] ?? '';
  return `${before.replace(/^期内/, '')}${figure}${after}`;
}

// 一、队伍
const numerals = '一二三四五六七八九十';
export const numbered = (i: number, section: string) => `${numerals.charAt(i)}、${section}`;

export function useDraft(office: Office) {
  const { get, party, partyName, period, division, duties, fixedPlace } = office;
  const chosen = computed(() => (!fixedPlace.value && get('actor')) || party.value);
  const reports = computed(() => new Set(duties.value.filter((one) => one.act === 'report').map((one) => one.id)));

  // Of whoever owes reports in the area, for the whole year: a month's report may serve a half-year.
  const owed = useSheet(office, 'duty_list', (): Query => ({
    division: division.value || undefined,
    period: period.value,
    actor: fixedPlace.value ? party.value : undefined,
  }));
  const actors = computed<Choice[]>(() => {
    const found = instancesOf(owed).filter((one) => reports.value.has(one.duty)).map((one) => ({ value: one.actor, title: one.actorName }));
    return unique([{ value: party.value, title: partyName.value }, ...found]);
  });
  const actorName = computed(() => actors.value.find((one) => one.value === chosen.value)?.title ?? chosen.value);
  const own = useSheet(office, 'duty_list', () => (chosen.value ? { actor: chosen.value, period: period.value.slice(0, 4) } : null));
  const fits = computed(() =>
    instancesOf(own)
      .filter((one) => reports.value.has(one.duty) && !['notApplicable', 'beforeGoLive'].includes(one.status) && overlap(one.period, period.value))
      .sort((a, b) => (a.due < b.due ? -1 : 1)),
  );
  const picked = ref<string[]>([]);
  watch(
    fits,
    // What ends with the chosen period; a report of the quarter is no report of its first month unless its writer says so.
    (now) => (picked.value = now.filter((one) => !one.acts.length && endsWith(one.period, period.value)).map((one) => one.key)),
    { immediate: true },
  );
  const addressees = computed(() => fits.value.filter((one) => picked.value.includes(one.key)));

  const draft = useSheet(office, 'report_draft', () => (chosen.value ? { actor: chosen.value, period: period.value } : null));
  // Sentences of one part stand in one paragraph.
  const paragraphs = computed<Paragraph[]>(() => {
    const found: Paragraph[] = [];
    for (const row of draft.rows.value) {
      const section = draft.text(row, 'section');
      let last = found[found.length - 1];
      if (last?.section !== section) found.push((last = { key: section, section, text: '', sources: [] }));
      const text = draft.text(row, 'text');
      const address = draft.text(row, 'address');
      last.text += text;
      if (address) last.sources.push({ words: around(text, draft.text(row, 'figure')), address });
    }
    return found;
  });
  // What the writer typed over a paragraph; a new reading of the book does not undo it.
  const typed = ref<Record<string, string>>({});
  const place = (key: string) => `${chosen.value}|${period.value}|${key}`;
  const textOf = (one: Paragraph) => typed.value[place(one.key)] ?? one.text;
  const write = (one: Paragraph, text: string) => (typed.value = { ...typed.value, [place(one.key)]: text });
  const changed = (one: Paragraph) => typed.value[place(one.key)] !== undefined && typed.value[place(one.key)] !== one.text;
  const undo = (one: Paragraph) => {
    const { [place(one.key)]: _gone, ...rest } = typed.value;
    typed.value = rest;
  };
  const whole = computed(() =>
    paragraphs.value
      .filter((one) => textOf(one).trim())
      .map((one, i) => `${numbered(i, one.section)}\n${textOf(one).trim()}`)
      .join('\n\n'),
  );

  // What came of handing over, newest first: duties that each report served.
  const handed = computed(() => {
    const found = new Map<number, { position: number; date: string; serves: number; to: Set<string> }>();
    for (const one of fits.value) {
      for (const act of one.acts) {
        const report = found.get(act.position) ?? { ...act, serves: 0, to: new Set<string>() };
        report.serves += 1;
        report.to.add(one.toName);
        found.set(act.position, report);
      }
    }
    return [...found.values()].sort((a, b) => b.position - a.position);
  });
  const saved = useSheet(office, 'entries_saved', () => (chosen.value ? { actor: chosen.value, period: period.value.slice(0, 4), by: 'actor' } : null));
  const savedWords = computed(() => {
    const [row] = saved.rows.value;
    if (!row) return '';
    const of = (name: string) => Number(saved.value(row, name) ?? 0);
    return `${period.value.slice(0, 4)}年${actorName.value}登记 ${of('entries')} 次，履行义务 ${of('served')} 项，少填 ${of('saved')} 次`;
  });
  return { chosen, actors, actorName, fits, picked, addressees, draft, own, paragraphs, textOf, write, changed, undo, whole, handed, savedWords };
}
