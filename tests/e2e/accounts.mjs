// The pages of accounts in a real Chromium: signing in, desks, people, access records, health, the
// first-run ceremony, and what is refused. BASE_URL serves a demo made with --desks DESKS, FRESH_URL
// a book that was only just begun.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { axeFaults, counter, equal, openBrowser } from './harness.mjs';

const base = process.env.BASE_URL.replace(/\/$/, '');
const fresh = process.env.FRESH_URL.replace(/\/$/, '');
const executable = process.env.CHROMIUM ?? '/usr/bin/chromium';
const shots = process.env.OUT ?? join(process.cwd(), 'shots');
const passwords = Object.fromEntries(
  (await readFile(process.env.DESKS, 'utf8')).split('\n').map((line) => line.split('\t').slice(0, 2)),
);

await mkdir(shots, { recursive: true });
const { check, finish } = counter();
const { page, troubles, close } = await openBrowser({ executable });
page.setDefaultTimeout(15000);
page.on('dialog', (dialog) => dialog.accept());
const shot = async (name) => {
  await page.waitForTimeout(350); // drawers and dialogs slide in
  await page.screenshot({ path: join(shots, `${name}.png`) });
};
const settled = () => page.waitForFunction(() => !document.querySelector('.loading, .stale'));
const go = async (hash, at = base) => {
  await page.goto(`${at}/#${hash}`);
  await page.waitForSelector('#main .panel');
  await settled();
};
const main = () => page.locator('#main').innerText();
async function says(...words) {
  for (const word of words) await page.getByText(word).filter({ visible: true }).first().waitFor();
}
async function fillSignIn(account, password) {
  await page.getByLabel('账号', { exact: true }).fill(account);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}
