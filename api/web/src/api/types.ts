// What the server answers, as its OpenAPI document at /v1/openapi.json describes it.

export type Value = string | number | null;

export interface Column {
  name: string;
  title: string;
  kind: 'text' | 'count' | 'fen' | 'date' | 'rate' | 'days' | 'position' | 'person';
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
  scope?: string;
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

export interface FundUse {
  id: string;
  title: string;
  clause: string;
  document: string;
  area: string;
  except: string[];
  head: string;
  use: 'allowed' | 'forbidden';
}

export interface AllowanceItem {
  id: string;
  title: string;
  per: string;
  rateBy: string;
  standard?: string; // the register that its rate is looked up in
}

export interface PayoutRule {
  area: string;
  except: string[];
  persons: number;
  advanceMonth: number; // 0: no month is paid before it is over
}

export interface DutyRule {
  id: string;
  title: string;
  clause: string;
  act?: string; // meeting, report, hearing ...
  meeting?: string;
  leaders?: string[];
  trainings?: string[];
  every?: { kind: string; count: number } | null;
}

export interface Policy {
  duties: DutyRule[];
  fundUses: FundUse[];
  allowances: AllowanceItem[];
  benefits: { id: string; title: string; benefit: string }[];
  payouts: PayoutRule[];
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
  required?: string[];
  'x-by'?: string[]; // of an event: the desks that may record it
  format?: string;
  pattern?: string;
}

export interface EventCatalogue {
  $defs: Record<string, SchemaNode>;
}

export interface Desk {
  desk: string; // role@scope
  role: string;
  roleTitle: string;
  scope: string;
  scopeName: string;
  from?: string;
  until?: string;
  deputises?: string;
}

export interface Session {
  accounts: boolean;
  signedIn: boolean;
  demo?: boolean;
  account: string;
  title: string;
  desks: Desk[];
  desk: string;
  mustChange: boolean;
  may: string[];
}

export interface SheetLine {
  account: string;
  title: string;
  password: string;
}

export interface Account {
  account: string;
  title: string;
  person: string;
  disabledBy: string;
  hasPassword: boolean;
  desks: Desk[];
}

export interface Grant {
  account: string;
  title: string;
  person?: string;
  role: string;
  roleTitle?: string;
  scope: string;
}

export interface Proposal {
  proposal: number;
  by: string;
  passing: '' | 'deputy' | 'handover';
  from: string;
  to: string;
  grants: Grant[];
}

export interface Accounts {
  accounts: Account[];
  proposals: Proposal[];
}

export interface PersonField {
  field: string;
  title: string;
  value: string;
  full: boolean;
  why: string;
}

export interface Person {
  person: string;
  mergedInto: string;
  fields: PersonField[];
}

export interface AccessRecord {
  number: number;
  time: string;
  account: string;
  desk: string;
  deed: string;
  what: string;
  people: string[];
  peopleCount: number;
  fields: string[];
  reason: string;
  peer: string;
}

export interface AccessPage {
  records: AccessRecord[];
  next: number;
}

export interface BookHealth {
  writable: boolean;
  trouble: string;
  vaultTrouble: string;
  position: number;
  root: string;
  epoch: number;
  hash: string;
  freeBytes: number;
  lastRecorded: string;
  now: string;
  openMillis: number;
  accessRecords: number;
  viewsPosition: number;
  lastBackup?: { name: string; position: number; time: string } | null;
}

export interface SignedInAt {
  session: string;
  peer: string;
  agent: string;
  created: string;
  used: string;
  current: boolean;
}

export interface ApiKey {
  key: string;
  title: string;
  desks: string[];
  created: string;
  expires: string;
}

// An event as it is sent: the server fills in the rest.
export interface Draft {
  id?: string;
  type: string;
  date: string;
  data: Record<string, unknown>;
}

export interface StatementRead {
  rows: number;
  columns: string[];
  drafts: Draft[];
  errors: { row: number; column: string; detail: string; hint: string }[];
}

export interface Outcome {
  position: number;
  dryRun: boolean;
  events: { position: number; id: string; new: boolean }[];
}
