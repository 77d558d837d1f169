// 导入 in a real Chromium, as each desk uses it: workbooks handed out, filled in by openpyxl as a clerk would,
// handed back, looked at, asked about, recorded, taken back. BASE_URL serves a demo made with --desks DESKS,
// OPEN_URL one without accounts. It writes to both books. Needs /usr/bin/python3 with openpyxl.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { axeFaults, counter, equal, openBrowser } from './harness.mjs';

const base = process.env.BASE_URL.replace(/\/$/, '');
const open = process.env.OPEN_URL.replace(/\/$/, '');
const shots = process.env.OUT ?? join(process.cwd(), 'shots');
const passwords = Object.fromEntries(
  (await readFile(process.env.DESKS, 'utf8')).split('\n').map((line) => line.split('\t').slice(0, 2)),
);
await mkdir(shots, { recursive: true });
const work = await mkdtemp(join(tmpdir(), 'zhucun-imports-'));
const file = (name) => join(work, name);
const { check, finish } = counter();
const { page, troubles, close } = await openBrowser({ executable: process.env.CHROMIUM ?? '/usr/bin/chromium' });
page.setDefaultTimeout(20000);

const tool = join(dirname(fileURLToPath(import.meta.url)), 'files', 'sheet.py');
const sheet = (...words) => execFileSync('/usr/bin/python3', [tool, ...words], { encoding: 'utf8', maxBuffer: 2 ** 26 });
const fill = (source, target, cells) => sheet('fill', source, target, JSON.stringify(cells));
const show = (source) => JSON.parse(sheet('show', source));
// The first row under the heading of a sheet, which notes may stand above.
const firstRow = (rows) => rows.findIndex((row) => row.filter((cell) => cell.startsWith('*')).length > 1) + 2;
// Asked by the page itself, under its session.
const api = (path) =>
  page.evaluate(async (at) => {
    const response = await fetch(at);
    if (!response.ok) throw new Error(`${at}: ${response.status}`);
    return response.json();
  }, path);
const settled = () => page.waitForFunction(() => !document.querySelector('.loading, .stale'));
const shot = async (name) => {
  await page.waitForTimeout(350);
  await page.screenshot({ path: join(shots, `imports-${name}.png`), fullPage: true });
};
const axe = (name) =>
  check(`axe: ${name}`, async () => {
    // What fades in has no contrast while it does.
    await page.waitForFunction(() => document.getAnimations().every((one) => one.playState === 'finished'));
    equal(await axeFaults(page), [], 'violations');
  });
const says = (text) => page.getByText(text).filter({ visible: true }).first().waitFor();
const status = () => page.locator('.list-bar [role=status]').first().innerText();
async function go(hash, at = base) {
  await page.goto(`${at}/#${hash}`);
  await page.waitForSelector('#main .panel');
  await settled();
}
let inside = false;
async function signIn(account, hash = '/import') {
  await page.goto(`${base}/#${hash}`);
  if (inside) {
    await page.getByRole('button', { name: '退出', exact: true }).first().click();
    await page.waitForSelector('#sign-in-title');
    await page.goto(`${base}/#${hash}`);
  }
  inside = true;
  await page.getByLabel('账号', { exact: true }).fill(account);
  await page.getByLabel('密码', { exact: true }).fill(passwords[account]);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForSelector('#sign-in-title', { state: 'detached' });
  await page.waitForSelector('#main .panel');
  await settled();
}
async function keep(locator, name) {
  const [got] = await Promise.all([page.waitForEvent('download'), locator.click()]);
  await got.saveAs(file(name));
  return { name: got.suggestedFilename(), bytes: await readFile(file(name)) };
}
const isZip = (bytes) => equal(bytes.subarray(0, 2).toString('latin1'), 'PK', 'first bytes');
const worked = async () => {
  await page.waitForFunction(() => {
    const word = document.querySelector('.list-bar [role=status]')?.textContent.trim() ?? '';
    return word && !word.startsWith('正在');
  });
  await settled();
};
async function hand(path) {
  await page.setInputFiles('.drop input[type=file]', path);
  await page.waitForSelector('.import-steps');
  await worked();
}
const another = async () => {
  await page.getByRole('button', { name: '导入别的文件' }).click();
  await page.waitForSelector('.drop');
  await settled();
};
const choose = (index, option) => page.locator('.asks select').nth(index).selectOption({ index: option });
const reread = async () => {
  const old = await status();
  await page.getByRole('button', { name: /个回答重新读取$/ }).click();
  await page.waitForFunction((was) => {
    const word = document.querySelector('.list-bar [role=status]').innerText;
    return word !== was && !word.trim().startsWith('正在');
  }, old);
  await settled();
};
const position = async () => (await api('/v1/book')).position;

