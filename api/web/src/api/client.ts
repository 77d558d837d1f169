// Talks to the server. A refusal is a value of the page, not a fault: it carries code, sentence and
// hint, and the place where the data would stand shows it.

export type Query = Record<string, string | number | undefined>;

export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly title: string,
    readonly hint: string,
    readonly clause = '',
    readonly pointer = '',
  ) {
    super(title);
  }
}

const fault = (title: string, hint: string) => new Refusal('no_answer', title, hint);

// Whatever a page caught, as a refusal to show.
export const asRefusal = (error: unknown): Refusal =>
  error instanceof Refusal ? error : new Refusal('page_fault', '页面处理时出错', '点“重试”');

// What can put a refusal right without the page: signing in again, the password once more. True:
// ask again. The session sets it; before that nothing can be mended.
type Mend = (refusal: Refusal) => Promise<boolean>;
let mend: Mend = () => Promise.resolve(false);
export function mendWith(one: Mend): void {
  mend = one;
}

// A path under /v1 with its parameters; empty ones are left out.
export function pathOf(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

async function refusalOf(response: Response): Promise<Refusal> {
  try {
    const problem = await response.json();
    return new Refusal(
      problem.code ?? String(response.status),
      problem.title ?? '服务没有说明原因',
      problem.hint ?? '',
      problem.clause ?? '',
      problem.pointer ?? '',
    );
  } catch {
    return new Refusal(String(response.status), '服务的答复无法辨认', '稍后重试；仍不行时联系管理员');
  }
}

// Throws Refusal, or lets an abort of the signal through.
async function answerOf(path: string, init: RequestInit, mendable: boolean): Promise<Response> {
  for (;;) {
    let response: Response;
    try {
      response = await fetch(path, init);
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw fault('连不上服务', '确认 zhucun serve 正在运行，然后点“重试”');
    }
    if (response.ok) return response;
    const refusal = await refusalOf(response);
    if (!mendable || init.signal?.aborted || !(await mend(refusal))) throw refusal;
  }
}

// Throws Refusal, or lets an abort of the signal through.
async function ask<T>(path: string, init: RequestInit, mendable: boolean): Promise<T> {
  const response = await answerOf(path, init, mendable);
  try {
    return (await response.json()) as T;
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw fault('服务的答复不完整', '点“重试”');
  }
}

// One GET.
export function read<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return ask<T>(pathOf(path, query), { signal, headers: { Accept: 'application/json' } }, true);
}

// The session itself, asked for and changed: what is refused here is shown, never mended.
export function session<T>(method: string, path = '/v1/session', body?: unknown): Promise<T> {
  return ask<T>(path, written(method, body, {}), false);
}

// Anything else that changes something. Repeated as it is when the session had ended meanwhile.
export function send<T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  return ask<T>(path, written(method, body, headers), true);
}

// A file as it is, whatever it holds: the server finds that out.
export function sendBytes<T>(path: string, file: Blob, method = 'PUT'): Promise<T> {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/octet-stream' };
  return ask<T>(path, { method, headers, body: file }, true);
}

// A file to keep, under the name that the server gives it. A plain link would leave the browser with a
// failed download where the server refuses; here the refusal is shown. Throws Refusal.
export async function download(path: string): Promise<string> {
  const response = await answerOf(path, {}, true);
  const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('Content-Disposition') ?? '');
  const name = named ? decodeURIComponent(named[1]) : '下载';
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the file after the click has returned.
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return name;
}

function written(method: string, body: unknown, headers: Record<string, string>): RequestInit {
  const own: Record<string, string> = { Accept: 'application/json', ...headers };
  if (body !== undefined) own['Content-Type'] = 'application/json';
  return { method, headers: own, body: body === undefined ? undefined : JSON.stringify(body) };
}
