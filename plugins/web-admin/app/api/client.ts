/** Milliseconds after which an answer is no longer waited for. */
const PATIENCE = 20_000;
/** The same for pictures and sound, which begin only when somebody asks for them. */
const MEDIA_PATIENCE = 30_000;

/** An error that the manager answered, or that it could not be asked at all (status 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Path of the field of the body that does not fit. */
    readonly field?: string,
    readonly advice?: string,
    readonly problems: readonly Problem[] = [],
  ) {
    super(message);
  }
}

/** One of several things that are wrong with what was sent. */
export interface Problem {
  readonly level?: 'error' | 'warning' | 'info';
  readonly text: string;
  /** Path of the field of the body that it is about. */
  readonly field?: string;
  readonly component?: string;
  readonly plug?: string;
  readonly property?: string;
  readonly advice?: string;
  readonly line?: number;
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface CallOptions {
  readonly body?: unknown;
  readonly query?: Query;
  /** The version that is to be changed: what was read with it has not been changed by others since, or the call fails. */
  readonly ifMatch?: string;
  readonly signal?: AbortSignal;
}

/** What was answered, with its version where it has one. */
export interface Tagged<T> {
  readonly data: T;
  readonly etag: string;
}

const leavers = new Set<() => void>();

/** Has a function called whenever the manager says that nobody is signed in (any more). */
export function onSignedOut(leave: () => void): () => void {
  leavers.add(leave);
  return () => leavers.delete(leave);
}

/**
 * Asks the manager.
 * @param path - below `/api`, made with `pathOf` where it has names in it.
 * @throws ApiError
 */
export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  return (await callTagged<T>(method, path, options)).data;
}

/** As `call`, for what has versions. @throws ApiError */
export async function callTagged<T>(
  method: string,
  path: string,
  { body, query = {}, ifMatch, signal }: CallOptions = {},
): Promise<Tagged<T>> {
  const text = typeof body === 'string';
  const headers: Record<string, string> = {
    Accept: 'application/json',
    ...(body === undefined ? {} : { 'Content-Type': text ? 'application/xml' : 'application/json' }),
    ...(ifMatch === undefined ? {} : { 'If-Match': ifMatch }),
  };
  const asked = {
    method,
    headers,
    ...(body === undefined ? {} : { body: text ? body : JSON.stringify(body) }),
  };
  const answer = await ask(path + queryText(query), asked, PATIENCE, signal);
  const json = (answer.headers.get('Content-Type') ?? '').includes('json');
  const data: unknown = answer.status === 204 ? undefined : await (json ? answer.json() : answer.text());
  return { data: data as T, etag: answer.headers.get('ETag') ?? '' };
}

/** A picture or a piece of sound. */
export interface Medium {
  readonly data: Blob;
  /** What to put behind the path to ask for what follows; the answer waits until it is there. */
  readonly next: string;
}

/** Asks for a picture or a piece of sound. @throws ApiError */
export async function callMedium(path: string, signal: AbortSignal): Promise<Medium> {
  const answer = await ask(path, {}, MEDIA_PATIENCE, signal);
  const link = answer.headers.get('Link') ?? '';
  return { data: await answer.blob(), next: /<(\?[^>]*)>; rel="next"/.exec(link)?.[1] ?? '' };
}

async function ask(
  path: string,
  asked: RequestInit,
  patience: number,
  signal?: AbortSignal,
): Promise<Response> {
  const enough = AbortSignal.timeout(patience);
  let answer: Response;
  try {
    answer = await fetch(`/api${path}`, {
      ...asked,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: signal ? AbortSignal.any([signal, enough]) : enough,
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiError(0, 'unreachable', 'The manager does not answer.', undefined, 'Look whether it runs.');
  }
  if (!answer.ok) throw await refusal(answer, path);
  return answer;
}

/** A path with names in it, each escaped: `` pathOf`/flows/${flow}` ``. */
export function pathOf(parts: TemplateStringsArray, ...names: readonly string[]): string {
  return parts.map((part, index) => part + encodeURIComponent(names[index] ?? '')).join('');
}

/** Path of a component by its full id. */
export function componentPath(id: string, below = ''): string {
  const [, flow = '', name = ''] = id.split('/');
  return pathOf`/components/${flow}/${name}` + below;
}

function queryText(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

async function refusal(answer: Response, path: string): Promise<ApiError> {
  let told: Partial<Record<'code' | 'message' | 'field' | 'advice', string>> & { problems?: Problem[] } = {};
  try {
    told = (await answer.json()) as typeof told;
  } catch {
    // What stands between may answer in other words than the manager's.
  }
  if (answer.status === 401 && path !== '/session') for (const leave of leavers) leave();
  return new ApiError(
    answer.status,
    told.code ?? 'unknown',
    told.message ?? `The manager answered with status ${answer.status}.`,
    told.field,
    told.advice,
    told.problems,
  );
}