// ---- the county's office: out, filled in, back -----------------------------------------------------
await signIn('demo-county');
const county = (await api('/v1/session')).desks[0];
const countyCode = county.scope.split(':')[1];
await axe('the start page of a county');

let book;
await check('the county hands out its quarter as a workbook', async () => {
  equal(await page.locator('#wb-name').inputValue(), 'county-quarterly', 'workbook');
  book = await keep(page.getByRole('button', { name: '下载工作簿' }), 'county.xlsx');
  isZip(book.bytes);
  if (!book.name.startsWith(`${county.scopeName}_县季报本`)) throw new Error(book.name);
  const sheets = Object.keys(show(file('county.xlsx')));
  for (const name of ['填表说明', '推进会', '督查指导', '收到的汇报']) if (!sheets.includes(name)) throw new Error(sheets.join());
});

await check("all of the county's townships come as one zip", async () => {
  await page.locator('#zip-period').selectOption({ label: '2026年6月' });
  const zip = await keep(page.getByRole('button', { name: /全部工作簿（zip）/ }), 'county.zip');
  isZip(zip.bytes);
  if (!zip.name.endsWith('.zip')) throw new Error(zip.name);
  if (!zip.bytes.includes(Buffer.from('_乡镇月报本_2026-06.xlsx'))) throw new Error('no month workbook inside');
});

await check('the zip handed back as it came is taken apart, and nobody wrote anything', async () => {
  const bytes = await readFile(file('county.zip'));
  // Each name stands before its content and once more in the list at the end.
  const count = bytes.toString('latin1').split('_2026-06.xlsx').length >> 1;
  await hand(file('county.zip'));
  equal(await page.locator('.readings summary').count(), count, 'files read');
  equal((await status()).replace(/\s/g, ''), '新增0行，变更0行，相同0行，要改0处；还没有登记', 'status');
  await says('没有读到可以登记的内容');
  await another();
});

// Two villages of one name, as the register of most counties has them.
let twin = '';
await check('the county has two villages of one name', async () => {
  const seen = new Map();
  const towns = (await api(`/v1/divisions?parent=${countyCode}`)).children;
  for (const town of towns) {
    for (const village of (await api(`/v1/divisions?parent=${town.code}`)).children) {
      seen.set(village.name, (seen.get(village.name) ?? 0) + 1);
    }
  }
  twin = [...seen].find(([, count]) => count === 2)?.[0] ?? '';
  if (!twin) throw new Error(`none in ${county.scopeName}`);
});

const filled = file('county-filled.xlsx');
let wrongRow = 0;
const before = await position();
await check('the filled workbook is previewed: what is new, what is wrong, what is asked', async () => {
  const sheets = show(file('county.xlsx'));
  const [meeting, visit, report] = ['推进会', '督查指导', '收到的汇报'].map((name) => firstRow(sheets[name]));
  wrongRow = meeting + 2;
  fill(file('county.xlsx'), filled, {
    推进会: {
      [`row:${meeting}`]: ['2026-04-15', '第二季度推进会', '驻村纪〔2026〕4号'],
      [`row:${meeting + 1}`]: ['2026年5月20日', '调度会'],
      [`row:${wrongRow}`]: ['2026.6.31', '总结会'],
    },
    督查指导: { [`row:${visit}`]: ['2026/6/10', twin, '在岗情况良好'] },
    收到的汇报: { [`row:${report}`]: [null, null, '2026-06-24', '书面', '第二季度工作', '驻队〔2026〕4号'] },
  });
  await hand(filled);
  equal((await status()).replace(/\s/g, ''), '新增3行，变更0行，相同0行，要改1处，要问1个问题；还没有登记', 'status');
  equal(await page.locator('section[aria-label="要改的"] tbody tr').count(), 1, 'faults');
  await says(`推进会 A${wrongRow}`);
  await says(`${twin}”有 2 个，是哪一个？`);
  equal(await position(), before, 'position of the book');
  await shot('preview');
});
await axe('the preview');

