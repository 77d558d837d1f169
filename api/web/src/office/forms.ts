// The events of these pages as forms: what to know before filling them in, and what their fields
// choose from.
import { read } from '../api/client';
import type { Divisions } from '../api/types';
import type { Doing } from '../funds/event-forms';
import type { Choice, Surroundings } from '../funds/useSurroundings';
import { countyOf, endingOf, idOf, kindOf, levelOf, partyOfDivision, townshipOf } from '../lib/parties';
import { allOfYear, kinds, periodTitle, spanOf } from '../lib/periods';
import { unique, type Office } from './useOffice';

const abouts: Record<string, string> = {
  meetingHeld: '业务日期填开会的那一天；纪要文号可以以后补。',
  reportHandedOver: '业务日期填送达的那一天。同一份汇报送几个单位、管几个期间的，一次填全。',
  hearingHeld: '一次会议听取几个人汇报的，一并勾选。',
  spotCheckMade: '一次抽查几个村的，一并勾选；发现的问题登记以后可以接着要求整改。',
  supervisionMade: '一次督查几个村的，一并勾选；发现的问题登记以后可以接着要求整改。',
  checkPlanAdopted: '采用以后，种子、序号和抽中的村一并记入账里，谁都可以按同样的办法重算一遍。',
  rectificationOrdered: '写明什么问题、谁整改、哪天以前报告。',
  rectificationChecked: '通过即销号；不通过的仍由整改单位继续整改。',
  interviewHeld: '本页只列事实、提出建议；约谈不约谈由办公室研究决定，约谈以后在这里登记。一个事由登记一次。',
  supportGiven: '同一笔支持只登记一次；物资按折合金额填，没有金额的不填。',
  annualAssessed: '由县级办公室会同乡镇评定，由派出单位同级的办公室审定。',
  annualConfirmed: '由评定以外的人审定；凭文件审定的填文号。',
  toleranceFound: '由申请以外的人认定；只有非主观故意的可以从轻处理或免除责任。',
  termAssessed: '由派出单位牵头，会同县级办公室和乡镇；听取村干部、党员、群众意见的人数都要填。',
  unfitnessDecided: '登记以后，到“队伍与人员”登记人员变动，任期才结束。',
  toleranceApplied: '写明因哪件登记申请容错，理由是什么。',
  liabilityProposed: '只是建议，由有权的机关决定。',
  employmentStated: '只填户数，不写户名。',
  reminderAnswered: '写明办到哪一步；事项办了，仍要到“会议与报告”登记，提示才会销掉。',
  groupLeaderNamed: '只记职务，不记姓名。',
  caseReviewHeld: '定期分析研判驻村工作，写明研判了什么、结论是什么。',
};

export type Start = (type: string, preset?: Record<string, unknown>, more?: Partial<Doing>) => void;

export function doingOf(office: Office, type: string, preset: Record<string, unknown> = {}, more: Partial<Doing> = {}): Doing {
  return { type, title: office.titleOf(type), about: abouts[type], preset: { ...owner(office, type), ...preset }, fixed: [], ...more };
}

// The field that says whose entry it is, filled with who enters.
function owner(office: Office, type: string): Record<string, unknown> {
  const fields = office.catalogue.data.value?.$defs[type]?.properties?.data?.properties ?? {};
  const { party, area, ownUnit, ownTeam } = office;
  const out: Record<string, unknown> = {};
  for (const name of ['from', 'by', 'host', 'organiser']) if (fields[name]) out[name] = party.value;
  if (fields.unit && ownUnit.value) out.unit = ownUnit.value;
  if (fields.village && ownTeam.value) out.village = ownTeam.value;
  const level = levelOf(area.value);
  if (fields.township && level === 'township') out.township = area.value;
  const official = level === 'township' ? countyOf(area.value) : area.value;
  if (kindOf(party.value) !== 'office') return out;
  for (const name of ['division', 'office']) if (fields[name]) out[name] = official;
  if (fields.county && level === 'county') out.county = area.value;
  return out;
}

const choice = (one: { code: string; name: string }): Choice => ({ value: one.code, title: one.name });

// The divisions from the area up, and those right below it.
async function divisionsOf(office: Office, signal?: AbortSignal): Promise<{ up: Choice[]; below: Choice[] }> {
  const here = await read<Divisions>('/v1/divisions', { parent: office.area.value }, signal);
  const up = [...here.path, here.division].filter((one) => ['city', 'county', 'township'].includes(one.level));
  return { up: up.reverse().map(choice), below: here.children.filter((one) => !one.mergedOn).map(choice) };
}

export const periodChoices = (year: number): Choice[] =>
  [year, year - 1].flatMap((one) =>
    kinds.flatMap(({ value }) => allOfYear(value, one)).map((period) => ({ value: period.key, title: periodTitle(period.key) })),
  );

const partied = (one: Choice): Choice => {
  const party = partyOfDivision(one.value);
  return { value: party, title: one.title + endingOf(kindOf(party)) };
};

