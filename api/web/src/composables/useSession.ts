// Who looks at the page, under which desk, and what that desk may see. One for the whole page; a
// session that ended is mended in place, so that nothing typed is lost.
import { computed, shallowRef } from 'vue';

import { asRefusal, mendWith, session as ask, type Refusal } from '../api/client';
import type { Session } from '../api/types';

export type Question = 'again' | 'stepUp';

const current = shallowRef<Session | null>(null);
const refusal = shallowRef<Refusal | null>(null);
const question = shallowRef<Question | null>(null);
const stranger = shallowRef(''); // another account signed in in another window of this browser
let answer: ((mended: boolean) => void) | null = null;
let asked: Promise<boolean> | null = null;

function keepDesk(desk: string): void {
  const tail = `; Path=/; SameSite=Strict${window.location.protocol === 'https:' ? '; Secure' : ''}`;
  document.cookie = `zhucun-desk=${encodeURIComponent(desk)}${tail}${desk ? '' : '; Max-Age=0'}`;
}

async function load(): Promise<void> {
  refusal.value = null;
  try {
    let found = await ask<Session>('GET');
    if (!found.desk && found.desks.length) {
      // The desk that this browser remembers belongs to somebody else, or was taken back.
      keepDesk('');
      found = await ask<Session>('GET');
    }
    current.value = found;
  } catch (error) {
    refusal.value = asRefusal(error);
  }
}

// Throws Refusal.
async function signIn(account: string, password: string): Promise<void> {
  if (current.value?.account !== account) keepDesk('');
  await ask<Session>('POST', '/v1/session', { account, password });
  await load();
}

async function signOut(): Promise<void> {
  try {
    await ask('DELETE');
  } finally {
    keepDesk('');
    await load();
  }
}

async function chooseDesk(desk: string): Promise<void> {
  keepDesk(desk);
  await load();
}

// Opens the dialog for everybody who waits for the same answer.
function put(kind: Question): Promise<boolean> {
  if (asked && question.value === kind) return asked;
  question.value = kind;
  asked = new Promise<boolean>((resolve) => (answer = resolve));
  return asked;
}

function answered(mended: boolean): void {
  const tell = answer;
  question.value = null;
  answer = null;
  asked = null;
  tell?.(mended);
}

mendWith(async (found) => {
  if (found.code === 'step_up_needed') return put('stepUp');
  if (found.code === 'password_must_change') await load();
  if (found.code !== 'not_signed_in' && found.code !== 'signed_out') return false;
  if (current.value?.signedIn) return put('again');
  await load();
  return false;
});

// Another window may have signed in somebody else: the cookie is the browser's, not the window's.
document.addEventListener('visibilitychange', async () => {
  const before = current.value;
  if (document.visibilityState !== 'visible' || !before?.signedIn || question.value) return;
  try {
    const now = await ask<Session>('GET');
    stranger.value = now.signedIn && now.account !== before.account ? now.account : '';
  } catch {
    // The next request says what is wrong.
  }
});

export function useSession() {
  const may = (deed: string) => !!current.value?.may.includes(deed);
  return {
    session: current,
    refusal,
    question,
    stranger,
    may,
    // Whether the book may be asked for at all.
    inside: computed(() => {
      const one = current.value;
      return !!one && (one.accounts ? one.signedIn && !one.mustChange : one.may.length > 0);
    }),
    desk: computed(() => current.value?.desks.find((one) => one.desk === current.value?.desk) ?? null),
    load,
    signIn,
    signOut,
    chooseDesk,
    answered,
  };
}

// The first page of a desk.
export function firstPage(session: Session): string {
  // A resident owes no reports of his own: he finds himself on the roster.
  if (session.desk.startsWith('self@')) return '/reports/roster';
  const pages: [string, string][] = [
    ['readReports', '/duties'],
    ['manageAccounts', '/accounts'],
    ['readAccess', '/access'],
    ['seeHealth', '/health'],
  ];
  return pages.find(([deed]) => session.may.includes(deed))?.[1] ?? '/me';
}
