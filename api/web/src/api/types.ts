// What the server answers, as its OpenAPI document at /v1/openapi.json describes it.

export type Value = string | number | null;

export interface Column {
  name: string;
  title: string;
  kind: 'text' | 'count' | 'fen' | 'date' | 'rate' | 'position';
  clause: string;
  explains: boolean;
}

export interface Row {
  key: string;
  cells: Value[];
  why?: Record<string, string>;
}

export interface ReadingNote {
  id: string;
  clause: string;
  question: string;
  chosen: string;
  ruling: string;
}

export interface Table {
  name: string;
  title: string;
  period: string;
  division: string;
  asOf: string;
  position: number;
  columns: Column[];
  rowCount: number;
  rows: Row[];
  nextFrom?: number;
  totals?: Row;
  readings: ReadingNote[];
  policies: string[];
  remarks: string[];
}

export interface Child {
  label: string;
  value: string;
  address?: string;
  position?: number;
}

export interface Explanation {
  address: string;
  title: string;
  value: string;
  formula: string;
  clause: string;
  quote: string;
  document: string;
  readings: ReadingNote[];
  children: Child[];
  childCount: number;
  nextCursor?: string;
}

export interface Book {
  title: string;
  city: string;
  cityName: string;
  demo: boolean;
  open: boolean;
  start: string;
  position: number;
  lastDate: string | null;
  today: string;
  goLive: { division: string; name: string; group: string; groupTitle: string; from: string }[];
  policies: { number: string; title?: string; effective?: string }[];
  readings: { count: number; ruled: number };
  writable: boolean;
  trouble: string;
}

export interface ReportInfo {
  name: string;
  title: string;
  about: string;
  takes: string[];
  needs: string[];
  path: string;
}

export interface Division {
  code: string;
  name: string;
  level: string;
  childCount: number;
  parent?: string;
  mergedOn?: string;
  mergedInto?: string;
}

export interface Divisions {
  asOf: string;
  division: Division;
  path: Division[];
  children: Division[];
}

export interface Policy {
  duties: { id: string; title: string; clause: string }[];
}

export interface BookEvent {
  position: number;
  recorded: string;
  type: string;
  data: Record<string, unknown>;
  [field: string]: unknown;
}

export interface SchemaNode {
  title?: string;
  type?: string;
  description?: string;
  enum?: string[];
  oneOf?: { const: string; title?: string }[];
  items?: SchemaNode;
  properties?: Record<string, SchemaNode>;
}

export interface EventCatalogue {
  $defs: Record<string, SchemaNode>;
}
