// What the checks of the pages of offices, townships, units and teams share: the book behind BASE_URL without
// accounts, tables as rows by name, a dialog filled in, the page at rest.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { axeFaults, counter, equal, openBrowser } from './harness.mjs';

export async function openOffice(prefix) {
  const base = (process.env.BASE_URL ?? 'http://127.0.0.1:8320').replace(/\/$/, '');
  const shots = process.env.OUT ?? join(process.cwd(), 'shots');
  await mkdir(shots, { recursive: true });
  const { check, finish } = counter();
  const { page, troubles, close } = await openBrowser({ executable: process.env.CHROMIUM ?? '/usr/bin/chromium' });
  page.setDefaultTimeout(20000);

  const api = async (path) => {
    const response = await fetch(base + path);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  async function table(report, parameters = {}) {
    const found = await api(`/v1/reports/${report}?${new URLSearchParams({ ...parameters, limit: 50000 })}`);
    const names = found.columns.map((column) => column.name);
    const rows = found.rows.map((row) => ({ key: row.key, ...Object.fromEntries(names.map((name, i) => [name, row.cells[i]])) }));
    return { ...found, rows };
  }
  const settled = async () => {
    await page.waitForFunction(() => !document.querySelector('.loading, .stale'));
    await page.waitForFunction(() => ![...document.querySelectorAll('[role="status"]')].some((one) => one.textContent.includes('正在')));
  };
  const still = () => page.waitForFunction(() => document.getAnimations().every((one) => one.playState === 'finished'));
  const go = async (hash) => {
    await page.goto(`${base}/#${hash}`);
    await page.waitForSelector('#main .panel');
    await settled();
  };
  const shot = async (name) => {
    await still();
    await page.screenshot({ path: join(shots, `${prefix}-${name}.png`), fullPage: true });
  };
  const axe = (name) =>
    check(`axe: ${name}`, async () => {
      await still();
      equal(await axeFaults(page), [], 'violations');
    });
  const says = (text) => page.getByText(text).filter({ visible: true }).first().waitFor();
  const press = (name, within = page) => within.getByRole('button', { name, exact: true }).first().click();
  const actor = (name = '测试经办') => page.getByLabel('经办人').first().fill(name);
  const dialog = page.locator('.el-dialog:visible');
  // Opens a form, fills it in, sends it; gives what was sent.
  async function enter(open, fill) {
    await open();
    await dialog.locator('.event-form').waitFor();
    await fill?.();
    const sent = page.waitForRequest((one) => one.method() === 'POST' && one.url().includes('/v1/events'));
    await dialog.getByRole('button', { name: '登记', exact: true }).click();
    const event = (await sent).postDataJSON();
    await Promise.race([dialog.waitFor({ state: 'hidden' }), dialog.locator('.refusal').waitFor()]);
    const refused = await dialog.locator('.refusal').allInnerTexts();
    if (refused.length) {
      await page.keyboard.press('Escape');
      throw new Error(refused.join(' '));
    }
    await dialog.waitFor({ state: 'hidden' });
    await settled();
    return event;
  }
  const day = async (label, value) => {
    await dialog.getByLabel(label, { exact: true }).fill(value);
    await page.keyboard.press('Enter');
  };
  // The number that a panel says of its rows.
  const count = async (id) => Number((await page.locator(`[aria-labelledby="${id}-title"] .panel-head .grow`).innerText()).replace(/,/g, '').match(/\d+/)[0]);
  async function inPrint(width, height, what) {
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width, height });
    try {
      await what();
    } finally {
      await page.setViewportSize({ width: 1366, height: 768 });
      await page.emulateMedia({ media: null });
    }
  }
  // Every view at the widths that desks have: nothing but a table scrolls sideways.
  const widths = (hashes) =>
    check('1280 × 800 and 1600 × 900: no part of the page scrolls sideways', async () => {
      for (const [width, height] of [[1280, 800], [1600, 900]]) {
        await page.setViewportSize({ width, height });
        for (const hash of hashes) {
          await go(hash);
          const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          equal(over, 0, `${hash} at ${width}`);
        }
      }
      await page.setViewportSize({ width: 1366, height: 768 });
    });
  async function end() {
    await check('no error and no warning in the console', async () => {
      equal(troubles.filter((one) => !/status of (401|404|409|412|422)/.test(one)), [], 'console');
    });
    await close();
    process.exit(finish());
  }
  const book = await api('/v1/book');
  return { page, base, shots, book, api, table, go, settled, still, shot, axe, says, press, actor, dialog, enter, day, count, inPrint, widths, check, end };
}

export { equal };
