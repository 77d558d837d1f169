// Parties as the book writes them: office:610802000000, township:…, team:…, unit:U12.
export type Level = 'city' | 'county' | 'township' | 'village';

export function levelOf(code: string): Level {
  if (code.endsWith('00000000')) return 'city';
  if (code.endsWith('000000')) return 'county';
  return code.endsWith('000') ? 'township' : 'village';
}

export const countyOf = (code: string): string => `${code.slice(0, 6)}000000`;
export const townshipOf = (code: string): string => `${code.slice(0, 9)}000`;

// Who acts for an area: its office, or the township itself.
export function partyOfDivision(code: string): string {
  const level = levelOf(code);
  if (level === 'village') return `team:${code}`;
  return `${level === 'township' ? 'township' : 'office'}:${code}`;
}

// The party of a desk's scope; a resident's own desk is none.
export function partyOfScope(scope: string): string {
  const [kind, id] = scope.split(':');
  if (kind === 'division') return partyOfDivision(id);
  return kind === 'unit' || kind === 'team' ? scope : '';
}

export const kindOf = (party: string): string => party.slice(0, Math.max(0, party.indexOf(':')));
export const idOf = (party: string): string => party.slice(party.indexOf(':') + 1);

const endings: Record<string, string> = {
  team: '驻村工作队',
  office: '驻村队伍管理办公室',
  group: '驻村工作协调组',
};
// What a party on a division is called after the division's name.
export const endingOf = (kind: string): string => endings[kind] ?? '';
