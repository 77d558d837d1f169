// Which fund event puts a thing right, what it is called on a button, and what is known of it already.
import { read } from '../api/client';
import type { BookEvent } from '../api/types';
import type { Choice } from './useSurroundings';

export interface Doing {
  type: string;
  title: string;
  about?: string;
  preset: Record<string, unknown>;
  fixed: string[]; // fields that are known and not to be changed
  hidden?: string[]; // fields that have no place here
  date?: string; // the day that is offered first; today without it
  choices?: Record<string, Choice[]>; // that the page knows better than the form's surroundings
  revision?: number; // of the claim or batch that it goes on with, as it was seen
}

export const eventTitles: Record<string, string> = {
  fundAccountSet: '账户设定',
  allotmentIssued: '指标下达',
  fundsReceived: '经费到账',
  fundsTransferred: '拨付乡镇',
  transferConfirmed: '确认拨付',
  fundsReturned: '退回县级',
  fundsTakenBack: '财政收回',
  fundsDistributed: '分配到村',
  fundsCarriedOver: '结转下年',
  fundYearClosed: '年结',
  spendingRegistered: '支出登记',
  advanceRepaid: '归还垫付',
  claimReserved: '用款预留',
  claimSubmitted: '报账',
  claimVerified: '核报',
  claimSettled: '付款核销',
  claimReturned: '退回报账',
  claimVoided: '作废',
};

// What a county's desk and a township's desk register, in the order of the money's way.
export const countyActs = [
  'allotmentIssued',
  'fundsReceived',
  'fundsTransferred',
  'fundsDistributed',
  'fundsTakenBack',
  'fundsCarriedOver',
  'fundYearClosed',
  'fundAccountSet',
];
export const townshipActs = ['fundsDistributed', 'fundsReturned', 'advanceRepaid', 'fundsCarriedOver'];

export function doingFor(type: string, place: string, year: number, more: Record<string, unknown> = {}): Doing {
  const places: Record<string, Record<string, unknown>> = {
    allotmentIssued: { county: place },
    fundsTransferred: { county: place },
    fundYearClosed: { county: place },
    transferConfirmed: { township: place },
    fundsReturned: { township: place },
  };
  const where = places[type] ?? { holder: place };
  const preset: Record<string, unknown> = { ...where, ...more };
  if (type !== 'transferConfirmed') preset.fundYear = year;
  const known = type === 'transferConfirmed' ? ['transfer', 'township'] : Object.keys(where);
  return { type, title: eventTitles[type] ?? type, preset, fixed: known };
}

// The event that closes a gap, as the gap itself names it: 登记拨付乡镇（fundsTransferred）.
export const closerOf = (closes: string): string => /（([a-z]\w+)）/.exec(closes)?.[1] ?? '';

// A transfer is confirmed with the sender's figures, to be corrected where they differ.
export async function confirming(position: number, township: string): Promise<Doing> {
  const event = await read<BookEvent>(`/v1/events/${position}`);
  return doingFor('transferConfirmed', township, Number(event.data.fundYear), {
    transfer: position,
    lines: event.data.lines,
  });
}

// The next step of a claim takes over what the step before it said.
export async function claiming(type: string, position: number, verified: number): Promise<Doing> {
  const event = await read<BookEvent>(`/v1/events/${position}`);
  const { claim, holder, fundYear, fund, village, payee, invoices, lines } = event.data;
  const all: Record<string, Record<string, unknown>> = {
    claimSubmitted: { claim, holder, fundYear, fund, village, payee, invoices, lines },
    claimVerified: { claim, holder, lines },
    claimSettled: { claim, holder, amount: verified },
    claimReturned: { claim, holder },
    claimVoided: { claim, holder },
  };
  return {
    type,
    title: `${eventTitles[type]}：${String(claim)}`,
    preset: all[type] ?? {},
    fixed: ['claim', 'holder'],
    revision: position,
  };
}
