// The desks that a book knows, as ledger/schema/accounts.capnp lists them, and what place each takes.
export type Place = 'city' | 'county' | 'township' | 'village' | 'area' | 'unit' | 'person';

export interface Role {
  name: string;
  title: string;
  place: Place; // 'area': a city, a county or a township
}

export const roles: Role[] = [
  { name: 'cityOffice', title: '市驻村办', place: 'city' },
  { name: 'countyOffice', title: '县驻村办', place: 'county' },
  { name: 'township', title: '乡镇（街道）', place: 'township' },
  { name: 'unit', title: '派出单位', place: 'unit' },
  { name: 'finance', title: '财政', place: 'area' },
  { name: 'auditor', title: '审计', place: 'area' },
  { name: 'commendation', title: '考核表彰', place: 'area' },
  { name: 'team', title: '驻村工作队', place: 'village' },
  { name: 'self', title: '驻村干部本人', place: 'person' },
  { name: 'countyAdmin', title: '县级账号管理员', place: 'county' },
  { name: 'systemAdmin', title: '系统管理员', place: 'city' },
  { name: 'securityAdmin', title: '安全管理员', place: 'city' },
  { name: 'auditAdmin', title: '审计管理员', place: 'city' },
];

const bare = (text: string) => text.replace(/[（(].*?[）)]/g, '').replace(/\s/g, '');

export const findRole = (text: string): Role | undefined =>
  roles.find((one) => one.name === text.trim() || bare(one.title) === bare(text));

export const roleTitle = (name: string): string => findRole(name)?.title ?? name;

// The desk of a server's text role@scope in words; the scope stays as it is written.
export function deskTitle(desk: string): string {
  const [role, scope] = desk.split('@');
  return scope ? `${roleTitle(role)}（${scope.replace(/^\w+:/, '')}）` : roleTitle(role);
}

// A scope as the server writes it, from what people type: a bare code or id suits the role.
export function scopeOf(text: string, role: Role | undefined): string {
  const typed = text.trim();
  if (!typed || /^\w+:/.test(typed) || !role) return typed;
  const kinds: Partial<Record<Place, string>> = { unit: 'unit', person: 'person', village: 'team' };
  return `${kinds[role.place] ?? 'division'}:${typed}`;
}

export const scopePattern = /^(?:(?:division|team):\d{12}|(?:unit|person):[A-Za-z0-9._-]{1,64})$/;
export const idPattern = /^[A-Za-z0-9._-]{1,64}$/;

// The pages that are not everybody's, and the desks whose work they hold. Without accounts all stand
// open; what a desk may read is the server's to decide.
const deskPages: Record<string, string[]> = {
  '/work': ['cityOffice', 'countyOffice', 'township', 'unit', 'team', 'auditor'],
  '/checks': ['cityOffice', 'countyOffice', 'township', 'unit', 'team', 'auditor'],
  '/reminders': ['cityOffice', 'countyOffice', 'township', 'unit', 'team', 'auditor'],
  '/units': ['cityOffice', 'countyOffice', 'unit', 'auditor', 'commendation'],
  '/assessments': ['cityOffice', 'countyOffice', 'unit', 'auditor', 'commendation'],
  '/tasks': ['cityOffice', 'countyOffice', 'township', 'team', 'auditor'],
};
export const worksAt = (role: string | undefined, path: string): boolean =>
  !role || !deskPages[path] || deskPages[path].includes(role);
