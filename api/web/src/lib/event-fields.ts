// An event as a list of titled fields, by the catalogue that the server publishes.
import type { BookEvent, EventCatalogue, SchemaNode } from '../api/types';
import { moment } from './moments';

export interface Field {
  name: string;
  title: string;
  text: string;
}

const stampTitles: Record<string, string> = {
  position: '序号',
  recorded: '登记时刻',
  type: '事件',
};

// Fields of the envelope come in this order; the rest follows.
const first = ['position', 'recorded', 'type', 'date'];

function textOf(value: unknown, node: SchemaNode | undefined): string {
  if (value === null || value === undefined || value === '') return '（空）';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) {
    return value.length ? value.map((one) => textOf(one, node?.items)).join('；') : '（空）';
  }
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, one]) => `${node?.properties?.[name]?.title ?? name} ${textOf(one, node?.properties?.[name])}`)
      .join('，');
  }
  if (node?.description?.includes('分') && typeof value === 'number')
    return `${(value / 100).toFixed(2)} 元`;
  return node?.oneOf?.find((one) => one.const === value)?.title ?? String(value);
}

export function fieldsOf(event: BookEvent, catalogue: EventCatalogue): { title: string; fields: Field[] } {
  const definition = catalogue.$defs[event.type];
  const outer = definition?.properties ?? {};
  const inner = outer.data?.properties ?? {};
  const title = definition?.title ?? event.type;
  const names = Object.keys(event).filter((name) => name !== 'data' && event[name] !== '');
  names.sort((a, b) => (first.indexOf(a) + 99) % 99 - ((first.indexOf(b) + 99) % 99));
  const envelope: Field[] = names.map((name) => ({
    name,
    title: stampTitles[name] ?? outer[name]?.title ?? name,
    text: name === 'type' ? title : name === 'recorded' ? moment(event.recorded) : textOf(event[name], outer[name]),
  }));
  const data: Field[] = Object.entries(event.data ?? {}).map(([name, value]) => ({
    name,
    // A field that no sender fills is not in the catalogue: the book completed it.
    title: inner[name]?.title ?? `系统填写：${name}`,
    text: textOf(value, inner[name]),
  }));
  const kept = envelope.filter((one) => !['id', 'source', 'correlation'].includes(one.name));
  const rest = envelope.filter((one) => ['id', 'source', 'correlation'].includes(one.name));
  return { title, fields: [...kept, ...data, ...rest] };
}