export async function aroundOf(office: Office, doing: Doing, signal?: AbortSignal): Promise<Surroundings> {
  const { up, below } = await divisionsOf(office, signal);
  const { unit, village } = doing.preset as { unit?: string; village?: string };
  const all = office.roster.data.value ?? [];
  const people = all
    .filter((one) => (!unit || one.unit === unit) && (!village || one.village === village))
    .map((one) => ({ value: one.person, title: `${one.name}（${one.villageName}）` }));
  const everybody = people.length ? people : all.map((one) => ({ value: one.person, title: `${one.name}（${one.villageName}）` }));
  const units = office.units.value;
  const divisions = [...up, ...below.filter((one) => levelOf(one.value) !== 'village')];
  const teams = office.villages.value.map((one) => ({ value: `team:${one.value}`, title: `${one.title}驻村工作队` }));
  const parties = unique([
    { value: office.party.value, title: office.partyName.value },
    ...divisions.map(partied),
    ...units.map((one) => ({ value: `unit:${one.value}`, title: one.title })),
    ...teams,
  ]);
  const villages = unit && doing.type !== 'rectificationOrdered'
    ? unique(all.filter((one) => one.unit === unit).map((one) => ({ value: one.village, title: `${one.township}　${one.villageName}` })))
    : office.villages.value;
  const townships = divisions.filter((one) => levelOf(one.value) === 'township');
  const counties = divisions.filter((one) => levelOf(one.value) === 'county');
  const names = Object.fromEntries([...parties, ...divisions, ...units, ...everybody, ...office.villages.value].map((one) => [one.value, one.title]));
  for (const code of [village, unit].filter(Boolean) as string[]) names[code] ??= code;
  return {
    name: '',
    names,
    county: '',
    townships,
    villages: [],
    heads: [],
    forbidden: [],
    choices: {
      village: villages.length ? villages : office.villages.value,
      villages,
      unit: units,
      person: everybody,
      resident: everybody,
      residents: everybody,
      responsible: everybody,
      township: townships,
      county: counties,
      division: divisions.filter((one) => ['city', 'county'].includes(levelOf(one.value)) || doing.type === 'checkPlanAdopted'),
      office: divisions.filter((one) => ['city', 'county'].includes(levelOf(one.value))),
      from: parties,
      to: parties,
      by: parties,
      host: parties,
      organiser: parties,
      period: periodChoices(Number(office.year.value)),
      periods: periodChoices(Number(office.year.value)),
    },
    nones: { village: '请选择' },
  };
}

// The events that say what became of a duty, by the duty's act.
export function doingOfDuty(office: Office, key: string): Doing | null {
  const [id, actor, to, subject, leader, period] = key.split('|');
  const duty = office.duties.value.find((one) => one.id === id);
  if (!duty) return null;
  const camel = (text: string) => text.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const unit = idOf(actor);
  const about = subject ? idOf(subject) : '';
  const led = leader ? { leader: camel(leader) } : duty.leaders?.length ? { leader: camel(duty.leaders[0]) } : {};
  const of: Record<string, [string, Record<string, unknown>, string[]]> = {
    meeting: ['meetingHeld', { host: actor, kind: camel(duty.meeting ?? '') }, ['host', 'kind']],
    report: ['reportHandedOver', { from: actor, to: to ? [to] : [], periods: [period], form: 'written' }, ['from']],
    hearing: ['hearingHeld', { unit, residents: about ? [about] : [] }, ['unit']],
    guidance_visit: ['guidanceVisitMade', { unit, village: about, ...led }, ['unit']],
    care_visit: ['careVisitMade', { unit, residents: about ? [about] : [], ...led }, ['unit']],
    talk: ['talkHeld', { unit, resident: about, ...led }, ['unit']],
    training: ['trainingHeld', { organiser: actor, kind: duty.trainings?.[0] ?? 'rotation', residents: about ? [about] : [] }, ['organiser']],
    spot_check: ['spotCheckMade', { township: unit, villages: about ? [about] : [] }, ['township']],
    supervision: ['supervisionMade', { division: unit, villages: about && levelOf(about) === 'village' ? [about] : [] }, ['division']],
  };
  const found = of[duty.act ?? ''];
  if (!found || !office.mayRecord(found[0])) return null;
  const [type, preset, fixed] = found;
  const more: Partial<Doing> = { fixed };
  // A meeting or a visit counts for the period in which it was; only a report names its period.
  const span = spanOf(period);
  if (type !== 'reportHandedOver' && span && span[1] < office.today.value) {
    more.about = `${periodTitle(period)}已经过去：当时办了没有登记的，业务日期填实际办理的那一天（${span[0]} 至 ${span[1]}）；现在补办的，计入现在的期间。`;
  }
  // A township that enters for itself names only its own villages.
  if (type === 'spotCheckMade') {
    more.choices = { villages: office.villages.value.filter((one) => townshipOf(one.value) === unit) };
  }
  return doingOf(office, type, preset, more);
}
