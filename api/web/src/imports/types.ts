// What the server says of imports and of the workbooks that it hands out.
export interface Counts {
  new: number;
  changed: number;
  same: number;
  error: number;
  asked: number;
  unread: number;
}

export interface SheetReading {
  name: string;
  format: string;
  why: string;
  headerRow: number;
  rows: number;
  totalRows: number;
  hiddenRows: number;
  moneyUnit: string;
  columns: { column: string; header: string; title: string; why: string }[];
  marks: { letter: string; meaning: string }[];
}

export interface FileReading {
  name: string;
  kind: string;
  cells: number;
  refusal: string;
  hint: string;
  sheets: SheetReading[];
  checks: { title: string; money: boolean; old: number | null; found: number }[];
}

export interface Question {
  key: string;
  text: string;
  places: number;
  sheet: string;
  address: string;
  options: { id: string; label: string }[];
}

export interface Problem {
  file: string;
  sheet: string;
  address: string;
  code: string;
  detail: string;
  hint: string;
  clause: string;
}

// What is said beside a file, for what it does not say itself.
export interface Hints {
  format: string;
  division: string;
  unit: string;
  period: string;
}

export interface Import {
  import: string;
  account: string;
  stage: 'reading' | 'ready' | 'recording' | 'done' | 'undoing' | 'undone' | 'cancelled' | 'failed';
  stageTitle: string;
  created: string;
  finished?: string;
  failure?: string;
  division: string;
  unit: string;
  period: string;
  format: string;
  files: { name: string; upload: string; bytes: number }[];
  counts: Counts;
  recorded: number;
  undone: { reversed: number; restored: number; left: { position: number; detail: string; hint: string }[] };
  progress?: { phase: string; done: number; all: number };
  readings?: FileReading[];
  questions?: Question[];
  problems?: Problem[];
  problemCount?: number;
  served?: { duty: string; clause: string; actor: string; period: string; state: string }[];
  servedCount?: number;
}

export interface ImportRow {
  file: string;
  sheet: string;
  row: number;
  what: string;
  summary?: string;
  state: string;
  stateTitle: string;
  detail: string;
  hint: string;
  clause: string;
  replaces: number;
  positions: number[];
}

export interface Workbook {
  name: string;
  title: string;
  about: string;
  desk: string;
  every: string;
  sheets: { name: string; about: string; events: string[] }[];
}
