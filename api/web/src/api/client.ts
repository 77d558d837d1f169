// Reads the server. A refusal is a value of the page, not a fault: it carries code, sentence and
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

// One GET. Throws Refusal, or lets an abort of `signal` through.
export async function read<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(pathOf(path, query), { signal, headers: { Accept: 'application/json' } });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw fault('连不上服务', '确认 zhucun serve 正在运行，然后点“重试”');
  }
  if (!response.ok) throw await refusalOf(response);
  try {
    return (await response.json()) as T;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw fault('服务的答复不完整', '点“重试”');
  }
}