await check('a question answered is read into the preview, and the keyboard goes on from there', async () => {
  equal(await page.locator('.asks select option').count(), 3, 'options');
  await choose(0, 1);
  await reread();
  equal((await status()).replace(/\s/g, ''), '新增4行，变更0行，相同0行，要改1处；还没有登记', 'status');
  equal(await page.locator('.asks').count(), 0, 'questions');
  equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'status', 'focus');
});

await check('the error copy downloads, opens, and says at the row what is wrong', async () => {
  const copy = await keep(page.getByRole('button', { name: '下载错误清单' }), 'errors.xlsx');
  isZip(copy.bytes);
  if (!copy.name.endsWith('_错误清单.xlsx')) throw new Error(copy.name);
  const rows = show(file('errors.xlsx'))['推进会'];
  const [head, right, , wrong] = rows.slice(wrongRow - 4);
  if (!head.includes('错误原因') || !head.includes('修改办法')) throw new Error(head.join());
  if (!wrong.some((cell) => cell.includes('2026.6.31') && cell.includes('不是日期'))) throw new Error(wrong.join());
  if (right.some((cell) => cell.includes('不是日期'))) throw new Error('a right row is called wrong');
});

let address = '';
await check('a yes records, and each row opens its event', async () => {
  await page.getByRole('button', { name: '登记 4 行' }).click();
  await says('已登记 4 个事件');
  await worked();
  equal(await position(), before + 4, 'position of the book');
  address = page.url();
  const links = page.locator('section[aria-label="各行"] .position');
  equal(await links.count(), 4, 'links');
  await shot('receipt');
  await links.first().click();
  await page.waitForSelector('.el-drawer .fields');
  if (!(await page.getByRole('dialog', { name: '数据来源' }).innerText()).includes('第二季度推进会')) throw new Error('another event');
});
await axe('an event of the receipt');
await page.keyboard.press('Escape');
await page.getByRole('dialog', { name: '数据来源' }).waitFor({ state: 'hidden' });
await axe('the receipt');

await check('the receipt keeps its address, and the history opens it', async () => {
  await page.reload();
  await says('已登记 4 个事件');
  equal(page.url(), address, 'address');
  await another();
  const row = page.locator('section[aria-labelledby="history-title"] tbody tr').first();
  const cells = await row.locator('td').allInnerTexts();
  equal(cells.slice(2), ['已登记', '4', '0', '0', '1', '4'], 'row of the history');
  await row.getByRole('button').click();
  await says('已登记 4 个事件');
  equal(page.url(), address, 'address');
  await page.goBack();
  await page.waitForSelector('.drop');
});
await axe('the history');

await check('the same file again has nothing new and offers nothing to record', async () => {
  await hand(filled);
  await choose(0, 1);
  await reread();
  equal((await status()).replace(/\s/g, ''), '新增0行，变更0行，相同4行，要改1处；还没有登记', 'status');
  equal(await page.getByRole('button', { name: /^登记 / }).count(), 0, 'buttons to record');
  await page.getByRole('button', { name: '不导入了' }).click();
  await says('已取消');
  equal(await position(), before + 4, 'position of the book');
});

await check('the error copy, mended and handed back, brings only what was missing', async () => {
  fill(file('errors.xlsx'), file('mended.xlsx'), { 推进会: { [`A${wrongRow}`]: '2026-06-30' } });
  await another();
  await hand(file('mended.xlsx'));
  if (await page.locator('.asks select').count()) {
    await choose(0, 1);
    await reread();
  }
  equal((await status()).replace(/\s/g, ''), '新增1行，变更0行，相同4行，要改0处；还没有登记', 'status');
  await page.getByRole('button', { name: '不导入了' }).click();
  await says('已取消');
});

await check('an import is taken back with a reason, event by event', async () => {
  await page.goto(address);
  await page.getByRole('button', { name: '撤销这次导入' }).click();
  equal(await page.evaluate(() => document.activeElement.id), 'undo-reason', 'focus');
  const button = page.getByRole('button', { name: '撤销', exact: true });
  equal(await button.isDisabled(), true, 'button without a reason');
  equal(await axeFaults(page), [], 'violations');
  await page.getByLabel('撤销原因').fill('浏览器检查');
  await button.click();
  await says('已撤销：冲销 4 个');
  await says('登记序号（已冲销）');
  await shot('undone');
  equal(await position(), before + 8, 'position of the book');
  equal(await page.getByRole('button', { name: '撤销这次导入' }).count(), 0, 'buttons to undo');
});
await axe('what was taken back');

