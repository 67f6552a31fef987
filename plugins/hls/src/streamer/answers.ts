import type { ServerResponse } from 'node:http';
import type { Fields, Refusal, RequestHead, Visit } from '@flumotion/web';
import type { Entered } from './door';
import { QUERY_MARK } from './live-text';
import { ARGUMENT, COOKIE, ownArguments, type Session } from './sessions';

/** Methods that are answered. */
export const METHODS = 'GET, HEAD, OPTIONS';
/** Longest arguments of a listener's own that are put into each URL of a playlist. */
const MOST_ARGUMENTS = 512;

/** There are too few fragments yet. */
export const notReady: Refusal = {
  status: 503,
  reason: 'the stream has not begun; try again in a moment',
  fields: { 'Retry-After': '2' },
  stat: 'refused-not-ready',
};

/** Too many wait. */
export const busy: Refusal = {
  status: 503,
  reason: 'too many requests wait already; try again in a moment',
  fields: { 'Retry-After': '1' },
  stat: 'refused-full',
};

/** A request that cannot be answered. */
export function invalid(status: number, reason: string): Refusal {
  return { status, reason, fields: {}, stat: 'refused-invalid' };
}

/** Tells a browser what other pages may ask here. */
export function preflight(response: ServerResponse): void {
  response.writeHead(204, {
    Allow: METHODS,
    'Access-Control-Allow-Methods': METHODS,
    'Access-Control-Allow-Headers': 'Range, Authorization',
    'Access-Control-Max-Age': 86_400,
  });
  response.end();
}

/** A playlist whose URLs have what a listener needs. */
export function filled(text: string, head: RequestHead, session: Session | undefined): string {
  const own = ownArguments(head);
  const query =
    session?.inUrls === true
      ? `?${ARGUMENT}=${session.token}`
      : own !== '' && own.length <= MOST_ARGUMENTS
        ? `?${own}`
        : '';
  return text.replaceAll(QUERY_MARK, query);
}

/** Sends who asks for the mount point itself to the main playlist. */
export function goHome(
  response: ServerResponse,
  { path, target, query }: RequestHead,
  mount: string,
  main: string,
): void {
  const last = mount.slice(mount.lastIndexOf('/') + 1);
  const from = path === mount && last !== '' ? `./${encodeURIComponent(last)}/` : './';
  const search = query.size > 0 ? target.slice(target.indexOf('?')) : '';
  response.writeHead(302, { Location: `${from}${main}${search}`, 'Content-Length': 0 });
  response.end();
}

/** The cookie of a new session. */
export function cookieFields({ secure }: Visit, { session, cookie }: Entered, mount: string): Fields {
  if (cookie === undefined || !session) return {};
  const path = encodeURI(mount.endsWith('/') ? mount : `${mount}/`).replaceAll(';', '%3B');
  const age = Number.isFinite(session.until)
    ? `; Max-Age=${String(Math.max(1, Math.round((session.until - Date.now()) / 1000)))}`
    : '';
  const secret = secure ? '; Secure' : '';
  return { 'Set-Cookie': `${COOKIE}=${cookie}; Path=${path}; HttpOnly; SameSite=Lax${age}${secret}` };
}
