// The four steps of an annual assessment: which is next for a row, and the event that records it.
import type { Row } from '../api/types';
import type { Office } from '../office/useOffice';
import type { Sheet } from '../office/useSheet';
import { countyOf, idOf, kindOf, townshipOf } from '../lib/parties';

export const steps = ['unitOpinionHeard', 'annualAssessed', 'annualConfirmed', 'assessmentFedBack'] as const;
export type Step = (typeof steps)[number];

// The next step by how far a row has come; none where nothing is owed yet or all is done.
const nexts: Record<string, Step> = {
  toHear: 'unitOpinionHeard',
  toAssess: 'annualAssessed',
  toConfirm: 'annualConfirmed',
  toFeedBack: 'assessmentFedBack',
};
export const nextOf = (sheet: Sheet, row: Row): Step | null => nexts[sheet.text(row, 'status')] ?? null;

// A grade's code, whether the table writes the code or its title.
export function gradeCode(office: Office, text: string): string {
  const options = office.catalogue.data.value?.$defs.annualConfirmed?.properties?.data?.properties?.grade?.oneOf ?? [];
  return options.find((one) => one.const === text || one.title === text)?.const ?? '';
}
export function grades(office: Office): { value: string; title: string }[] {
  const options = office.catalogue.data.value?.$defs.annualAssessed?.properties?.data?.properties?.grade?.oneOf ?? [];
  return options.map((one) => ({ value: one.const, title: one.title ?? one.const }));
}

// What is known of a step from the row: whose, of which year, which office, which township.
export function contentOf(office: Office, sheet: Sheet, row: Row, step: Step): Record<string, unknown> {
  const village = sheet.text(row, 'village');
  const common = { person: sheet.text(row, 'person'), year: Number(office.year.value) };
  // The office that must act, as the report names it; else one's own.
  const by = sheet.text(row, 'by');
  const own = by.startsWith('office:') ? idOf(by) : kindOf(office.party.value) === 'office' ? idOf(office.party.value) : countyOf(village);
  const unit = sheet.text(row, 'unit');
  switch (step) {
    case 'unitOpinionHeard':
      return { ...common, unit };
    case 'annualAssessed':
      return { ...common, office: countyOf(village), township: townshipOf(village) };
    case 'annualConfirmed':
      return { ...common, office: own, grade: gradeCode(office, sheet.text(row, 'assessedGrade')) };
    case 'assessmentFedBack':
      return { ...common, unit };
  }
}
