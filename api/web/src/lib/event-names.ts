// Names for the codes inside an event: a party that stands on a division is called by its name.
import { read } from '../api/client';
import type { Divisions } from '../api/types';
import type { Field } from './event-fields';
import { endingOf } from './parties';
import { parsePeriod, periodTitle } from './periods';

async function named(field: Field, signal: AbortSignal): Promise<Field> {
  const found = /^(?:(team|office|group|township|village):)?(\d{12})$/.exec(field.text);
  if (!found) return parsePeriod(field.text) && field.name === 'period' ? { ...field, text: periodTitle(field.text) } : field;
  try {
    const { division } = await read<Divisions>('/v1/divisions', { parent: found[2] }, signal);
    return { ...field, text: `${division.name}${endingOf(found[1])}（${field.text}）` };
  } catch (error) {
    // A code that the register does not know stays a code.
    if (signal.aborted) throw error;
    return field;
  }
}

export function withNames(fields: Field[], signal: AbortSignal): Promise<Field[]> {
  return Promise.all(fields.map((field) => named(field, signal)));
}
