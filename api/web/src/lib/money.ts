// Yuan as people type them and whole fen as the server keeps them; no floating point between.

// '1,234.5' or '1234.50' as 123450; null for what is no sum of money with at most two decimals.
export function fenOf(text: string): number | null {
  const found = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/.exec(text.replace(/[,，\s]/g, ''));
  if (!found) return null;
  const fen = Number(found[2]) * 100 + Number((found[3] ?? '').padEnd(2, '0'));
  return found[1] && fen ? -fen : fen;
}

// 123450 as '1234.50', for a field.
export function yuanOf(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

// 123450 as '1,234.50', to be read.
export function money(fen: number): string {
  return yuanOf(fen).replace(/\d(?=(\d{3})+\.)/g, '$&,');
}
