// A list of grants as people keep it: lines of 账号, 岗位名称, 岗位, 范围 and perhaps 本人编号,
// pasted from a sheet (tabs) or a CSV file (commas).
import type { Grant } from '../api/types';
import { findRole, idPattern, roles, scopeOf, scopePattern } from './desks';

export interface GrantLine {
  number: number; // of the text
  grant: Grant;
  faults: string[];
}

function cellsOf(line: string): string[] {
  if (line.includes('\t')) return line.split('\t');
  const cells: string[] = [];
  const pattern = /\s*(?:"((?:[^"]|"")*)"|([^,，]*))\s*(?:[,，]|$)/y;
  while (pattern.lastIndex < line.length) {
    const found = pattern.exec(line);
    if (!found) return line.split(/[,，]/);
    cells.push(found[1] !== undefined ? found[1].replace(/""/g, '"') : found[2]);
  }
  return cells;
}

export function faultsOf(grant: Grant): string[] {
  const out: string[] = [];
  if (!grant.account) out.push('没有账号');
  else if (!idPattern.test(grant.account)) out.push(`账号“${grant.account}”只能用字母、数字、- _ .`);
  if (!grant.title) out.push('没有岗位名称');
  if (!findRole(grant.role))
    out.push(grant.role ? `没有岗位“${grant.role}”，可填：${roles.map((one) => one.title).join('、')}` : '没有岗位');
  if (!grant.scope) out.push('没有范围');
  else if (!scopePattern.test(grant.scope))
    out.push(`范围“${grant.scope}”应是12位区划代码、unit:单位编号、team:村代码或 person:人员编号`);
  if (grant.person && !idPattern.test(grant.person)) out.push(`本人编号“${grant.person}”不是编号`);
  return out;
}

export function readGrantList(text: string): GrantLine[] {
  const out: GrantLine[] = [];
  const seen = new Map<string, number>();
  text.split(/\r\n|\r|\n/).forEach((line, at) => {
    if (!line.trim()) return;
    const cells = cellsOf(line).map((cell) => cell.trim());
    if (out.length === 0 && cells[0] === '账号') return; // the head of the sheet
    const role = findRole(cells[2] ?? '');
    const grant: Grant = {
      account: cells[0] ?? '',
      title: cells[1] ?? '',
      role: role?.name ?? cells[2] ?? '',
      scope: scopeOf(cells[3] ?? '', role),
    };
    if (cells[4]) grant.person = cells[4];
    const faults = faultsOf(grant);
    const key = [grant.account, grant.role, grant.scope].join(' ');
    const before = seen.get(key);
    if (before) faults.push(`与第 ${before} 行相同`);
    else seen.set(key, at + 1);
    out.push({ number: at + 1, grant, faults });
  });
  return out;
}

// UTF-8 where it is that, else GB18030, as WPS and Excel write.
export async function textOfFile(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