async function signIn(account, hash = '/', password = passwords[account]) {
  const out = page.getByRole('button', { name: '退出', exact: true }).first();
  if (page.url().startsWith(base) && (await out.count())) {
    await out.click();
    await page.waitForSelector('#sign-in-title');
  }
  await go(hash);
  await page.waitForSelector('#sign-in-title');
  await fillSignIn(account, password);
  await page.waitForSelector('#sign-in-title', { state: 'detached' });
  await page.waitForSelector('#main .panel');
  await settled();
}
// A second sign-in outside the browser, as the same person would have elsewhere.
async function elsewhere(account, password = passwords[account]) {
  const response = await fetch(`${base}/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ account, password }),
  });
  const cookie = response.headers.get('set-cookie').split(';')[0];
  return async (method, path, body, more = {}) => {
    const headers = { cookie, ...(body ? { 'Content-Type': 'application/json' } : {}), ...more };
    const answer = await fetch(base + path, { method, headers, body: body && JSON.stringify(body) });
    return answer.json();
  };
}
async function endSessions(account) {
  const api = await elsewhere(account);
  for (const one of (await api('GET', '/v1/sessions')).sessions) {
    if (!one.current) await api('DELETE', `/v1/sessions/${one.session}`);
  }
}
// The county of the demo's county office.
const [homeDesk] = (await (await elsewhere('demo-county'))('GET', '/v1/session')).desks;
const home = homeDesk.scopeName;
const homeCode = homeDesk.scope.split(':')[1];
const axe = (name) => check(`axe: ${name}`, async () => equal(await axeFaults(page), [], 'violations'));
async function refusalSays(code) {
  const box = page.locator('.refusal').filter({ hasText: code });
  await box.first().waitFor();
  const text = await box.first().innerText();
  if (!text.includes('怎么办')) throw new Error(text);
}

await check('nobody signed in: the sign-in page stands in place of every page', async () => {
  await go('/reports/roster');
  await page.waitForSelector('#sign-in-title');
  equal(await page.locator('.top nav a').count(), 0, 'menu entries');
  if (!page.url().endsWith('#/reports/roster')) throw new Error(page.url());
  await says('这是演示账：');
  await shot('sign-in');
});
await axe('sign-in');

await check('a wrong password is said, and the account stays typed', async () => {
  await fillSignIn('demo-county', 'not-the-password-at-all');
  await refusalSays('wrong_password');
  equal(await page.getByLabel('账号', { exact: true }).inputValue(), 'demo-county', 'account');
  await shot('sign-in-wrong');
});

await check('a storm of wrong passwords locks the account and says how long', async () => {
  await page.getByLabel('账号', { exact: true }).fill('demo-award');
  for (let i = 0; i < 4; ++i) {
    await page.getByLabel('密码', { exact: true }).fill(`still-not-the-password-${i}`);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.waitForFunction(() => !document.querySelector('.main-button[disabled]'));
  }
  await refusalSays('account_locked');
  await says('内不再核对');
  await shot('sign-in-locked');
});

await check('after signing in the same view opens, with names of people', async () => {
  await fillSignIn('demo-county', passwords['demo-county']);
  await page.waitForSelector('.sheet table');
  await settled();
  const heads = await page.locator('.sheet th').allInnerTexts();
  if (!heads.includes('姓名')) throw new Error(String(heads));
  const name = await page.locator('td .link[aria-label$="查看人员信息"]').first().innerText();
  if (!/^试/.test(name)) throw new Error(name);
  await says(`只列 ${home} 范围内的内容`);
  const counties = new Set(await page.locator('.sheet tbody td:first-child').allInnerTexts());
  equal([...counties], [home], 'counties');
  await shot('roster-county');
});

await check('the board of a county shows that county and says so', async () => {
  await go('/duties?period=2026Q2');
  await page.waitForSelector('#matrix-title');
  await says(`按岗位“县驻村办”的权限，只列 ${home} 范围内的内容`);
  if (!(await page.locator('#matrix-title').innerText()).includes(home)) throw new Error('title');
  equal(await page.locator('.tile').count(), 0, 'tiles of counties');
  const shown = await main();
  const others = ['榆阳区', '横山区', '靖边县', '佳县'].filter((name) => name !== home);
  equal(others.filter((name) => shown.includes(name)), [], 'other counties on the board');
  await shot('board-county');
});
await axe('the board of a county');

let person = '';
await check('a person’s details are masked; in full for a reason, and that is said', async () => {
  await go('/reports/roster');
  await page.locator('td .link[aria-label$="查看人员信息"]').first().click();
  await page.waitForSelector('.person-fields');
  person = new URLSearchParams(new URL(page.url()).hash.split('?')[1]).get('person');
  if (!/\*/.test(await page.locator('.person-fields').innerText())) throw new Error('nothing is masked');
  await page.getByRole('button', { name: '查看完整身份证号' }).click();
  const reason = page.getByLabel('查看身份证号的理由');
  await reason.fill('看');
  await page.getByRole('button', { name: '查看', exact: true }).click();
  await refusalSays('missing_field');
  equal(await reason.inputValue(), '看', 'what was typed');
  await reason.fill('核对补助发放名册');
  await page.getByRole('button', { name: '查看', exact: true }).click();
  await page.waitForSelector('[data-full="idNumber"]');
  if (!/^\d{17}[\dX]$/.test(await page.locator('[data-full="idNumber"]').innerText())) throw new Error('not in full');
  await says('记入访问记录');
  await shot('person');
});
await axe('the drawer of a person');

await check('closed and opened again it is masked again', async () => {
  await page.keyboard.press('Escape');
  await page.waitForSelector('.person-fields', { state: 'detached' });
  await go(`/reports/roster?person=${person}`);
  await page.waitForSelector('.person-fields');
  equal(await page.locator('[data-full]').count(), 0, 'fields in full');
});

await check('my sessions: this one is marked, another one is taken back', async () => {
  await elsewhere('demo-county');
  await go('/me');
  await page.waitForSelector('.tag.is-good');
  const rows = page.locator('[aria-label="我的登录（表格）"] tbody tr');
  const before = await rows.count();
  await page.getByRole('button', { name: /^收回：/ }).first().click();
  await page.waitForFunction(
    (count) => document.querySelectorAll('[aria-label="我的登录（表格）"] tbody tr').length === count,
    before - 1,
  );
});

await check('an API key: its secret is shown once, then it is taken back', async () => {
  await page.getByLabel('用途').fill('县里的汇总程序');
  await page.getByRole('button', { name: '建一个密钥' }).click();
  await page.waitForSelector('.secret');
  const secret = await page.locator('.secret .mono').innerText();
  const answer = await fetch(`${base}/v1/session`, { headers: { Authorization: `Bearer ${secret}` } });
  equal((await answer.json()).account, 'demo-county', 'account of the key');
  await shot('me');
  await page.getByRole('button', { name: '已存好，关掉' }).click();
  if ((await page.content()).includes(secret)) throw new Error('the secret is still in the page');
  await page.getByRole('button', { name: '收回密钥 县里的汇总程序' }).click();
  await says('还没有密钥');
});
await axe('my sessions');

await check('the auditor sees who looked in full, why, and at whose', async () => {
  await signIn('demo-auditor', '/access');
  await page.waitForSelector('[aria-label="访问记录（表格）"]');
  const row = page.locator('tbody tr', { hasText: '核对补助发放名册' }).first();
  const text = await row.innerText();
  for (const word of ['demo-county', '县驻村办', '查看完整', '身份证号', person])
    if (!text.includes(word)) throw new Error(`${text} lacks ${word}`);
  await page.getByLabel('账号', { exact: true }).fill('nobody-like-this');
  await says('本页没有符合条件的记录');
  await page.getByLabel('账号', { exact: true }).fill('');
  await shot('access');
});
await axe('access records');

await check('health of the book in words, with the whole root to copy', async () => {
  await go('/health');
  await page.waitForSelector('.state');
  await says('可以登记', '还没有验证过的备份', '服务器与本机时间一致', '复制全部');
  await shot('health');
});
await axe('health');

await check('an administrator lands on his own page and sees no business', async () => {
  await signIn('demo-system');
  await page.waitForSelector('#accounts-title');
  const menu = await page.locator('.top nav a').allInnerTexts();
  equal(menu, ['账号与岗位', '账簿状况'], 'menu');
  await go('/duties');
  await says('岗位“系统管理员”看不到这一页');
});

const field = (label) => page.locator('.grant-form').getByLabel(label, { exact: true });
async function fillGrant({ account, title, role }) {
  await field('账号').fill(account);
  await field('岗位名称').fill(title);
  await field('岗位').selectOption(role);
}

await check('a grant to oneself is refused beside the form, and what was typed stays', async () => {
  await go('/accounts');
  await fillGrant({ account: 'demo-system', title: '市驻村办 经办', role: 'cityOffice' });
  await page.getByRole('button', { name: '试算', exact: true }).click();
  await refusalSays('own_grant');
  await says('位置 第 1 行账号');
  equal(await field('账号').inputValue(), 'demo-system', 'account');
  await shot('accounts-own-grant');
});
await axe('accounts with a refusal');

await check('the last administrator cannot disable himself; the reason stays typed', async () => {
  await page.getByRole('button', { name: '停用 demo-system' }).click();
  const reason = page.getByLabel('理由', { exact: true });
  await reason.fill('试试看');
  await page.getByRole('button', { name: '停用', exact: true }).click();
  await refusalSays('last_administrator');
  equal(await reason.inputValue(), '试试看', 'reason');
  await shot('accounts-last-administrator');
});
await axe('a dialog over accounts');
await page.getByRole('button', { name: '取消' }).click();

await check('a session that ends in the middle of a form: nothing typed is lost, the step goes on', async () => {
  await go('/accounts');
  await fillGrant({ account: 'demo-county', title: '县驻村办 经办', role: 'township' });
  await field('县市区').selectOption({ label: '佳县' });
  await field('乡镇（街道）').selectOption({ label: '店镇' });
  await endSessions('demo-system');
  await page.getByRole('button', { name: '试算', exact: true }).click();
  await page.getByText('登录已经结束，请重新登录').waitFor();
  await shot('signed-out-mid-form');
  equal(await axeFaults(page), [], 'violations of the dialog');
  const dialog = page.getByRole('dialog');
  equal(await dialog.getByLabel('账号').inputValue(), 'demo-system', 'account in the dialog');
  await dialog.getByLabel('密码', { exact: true }).fill(passwords['demo-system']);
  await dialog.getByRole('button', { name: '登录', exact: true }).click();
  await says('登录');
  await page.getByText('试算通过').waitFor();
  equal(await field('账号').inputValue(), 'demo-county', 'account');
  equal(await field('岗位名称').inputValue(), '县驻村办 经办', 'title');
  await page.getByRole('button', { name: '提交申请（1 项）' }).click();
  await page.waitForSelector('#proposals-title');
  await says('授权申请已登记', '由安全管理员审定');
});

await check('a pasted list is checked line by line, tried, and sent as one', async () => {
  await page.getByRole('button', { name: '粘贴名单或 CSV' }).click();
  const list = page.locator('textarea');
  await list.fill(`账号,岗位名称,岗位,范围\nnew-clerk,${home} 干事,县驻村办,${homeCode}\n坏 账号,某某,没有的岗位,123`);
  await says('1 行要改', '没有岗位“没有的岗位”');
  equal(await page.getByRole('button', { name: '试算', exact: true }).isDisabled(), true, 'button');
  await shot('accounts-list');
  await list.fill(`new-clerk\t${home} 干事\t县驻村办\t${homeCode}\nnew-unit\t单位 人事\t派出单位\tU9999999`);
  await page.getByRole('button', { name: '试算', exact: true }).click();
  await refusalSays('bad_value');
  await says('位置 第 2 行范围');
  await list.fill(`new-clerk\t${home} 干事\t县驻村办\t${homeCode}\nnew-audit\t县审计\t审计\t${homeCode}`);
  await page.getByRole('button', { name: '试算', exact: true }).click();
  await page.getByText('试算通过').waitFor();
  await page.getByRole('button', { name: '提交申请（2 项）' }).click();
  await page.getByText('待审定的申请　2 份').waitFor();
  await shot('accounts');
});
await axe('accounts');

await check('the security administrator agrees to one proposal and to the other', async () => {
  await signIn('demo-security');
  for (let left = 2; left > 0; --left) {
    await page.getByRole('button', { name: /^同意序号/ }).first().click();
    await page.getByRole('button', { name: '同意', exact: true }).last().click();
    await page.waitForFunction(
      (count) => document.querySelectorAll('[aria-label^="同意序号"]').length === count,
      left - 1,
    );
  }
  await says('new-clerk', 'new-audit', '还没有密码');
});

const slips = {};
await check('one-time passwords for two: the password once more, then slips, shown once', async () => {
  let asked = false;
  // Only the first answer is the test's: signing in a moment ago would have been proof enough.
  await page.route('**/one-time-password', async (route) => {
    if (asked) return route.continue();
    asked = true;
    return route.fulfill({
      status: 403,
      contentType: 'application/problem+json',
      body: JSON.stringify({ code: 'step_up_needed', title: '这一步要再输一次密码', hint: '输入密码后再试' }),
    });
  });
  await page.getByLabel('选 new-clerk').check();
  await page.getByLabel('选 new-audit').check();
  await page.getByRole('button', { name: '发一次性密码（2 个）' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('密码', { exact: true }).fill(passwords['demo-security']);
  await shot('step-up');
  equal(await axeFaults(page), [], 'violations of the dialog');
  await dialog.getByRole('button', { name: '确认' }).click();
  await page.waitForSelector('.slip');
  await page.unroute('**/one-time-password');
  for (const slip of await page.locator('.slip').all()) {
    const [account, password] = await slip.locator('.slip-word').allInnerTexts();
    slips[account] = password;
  }
  equal(Object.keys(slips).sort(), ['new-audit', 'new-clerk'], 'slips');
  await says('只显示这一次');
  await shot('slips');
  equal(await axeFaults(page), [], 'violations of the slips');
  await page.emulateMedia({ media: 'print' });
  equal(await page.locator('#accounts-title').isVisible(), false, 'the rest of the page in print');
  equal(await page.locator('.slip').first().isVisible(), true, 'slips in print');
  await page.pdf({ path: join(shots, 'slips.pdf'), preferCSSPageSize: true });
  await page.emulateMedia({ media: null });
  await page.getByRole('button', { name: '已打印，关掉' }).click();
  await page.waitForSelector('.slip', { state: 'detached' });
  if ((await page.content()).includes(slips['new-clerk'])) throw new Error('the password is still in the page');
});

await check('whoever got a one-time password sets his own before anything else', async () => {
  await signIn('new-clerk', '/duties', slips['new-clerk']);
  await page.waitForSelector('#password-title');
  await shot('must-change');
  equal(await axeFaults(page), [], 'violations');
  await page.getByLabel('一次性密码', { exact: true }).fill(slips['new-clerk']);
  await page.getByLabel('新密码', { exact: true }).fill('12345678');
  await page.getByLabel('再输一次', { exact: true }).fill('12345678');
  await page.getByRole('button', { name: '设为新密码' }).click();
  await page.waitForSelector('.refusal');
  const own = 'Wo-ba-zhen-li-de-zao-shu-3';
  await page.getByLabel('新密码', { exact: true }).fill(own);
  await page.getByLabel('再输一次', { exact: true }).fill(own);
  await page.getByRole('button', { name: '设为新密码' }).click();
  await page.waitForSelector('#matrix-title');
});

await check('two desks: the one chosen in the bar decides what is seen', async () => {
  await signIn('demo-county', '/reports/roster');
  const wide = await page.locator('.sheet tbody tr').count();
  await page.getByLabel('当前岗位').selectOption({ label: '乡镇（街道）（店镇）' });
  await page.getByText('只列 店镇 范围内的内容').first().waitFor();
  await settled();
  await page.waitForSelector('.sheet tbody td:nth-child(2)');
  const towns = new Set(await page.locator('.sheet tbody td:nth-child(2)').allInnerTexts());
  equal([...towns], ['店镇'], 'townships');
  if ((await page.locator('.sheet tbody tr').count()) >= wide) throw new Error('no fewer rows');
  await shot('desk-township');
  await page.reload();
  await page.getByText('只列 店镇 范围内的内容').first().waitFor();
  await page.getByLabel('当前岗位').selectOption({ label: `县驻村办（${home}）` });
  await page.getByText(`只列 ${home} 范围内的内容`).first().waitFor();
});

await check('a county’s administrator cannot give what is the city’s', async () => {
  await signIn('demo-county-admin');
  await fillGrant({ account: 'some-one', title: '市驻村办 经办', role: 'cityOffice' });
  await page.getByRole('button', { name: '试算', exact: true }).click();
  await refusalSays('beyond_scope');
  equal(await field('账号').inputValue(), 'some-one', 'account');
  await shot('accounts-beyond-scope');
});

await check('a deputy for some days is asked for in one step', async () => {
  await page.getByRole('button', { name: 'demo-township 代理或移交' }).click();
  await page.getByLabel('接手账号').fill('new-clerk');
  const today = (await (await elsewhere('demo-county-admin'))('GET', '/v1/book')).today;
  await page.getByLabel('代理截止日').fill(today);
  await page.keyboard.press('Enter');
  await shot('deputy');
  await page.getByRole('button', { name: '提交申请', exact: true }).click();
  await says('申请已提交');
  await page.getByText('代理').first().waitFor();
});

await check('disabled by one, restored only by another', async () => {
  await page.getByRole('button', { name: '停用 new-clerk' }).click();
  await page.getByLabel('理由', { exact: true }).fill('调离');
  await page.getByRole('button', { name: '停用', exact: true }).click();
  await page.getByRole('button', { name: '恢复 new-clerk' }).click();
  await page.getByLabel('理由', { exact: true }).fill('又回来了');
  await page.getByRole('button', { name: '恢复', exact: true }).click();
  await refusalSays('same_person');
  await page.getByRole('button', { name: '取消' }).click();
});

await check('somebody else signs in by another window: the page says whose it is', async () => {
  await page.evaluate(
    async ([account, password]) => {
      await fetch('/v1/session', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ account, password }),
      });
      document.dispatchEvent(new Event('visibilitychange'));
    },
    ['demo-unit', passwords['demo-unit']],
  );
  await says('这个浏览器已换成 demo-unit 登录');
  await page.getByRole('button', { name: '以 demo-unit 重新打开' }).click();
  await page.getByRole('link', { name: 'demo-unit' }).waitFor();
  await settled();
});

await check('keyboard alone: signs in, with the focus where one types', async () => {
  await page.getByRole('button', { name: '退出', exact: true }).click();
  await page.waitForSelector('#sign-in-title');
  await page.waitForFunction(() => document.activeElement?.name === 'username');
  await page.keyboard.type('demo-team');
  await page.keyboard.press('Tab');
  await page.keyboard.type(passwords['demo-team']);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#matrix-title');
});

for (const [width, height] of [
  [1366, 768],
  [1920, 1080],
]) {
  await check(`${width} × ${height}: no page scrolls sideways`, async () => {
    await page.setViewportSize({ width, height });
    const over = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    for (const [account, pages] of [
      ['demo-auditor', ['/duties', '/access', '/health', '/me']],
      ['demo-security', ['/accounts']],
    ]) {
      await signIn(account);
      for (const path of pages) {
        await go(path);
        equal(await over(), 0, `overflow of ${path}`);
        if (width === 1920) await shot(`${path.slice(1)}-1920`);
      }
    }
  });
}
await page.setViewportSize({ width: 1366, height: 768 });

const three = {};
await check('a book without accounts works as before and offers the ceremony', async () => {
  await go('/ceremony', fresh);
  await page.getByRole('link', { name: '账号启用' }).waitFor();
  await says('三个不同的人', '不能撤回');
  await page.getByLabel('系统管理员').fill('wang-a');
  await page.getByLabel('安全管理员').fill('wang-a');
  await page.getByLabel('审计管理员').fill('zhao-c');
  await says('三个管理员要由三个人担任');
  await page.getByLabel('安全管理员').fill('li-b');
  await shot('ceremony');
});
await axe('the ceremony');

await check('the ceremony prints three slips, once', async () => {
  await page.getByRole('button', { name: '启用账号，发三张密码条' }).click();
  await page.waitForSelector('.slip');
  for (const slip of await page.locator('.slip').all()) {
    const [account, password] = await slip.locator('.slip-word').allInnerTexts();
    three[account] = password;
  }
  equal(Object.keys(three), ['wang-a', 'li-b', 'zhao-c'], 'slips');
  await shot('ceremony-slips');
  equal(await axeFaults(page), [], 'violations');
  await page.getByRole('button', { name: '已交给三个人，去登录' }).click();
  await page.waitForSelector('#sign-in-title');
});

for (const account of ['wang-a', 'li-b', 'zhao-c']) {
  await check(`${account} signs in by his slip and must change it`, async () => {
    await fillSignIn(account, three[account]);
    await page.waitForSelector('#password-title');
    await page.getByRole('button', { name: '退出', exact: true }).first().click();
    await page.waitForSelector('#sign-in-title');
  });
}

await check('no error and no warning in the console', async () => {
  // The browser itself reports what the checks above had refused.
  const own = troubles.filter((one) => !/status of (401|403|404|422|423|429)/.test(one));
  equal(own, [], 'console');
});

await close();
process.exit(finish());
