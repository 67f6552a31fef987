import { createHash, timingSafeEqual } from 'node:crypto';
import { SlowDown, type Fields, type RefusalStat, type RequestHead } from '@flumotion/web';
import { ADMIN_PATHS } from '@flumotion/player-page';
import type { Station } from './station';

/** Who may name what plays. */
export interface Announcers {
  /** Names to log in with. */
  readonly users: readonly string[];
  /** Undefined when nobody may. */
  readonly password: string | undefined;
  /** Path of the stream, decoded. */
  readonly mount: string;
  readonly realm: string;
}

/** A whole answer. */
export interface WholeAnswer {
  readonly status: number;
  readonly fields: Fields;
  /** ASCII. */
  readonly body: string;
  /** For the log. */
  readonly reason: string;
  /** What it counts as when it is a refusal. */
  readonly stat: RefusalStat | undefined;
}

const PATHS = ['/admin/metadata', '/admin/metadata.xsl', '/admin.cgi', ...ADMIN_PATHS];
/** Charset of text that is not UTF-8 and does not say what it is. */
const OLD_CHARSET = 'windows-1252';

/**
 * Answers requests that name what plays, in the forms of Icecast (`/admin/metadata`) and SHOUTcast (`/admin.cgi`), which
 * automation programs send, and those of monitors for Icecast's figures in XML (`/admin/stats` and others).
 */
export class MetadataRequests {
  private readonly slowDown = new SlowDown();

  constructor(
    private readonly announcers: () => Announcers,
    private readonly station: Station,
    /** The figures in the form that belongs to the path of a request. */
    private readonly figures: (head: RequestHead) => string,
  ) {}

  /** Whether a request is one of these; none is where nobody may. */
  takes({ path }: Pick<RequestHead, 'path'>): boolean {
    return this.announcers().password !== undefined && PATHS.includes(path);
  }

  /**
   * @param address - of the client; who fails to log in waits longer each time.
   * @returns undefined for a request that is none of these, and for all of them where nobody may.
   */
  answer(head: RequestHead, address: string): Promise<WholeAnswer> | undefined {
    return this.takes(head) ? this.judge(head, address, this.announcers()) : undefined;
  }

  private async judge(head: RequestHead, address: string, announcers: Announcers): Promise<WholeAnswer> {
    if (head.method !== 'GET' && head.method !== 'POST')
      return xml(405, 'use GET or POST', { Allow: 'GET, POST' });
    const { user, password } = loginOf(head);
    if (password !== undefined && !(await this.slowDown.admit(address, user ?? '')))
      return xml(503, 'too many logins wait; try again later', { 'Retry-After': '10' });
    const admitted = mayAnnounce(user, password, announcers);
    if (password !== undefined) this.slowDown.judged(address, user ?? '', admitted);
    if (admitted && ADMIN_PATHS.includes(head.path)) return document('the figures', this.figures(head));
    if (admitted) return this.take(head, announcers.mount);
    const realm = announcers.realm.replaceAll(/[^\x20-\x7e]|["\\]/g, '');
    return xml(401, 'a valid name and password are needed', {
      'WWW-Authenticate': `Basic realm="${realm}", charset="UTF-8"`,
    });
  }

  private take({ query, target, path }: RequestHead, mount: string): WholeAnswer {
    const asked = query.get('mount') ?? (path === '/admin.cgi' ? mount : undefined);
    if (asked === undefined) return xml(400, 'the argument mount is missing');
    if (asked !== mount) return xml(404, 'there is no such mount here');
    if (query.get('mode') !== 'updinfo') return xml(400, 'the argument mode must be updinfo');
    const text = argumentsOf(target, query.get('charset') ?? undefined);
    const song = text('song') ?? [text('artist'), text('title')].filter(Boolean).join(' - ');
    if (text('song') === undefined && text('title') === undefined)
      return xml(400, 'the argument song, or title, is missing');
    this.station.announce(song, text('url'));
    return this.station.fixed
      ? xml(409, 'the property title is set, and counts instead')
      : xml(200, 'Metadata update successful');
  }
}

function xml(status: number, reason: string, fields: Fields = {}): WholeAnswer {
  const done = status === 200 ? 1 : 0;
  const body = `<?xml version="1.0"?>\n<iceresponse><message>${reason}</message><return>${done}</return></iceresponse>\n`;
  return {
    ...document(reason, body, fields),
    status,
    stat: status === 200 ? undefined : status === 401 ? 'refused-login' : 'refused-invalid',
  };
}

function document(reason: string, body: string, fields: Fields = {}): WholeAnswer {
  return {
    status: 200,
    reason,
    body,
    stat: undefined,
    fields: {
      'Content-Type': 'text/xml; charset=utf-8',
      'Content-Length': String(body.length),
      'Cache-Control': 'no-store',
      ...fields,
    },
  };
}

interface Login {
  /** Undefined in SHOUTcast's form, which has only a password, among its arguments. */
  readonly user: string | undefined;
  readonly password: string | undefined;
}

function loginOf({ fields, query, path }: RequestHead): Login {
  const [, credentials = ''] = /^Basic +(\S+)$/i.exec(fields.get('authorization') ?? '') ?? [];
  const [, user, given] = /^([^:]*):(.*)$/s.exec(Buffer.from(credentials, 'base64').toString()) ?? [];
  if (given !== undefined || path !== '/admin.cgi') return { user, password: given };
  return { user: undefined, password: query.get('pass') ?? undefined };
}

function mayAnnounce(
  user: string | undefined,
  given: string | undefined,
  { users, password = '' }: Announcers,
): boolean {
  const known = user === undefined || users.includes(user);
  return given !== undefined && same(given, password) && known;
}

/** Compares in a time that tells nothing. */
function same(one: string, other: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}

/**
 * The arguments of a target as text, by name: in the charset that is given; else UTF-8, or where it is not that, in the
 * one that old programs use.
 */
function argumentsOf(target: string, charset: string | undefined): (name: string) => string | undefined {
  const raw = target.slice(target.indexOf('?') + 1).split('&');
  return (name) => {
    const found = raw.find((item) => item.startsWith(`${name}=`));
    if (found === undefined) return undefined;
    const escaped = found.slice(name.length + 1).replaceAll('+', ' ');
    const bytes = Buffer.from(
      escaped.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
      'latin1',
    );
    return decode(bytes, charset ?? 'utf-8') ?? decode(bytes, OLD_CHARSET) ?? '';
  };
}

function decode(bytes: Buffer, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
