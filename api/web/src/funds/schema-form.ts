// A form from the server's JSON Schema of an event: which fields it has, what was typed into them,
// and the content that is sent. Money is typed in yuan and sent in fen.
import type { SchemaNode } from '../api/types';
import { fenOf, yuanOf } from '../lib/money';

export type FieldKind = 'text' | 'long' | 'money' | 'number' | 'choice' | 'flag' | 'date' | 'division' | 'list' | 'rows';

export interface FormField {
  name: string;
  title: string;
  kind: FieldKind;
  required: boolean;
  options: { value: string; title: string }[];
  numbers: boolean; // a list of numbers
  fields: FormField[]; // of each row
}

export type Typed = string | boolean | Record<string, string>[];
export type Values = Record<string, Typed>;

// Texts of several sentences; the schema knows no length, so they are known by name.
const longs = new Set(
  'found problem done content answer conclusions opinion proposal outcome goal note reason conclusion matter'.split(' '),
);

function kindOf(name: string, node: SchemaNode): FieldKind {
  if (node.type === 'boolean') return 'flag';
  if (node.type === 'integer') return node.description?.includes('分') ? 'money' : 'number';
  if (node.type === 'array') return node.items?.type === 'object' ? 'rows' : 'list';
  if (node.enum) return 'choice';
  if (node.format === 'date') return 'date';
  if (node.pattern === '^[0-9]{12}$') return 'division';
  return longs.has(name) && !node.pattern ? 'long' : 'text';
}

export function fieldsOf(node: SchemaNode | undefined): FormField[] {
  return Object.entries(node?.properties ?? {}).map(([name, one]) => ({
    name,
    title: one.title ?? name,
    kind: kindOf(name, one),
    required: node?.required?.includes(name) ?? false,
    options: (one.enum ?? []).map((value) => ({
      value,
      title: one.oneOf?.find((option) => option.const === value)?.title ?? value,
    })),
    numbers: one.items?.type === 'integer',
    fields: one.items?.type === 'object' ? fieldsOf(one.items) : [],
  }));
}

function typed(field: FormField, value: unknown): Typed {
  if (field.kind === 'flag') return value === true;
  if (field.kind === 'rows') {
    const rows = Array.isArray(value) && value.length ? (value as Record<string, unknown>[]) : [{}];
    return rows.map((row) => rowOf(field, row));
  }
  if (value === undefined || value === null) return '';
  if (field.kind === 'list') return (value as unknown[]).join('、');
  return field.kind === 'money' ? yuanOf(Number(value)) : String(value);
}

export const rowOf = (field: FormField, row: Record<string, unknown> = {}): Record<string, string> =>
  Object.fromEntries(field.fields.map((one) => [one.name, typed(one, row[one.name]) as string]));

// What the form shows first.
export const valuesOf = (fields: FormField[], preset: Record<string, unknown>): Values =>
  Object.fromEntries(fields.map((field) => [field.name, typed(field, preset[field.name])]));

export interface Fault {
  at: string; // amount, or lines/0/amount
  words: string;
}

function contentOfField(field: FormField, value: Typed, at: string, faults: Fault[]): unknown {
  if (field.kind === 'flag') return value === true ? true : undefined;
  if (field.kind === 'rows') {
    const rows = value as Record<string, string>[];
    return rows.map((row, i) => contentOf(field.fields, row, `${at}/${i}/`, faults));
  }
  const text = String(value).trim();
  if (!text) {
    if (field.required) faults.push({ at, words: `${field.title}没有填` });
    return undefined;
  }
  if (field.kind === 'money') {
    const fen = fenOf(text);
    if (fen === null) faults.push({ at, words: `${field.title}“${text}”不是以元计的金额` });
    return fen ?? undefined;
  }
  if (field.kind === 'number') {
    if (!/^\d+$/.test(text)) faults.push({ at, words: `${field.title}“${text}”不是整数` });
    return Number(text);
  }
  if (field.kind === 'list') {
    const parts = text.split(/[、,，\s]+/).filter(Boolean);
    return field.numbers ? parts.map(Number) : parts;
  }
  return text;
}

// What is sent; every fault is noted beside its field.
export function contentOf(fields: FormField[], values: Values, at: string, faults: Fault[]): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const field of fields) {
    const one = contentOfField(field, values[field.name] ?? '', at + field.name, faults);
    if (one !== undefined) data[field.name] = one;
  }
  return data;
}
