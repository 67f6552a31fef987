import { ADMIN_PATHS, mergeAdminXml } from '@flumotion/player-page';
import { answerHead, answerText, type RequestHead } from '@flumotion/web';
import { askStreamers, type Asked } from './ask-streamers';

/** Requests of Icecast's administration that streamers answer; they say in an argument which stream they mean. */
const PATHS = ['/admin/metadata', '/admin/metadata.xsl', ...ADMIN_PATHS];

/** The path of the stream that a request to its administration is about; that of the request for any other. */
export function mountMeant({ path, query }: Pick<RequestHead, 'path' | 'query'>): string {
  return (PATHS.includes(path) ? query.get('mount') : undefined) ?? path;
}

/** A whole answer, as it is sent. */
export interface AdminAnswer {
  readonly status: number;
  readonly text: string;
}

/** Whether a request is for Icecast's figures in XML of all streams, which who logs in may see. */
export function isForAll({ path, method, query }: RequestHead): boolean {
  return ADMIN_PATHS.includes(path) && method === 'GET' && !query.has('mount');
}

/**
 * Icecast's figures in XML of all streamers whose login is that of the request, as an answer to it. Without a login they
 * need not be asked.
 * @param client - as the streamers are told.
 * @returns undefined where no streamer knows of such requests.
 */
export async function adminAnswer(
  asked: Asked,
  { target, fields, version }: RequestHead,
  client: { readonly address: string; readonly secure: boolean },
): Promise<AdminAnswer | undefined> {
  if (!fields.has('authorization')) return loginWanted(version);
  const told = ['host', 'authorization', 'user-agent'].flatMap((name) => {
    const value = fields.get(name);
    return value === undefined ? [] : [`${name}: ${value}\r\n`];
  });
  const data = Buffer.from(`GET ${target} HTTP/1.0\r\n${told.join('')}\r\n`, 'latin1');
  const answers = await askStreamers(asked, { data, ...client });
  const documents = answers.filter(({ status }) => status === 200).map(({ body }) => body);
  if (documents.length > 0) {
    const body = mergeAdminXml(documents);
    const about = { 'Content-Type': 'text/xml; charset=utf-8', 'Cache-Control': 'no-store' };
    // In ASCII, as it comes from the streamers.
    const length = { 'Content-Length': String(body.length) };
    return { status: 200, text: answerHead(version, 200, { ...about, ...length }) + body };
  }
  // Who guesses is slowed down by each streamer.
  if (answers.some(({ status }) => status === 503))
    return refusal(version, 503, 'too many logins wait; try again later', { 'Retry-After': '10' });
  return answers.some(({ status }) => status === 401) ? loginWanted(version) : undefined;
}

function loginWanted(version: RequestHead['version']): AdminAnswer {
  return refusal(version, 401, 'a valid name and password are needed', {
    'WWW-Authenticate': 'Basic realm="Flumotion", charset="UTF-8"',
  });
}

function refusal(
  version: RequestHead['version'],
  status: number,
  reason: string,
  fields: Readonly<Record<string, string>>,
): AdminAnswer {
  return { status, text: answerText(version, status, reason, fields, true) };
}
