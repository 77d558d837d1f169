// The legend of the month sheet, what a key or a pasted cell means, and what a row adds up to.
// A day is one letter, or two for forenoon and afternoon; '' says nothing.

export interface Mark {
  letter: string;
  title: string;
  keys: string; // digits and letters that write it
  also: string[]; // how else clerks write it
}

export const marks: Mark[] = [
  { letter: '在', title: '在岗', keys: '1z', also: ['√', '✓', '在岗', '在村'] },
  { letter: '公', title: '公出', keys: '2g', also: ['公出', '会', '开会'] },
  { letter: '学', title: '学习培训', keys: '3x', also: ['训', '培训', '学习'] },
  { letter: '他', title: '其他公务', keys: '4t', also: [] },
  { letter: '派', title: '在派出单位', keys: '5p', also: [] },
  { letter: '事', title: '事假', keys: '6s', also: ['事假'] },
  { letter: '病', title: '病假', keys: '7b', also: ['病假'] },
  { letter: '年', title: '年休假', keys: '8n', also: ['年休', '年假', '年休假'] },
  { letter: '假', title: '其他假', keys: '9j', also: ['婚', '产', '丧'] },
  { letter: '休', title: '轮休', keys: '0r', also: ['轮休', '轮'] },
  { letter: '离', title: '未请假离岗', keys: 'l', also: ['未请假离岗'] },
];
const counting = '在公学他'; // what makes up the days on duty is the server's word; this is a hint while typing

const letters = new Set(marks.map((one) => one.letter));
export const letterOfKey = (key: string): string =>
  marks.find((one) => one.keys.includes(key.toLowerCase()))?.letter ?? '';

// A pasted cell as a day: undefined when nobody knows what it means.
export function dayOfText(text: string): string | undefined {
  const word = text.trim();
  if (word === '' || word === '-') return '';
  const known = marks.find((one) => one.letter === word || one.also.includes(word));
  if (known) return known.letter;
  const both = [...word.replace('/', '')];
  return both.length === 2 && both.every((one) => letters.has(one) || one === '-') ? both.join('') : undefined;
}

// The afternoon of a day replaced, the forenoon kept.
export function withAfternoon(day: string, letter: string): string {
  const forenoon = day ? [...day][0] : '-';
  return forenoon === letter ? letter : forenoon + letter;
}

// Half days by letter, '' for what is not said.
export function sumsOf(days: string[]): Record<string, number> {
  const out: Record<string, number> = {};
  for (const day of days) {
    const both = [...(day || '-')];
    for (const half of [both[0], both[both.length - 1]]) out[half] = (out[half] ?? 0) + 1;
  }
  return out;
}
export const halfText = (halves: number): string =>
  halves % 2 ? `${Math.floor(halves / 2)}.5` : String(halves / 2);
export const countedOf = (sums: Record<string, number>): number =>
  [...counting].reduce((sum, letter) => sum + (sums[letter] ?? 0), 0);

// The sums that stand behind the days on the paper.
export const paperSums: { title: string; letters: string }[] = [
  { title: '在岗', letters: '在' },
  { title: '公出', letters: '公学他' },
  { title: '派出单位', letters: '派' },
  { title: '事', letters: '事' },
  { title: '病', letters: '病' },
  { title: '年休', letters: '年' },
  { title: '其他假', letters: '假' },
  { title: '轮休', letters: '休' },
  { title: '离岗', letters: '离' },
  { title: '未填', letters: '-' },
];

export const wordsOf = (days: string[]): string => days.map((day) => day || '-').join(' ');