// ---- files that are none ----------------------------------------------------------------------------
await check('a PDF that calls itself a workbook is told so, and there is nothing to download', async () => {
  await writeFile(file('扫描件.xlsx'), '%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
  await another();
  await hand(file('扫描件.xlsx'));
  await says('PDF 文件，不是表格文件');
  equal(await page.getByRole('button', { name: /错误清单/ }).count(), 0, 'error copies');
  equal(await page.getByRole('button', { name: /^登记 / }).count(), 0, 'buttons to record');
});
await axe('a file that is no table');

await check('an empty file and one of 33 MiB are refused before they travel', async () => {
  const sent = [];
  page.on('request', (request) => request.url().includes('/v1/uploads') && sent.push(request.url()));
  await another();
  await writeFile(file('空.xlsx'), '');
  await page.setInputFiles('.drop input[type=file]', file('空.xlsx'));
  await says('“空.xlsx”是空的');
  await writeFile(file('大.xlsx'), Buffer.alloc(33 * 2 ** 20, 'x'));
  await page.setInputFiles('.drop input[type=file]', file('大.xlsx'));
  await says('“大.xlsx”有 33 MB，一个文件至多 32 MB');
  equal(sent, [], 'uploads');
});
await axe('a refused file');

// ---- a township: the month ---------------------------------------------------------------------------
await signIn('demo-township');
await axe('the start page of a township');
await check('a township sees its own workbook only, and its place is settled', async () => {
  equal(await page.locator('#wb-name').count(), 0, 'choice of workbooks');
  const town = (await api('/v1/session')).desks[0].scopeName;
  const form = page.locator('section[aria-labelledby="workbook-title"]');
  for (const word of ['乡镇月报本', town]) if (!(await form.innerText()).includes(word)) throw new Error(word);
  equal(await page.getByRole('button', { name: /zip/ }).count(), 0, 'zips of the county');
  await page.locator('#wb-period').selectOption({ label: '2026年6月' });
  const month = await keep(page.getByRole('button', { name: '下载工作簿' }), 'month.xlsx');
  isZip(month.bytes);
  if (!month.name.startsWith(`${town}_乡镇月报本`)) throw new Error(month.name);
});

// Every day of everybody marked so.
let people = [];
function marked(letter) {
  const rows = show(file('month.xlsx'))['考勤'];
  people = rows.map((row, i) => [row[3], i + 1]).filter(([person]) => /^P\d+$/.test(person)).map(([, at]) => at);
  return Object.fromEntries(people.map((at) => [`row:${at}`, [...Array(6).fill(null), ...Array(30).fill(letter)]]));
}
await check("a month in the ledger's own letters has nothing to mend and nothing to ask", async () => {
  fill(file('month.xlsx'), file('month-own.xlsx'), { 考勤: marked('在') });
  await hand(file('month-own.xlsx'));
  const word = await status();
  await another();
  equal(/要改 \d+ 处.*；/.exec(word)?.[0], '要改 0 处；', 'what is to be mended and asked');
});

await check('marks of its own are asked once each, a day 31 of June is a fault', async () => {
  const cells = { ...marked('√'), [`AK${people[0] - 1}`]: '31', [`AK${people[0]}`]: '√' };
  cells[`row:${people[0]}`][8] = '◇';
  fill(file('month.xlsx'), file('month-filled.xlsx'), { 考勤: cells });
  await hand(file('month-filled.xlsx'));
  await says(/标记“√”在图例里没有，是什么意思？/);
  await says(/标记“◇”在图例里没有，是什么意思？/);
  await says('这个月没有 31 日，却有标记“√”');
  await shot('month');
});
await axe('a month with questions');

// ---- finance: a statement ---------------------------------------------------------------------------
await signIn('demo-finance');
const lines = [
  ['交易日期', '流水号', '摘要', '收入金额', '支出金额', '账户余额', '凭证号', '对方户名'],
  ['2026-06-03', 'E2E1', '拨款', '5000.00', '', '15000.00', '支〔2026〕901号', '国库'],
  ['20260605', 'E2E2', '转账', '', '1,200.50', '13799.50', '', '财政所'],
  ['2026/6/21', 'E2E3', '结息', '12.35', '', '13811.85', '', ''],
  ['合计', '', '', '5012.35', '1200.50', '', '', ''],
];
await check('a statement as XLSX and as GB18030 reads alike, without its total', async () => {
  sheet('new', file('对账单.xlsx'), JSON.stringify({ 明细: [['账户明细'], ...lines] }));
  await hand(file('对账单.xlsx'));
  equal((await status()).replace(/\s/g, ''), '新增3行，变更0行，相同0行，要改0处；还没有登记', 'status of the XLSX');
  await another();
  const csv = lines.map((row) => row.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(',')).join('\r\n');
  await writeFile(file('utf8.csv'), csv);
  execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030', '-o', file('对账单.csv'), file('utf8.csv')]);
  await page.locator('summary', { hasText: '表里没有写明' }).click();
  await page.getByLabel('表格种类').selectOption('银行对账单');
  equal(await axeFaults(page), [], 'violations');
  await hand(file('对账单.csv'));
  equal((await status()).replace(/\s/g, ''), '新增3行，变更0行，相同0行，要改0处；还没有登记', 'status of the CSV');
  await says('GB18030');
  await says('合计行 1 行不登记');
  await says(`账户单位：${(await api('/v1/session')).desks[0].scopeName}`);
  await shot('statement');
});
await axe('a statement');

// ---- who may not, and who is nobody yet -------------------------------------------------------------
await signIn('demo-auditor');
await check('an auditor is told that his desk enters nothing', async () => {
  await says('岗位只查看，不登记');
  equal(await page.locator('.drop').count(), 0, 'places to drop files');
});
await axe('the page of an auditor');

await check('without accounts the name comes first; a place that is missing is given and read again', async () => {
  await go('/import', open);
  const input = page.locator('.drop input[type=file]');
  equal(await input.isDisabled(), true, 'input without a name');
  await says('先在右上角写经办人');
  equal(await axeFaults(page), [], 'violations');
  await page.getByLabel('经办人').first().fill('王出纳');
  equal(await input.isDisabled(), false, 'input with a name');
  await hand(file('对账单.xlsx'));
  equal((await status()).replace(/\s/g, ''), '新增0行，变更0行，相同0行，要改3处；还没有登记', 'status');
  await page.locator('summary', { hasText: '读得不对' }).click();
  // A county that has a bank account; others are paid through the treasury.
  const accounts = await (await fetch(`${open}/v1/reports/reconciliation?limit=50000`)).json();
  const at = accounts.columns.findIndex((column) => column.name === 'holder');
  const holder = accounts.rows.find((row) => row.key.endsWith('|0') && row.cells[at].endsWith('000000')).cells[at];
  await page.locator('#im-place').selectOption(holder);
  const was = page.url();
  await page.getByRole('button', { name: '按这些再读一次' }).click();
  await page.waitForFunction((old) => location.href !== old, was);
  await page.waitForSelector('.import-steps');
  await worked();
  equal((await status()).replace(/\s/g, ''), '新增3行，变更0行，相同0行，要改0处；还没有登记', 'status');
  await shot('again');
});
await axe('without accounts');

// ---- a report with names as Excel -------------------------------------------------------------------
await signIn('demo-county', '/people?view=roster');
await check('a report with names goes out as a workbook, with its rows', async () => {
  await page.waitForSelector('#main .panel table');
  await settled();
  const roster = await api('/v1/reports/roster');
  await page.locator('a', { hasText: '下载 Excel' }).first().waitFor();
  const got = await keep(page.locator('a', { hasText: '下载 Excel' }).first(), 'roster.xlsx');
  isZip(got.bytes);
  const rows = Object.values(show(file('roster.xlsx')))[0];
  const people = roster.rows.filter((row) => rows.some((cells) => cells.includes(row.key)));
  equal(people.length, roster.rowCount, 'people in the file');
  const head = rows.find((cells) => cells.includes('姓名'));
  const named = rows.filter((cells) => /^P\d+$/.test(cells[head.indexOf('人员编号')] ?? '') && cells[head.indexOf('姓名')]);
  equal(named.length, roster.rowCount, 'people with a name');
});

await check('1024, 1366 and 1920 wide: the page does not scroll sideways', async () => {
  for (const [width, height] of [[1024, 768], [1366, 768], [1920, 1080]]) {
    await page.setViewportSize({ width, height });
    for (const hash of ['/import', new URL(address).hash.slice(1)]) {
      await go(hash);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      equal(over, 0, `${hash} at ${width}`);
    }
  }
});

await check('no error and no warning in the console', async () => {
  // The question who is there, which is answered 401 before one signs in.
  equal(troubles.filter((one) => !/status of 401/.test(one)), [], 'console');
});

await close();
await rm(work, { recursive: true, force: true });
process.exit(finish());
