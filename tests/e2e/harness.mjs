// A browser with an empty profile, and the counting of checks.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// What browsers gained after Chromium 87 is taken away, so that a page that leans on it fails here.
function removeNewer() {
  for (const [owner, names] of [
    [Array.prototype, ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with']],
    [String.prototype, ['at', 'isWellFormed', 'toWellFormed']],
    [Object, ['hasOwn', 'groupBy']],
    [Map, ['groupBy']],
    [Promise, ['withResolvers', 'try']],
    [Array, ['fromAsync']],
    [window, ['structuredClone', 'reportError']],
    [AbortSignal, ['timeout', 'any', 'abort']],
    [Set.prototype, ['union', 'intersection', 'difference', 'isSubsetOf']],
    [Crypto.prototype, ['randomUUID']],
    [Element.prototype, ['checkVisibility']],
  ]) {
    for (const name of names) delete owner[name];
  }
}

export async function openBrowser({ executable, width = 1366, height = 768 }) {
  const profile = await mkdtemp(join(tmpdir(), 'zhucun-e2e-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: executable,
    headless: true,
    viewport: { width, height },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  await context.addInitScript(removeNewer);
  const page = context.pages()[0] ?? (await context.newPage());
  const troubles = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`pageerror: ${error.message}`));
  page.on('requestfailed', (request) => {
    // A request that the page itself gave up for a newer question is no fault.
    const why = request.failure()?.errorText ?? '';
    if (!why.includes('ERR_ABORTED')) troubles.push(`request: ${request.url()} ${why}`);
  });
  const close = async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  };
  return { page, troubles, close };
}

// Violations of WCAG A and AA and of good practice, as lines.
export async function axeFaults(page, within) {
  await page.evaluate(axeSource);
  const result = await page.evaluate(
    // eslint-disable-next-line no-undef
    (selector) => axe.run(selector ?? document, { resultTypes: ['violations'] }),
    within,
  );
  return result.violations
    .filter((one) => ['critical', 'serious', 'moderate'].includes(one.impact))
    .map((one) => `${one.impact} ${one.id}: ${one.nodes.length}× ${one.nodes[0].target.join(' ')}`);
}

export function counter() {
  let passed = 0;
  let failed = 0;
  async function check(name, body) {
    try {
      await body();
      passed += 1;
      console.log(`  ok    ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`  FAIL  ${name}\n        ${String(error.message ?? error).split('\n').slice(0, 6).join('\n        ')}`);
    }
  }
  const finish = () => {
    console.log(`${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  };
  return { check, finish };
}

export function equal(found, wanted, what) {
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    throw new Error(`${what}: found ${JSON.stringify(found)}, wanted ${JSON.stringify(wanted)}`);
}
