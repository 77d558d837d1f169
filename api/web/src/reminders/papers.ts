// The papers of the recipients that are picked: the matters of each with clause, period and days late.
import type { Row, Table } from '../api/types';
import { readerOf, words } from '../funds/money-table';
import { periodTitle } from '../lib/periods';
import { clauseTitle } from '../lib/words';

export interface Matter {
  key: string;
  title: string;
  actor: string;
  to: string;
  clause: string;
  period: string;
  due: string;
  late: number; // days; 0 = not yet
  status: string;
}

export interface Paper {
  to: string;
  toName: string;
  items: string[];
  matters: Matter[];
  body: string; // to be pasted; no names of persons
}

const day = 86400000;
const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / day);

export function papersOf(drafts: Table, list: Table | null, picked: string[], today: string, named: (party: string, name: string) => string): Paper[] {
  const of = readerOf(drafts);
  const rows = new Map<string, Row>((list?.rows ?? []).map((row) => [row.key, row]));
  const at = list ? readerOf(list) : null;
  return drafts.rows
    .filter((row) => picked.includes(row.key))
    .map((row) => {
      const items = words(of(row, 'keys')).split('\n').filter(Boolean);
      return {
        to: words(of(row, 'to')) || row.key,
        toName: named(words(of(row, 'to')), words(of(row, 'toName'))),
        items,
        matters: items.map((key) => matterOf(key, rows.get(key), at, today)).sort((a, b) => b.late - a.late),
        body: words(of(row, 'body')),
      };
    });
}

function matterOf(key: string, row: Row | undefined, at: ReturnType<typeof readerOf> | null, today: string): Matter {
  const parts = key.split('|');
  if (!row || !at) {
    return { key, title: parts[0], actor: '', to: '', clause: '', period: periodTitle(parts[parts.length - 1]), due: '', late: 0, status: '' };
  }
  const due = words(at(row, 'due'));
  const subject = words(at(row, 'subject'));
  return {
    key,
    title: words(at(row, 'dutyTitle')) + (subject ? `（${subject}）` : ''),
    actor: words(at(row, 'actorName')),
    to: words(at(row, 'to')),
    clause: clauseTitle(words(at(row, 'clause'))),
    period: periodTitle(words(at(row, 'period'))),
    due,
    late: Math.max(0, daysBetween(due, today)),
    status: words(at(row, 'statusTitle')),
  };
}
