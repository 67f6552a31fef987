import fresh from 'fresh';
import type { OpenFile } from '@flumotion/core/plugin';

/** Header fields of a request by their names in lower case. */
export type RequestFields = Readonly<Record<string, string | undefined>>;

/** What the conditions of a request say: send it, the client has it already, or it is not the one that was meant. */
export type Condition = 'send' | 'not-modified' | 'failed';

/** Milliseconds after which a file's time tells it from one that was written right after. */
const SETTLED = 2000;

/** When a file last changed, as HTTP writes it; undefined when nobody knows. */
export function lastModified(file: Pick<OpenFile, 'modified'>): string | undefined {
  return file.modified === undefined ? undefined : new Date(file.modified).toUTCString();
}

/** Judges If-Match, If-Unmodified-Since, If-None-Match and If-Modified-Since, in the order of RFC 9110. */
export function judge(fields: RequestFields, file: Pick<OpenFile, 'etag' | 'modified'>): Condition {
  const modified = lastModified(file);
  const match = fields['if-match'];
  const unmodified = Date.parse(fields['if-unmodified-since'] ?? '');
  if (match !== undefined) {
    const tags = match.split(',').map((tag) => tag.trim());
    if (match.trim() !== '*' && !(isStrong(file.etag) && tags.includes(file.etag))) return 'failed';
  } else if (!Number.isNaN(unmodified) && modified !== undefined && Date.parse(modified) > unmodified) {
    return 'failed';
  }
  const none = fields['if-none-match'];
  const asked = {
    'if-none-match': none,
    'if-modified-since': none === undefined ? fields['if-modified-since'] : undefined,
    'cache-control': fields['cache-control'],
  };
  return fresh(asked, { etag: file.etag, 'last-modified': modified }) ? 'not-modified' : 'send';
}

/** Whether the file is still the one a client has a part of (If-Range); else it has to be given the whole. */
export function sameAsBefore(
  condition: string | undefined,
  file: Pick<OpenFile, 'etag' | 'modified'>,
  now = Date.now(),
): boolean {
  if (condition === undefined) return true;
  const value = condition.trim();
  if (value.startsWith('"') || value.startsWith('W/')) return isStrong(file.etag) && value === file.etag;
  // A time counts whole seconds: a file of this very second may still become another one of the same time.
  const settled = file.modified !== undefined && now - file.modified >= SETTLED;
  return settled && Date.parse(value) === Date.parse(lastModified(file) ?? '');
}

function isStrong(etag: string | undefined): etag is string {
  return etag?.startsWith('"') === true;
}
