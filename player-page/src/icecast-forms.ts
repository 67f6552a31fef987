import { escapeMarkup } from './escape';
import { STATUS_PATH } from './names';

/** Figures in the form that is asked for. */
export interface StatusForm {
  readonly contentType: string;
  readonly body: string;
}

/** Sources that are read at most of other servers' figures. */
export const MOST_SOURCES = 1000;

/** What is told of a stream or of the server: what `status-json.xsl` has under its names. */
export type Shown = Readonly<Record<string, unknown>>;
type Form = (server: Shown, sources: readonly Shown[], query: URLSearchParams) => StatusForm;

const FORMS: Readonly<Record<string, Form>> = {
  [STATUS_PATH]: () => ({ contentType: 'application/json', body: '' }),
  '/status.xsl': (_, sources) => ({ contentType: 'text/html', body: statusPage(sources) }),
  '/7.html': (_, sources, query) => ({ contentType: 'text/html', body: sevenPage(sources, query) }),
};

/** Paths at which figures are for everybody: Icecast's JSON and its page, and SHOUTcast's one line. */
export const STATUS_PATHS: readonly string[] = Object.keys(FORMS);

/**
 * The figures of a server in the form that belongs to a path.
 * @param path - one of `STATUS_PATHS`.
 * @param document - as `icecastStatus` makes it.
 */
export function statusForm(path: string, document: string, query: URLSearchParams): StatusForm {
  const form = FORMS[path];
  if (path === STATUS_PATH || !form) return { contentType: 'application/json', body: document };
  const { server, sources } = parts(document);
  return form(server, sources, query);
}

/** The server and its streams in a document as `icecastStatus` makes it. */
export function parts(document: string): { readonly server: Shown; readonly sources: readonly Shown[] } {
  const { icestats } = JSON.parse(document) as { icestats: Shown };
  const { source, dummy: _, ...server } = icestats;
  return { server, sources: [source ?? []].flat() as Shown[] };
}

/** Icecast's `status.xsl`, whose cells monitors look for by their words. */
function statusPage(sources: readonly Shown[]): string {
  const body = sources.map((source) => {
    const url = text(source['server_url']);
    const link = /^https?:\/\//.test(url)
      ? `<a href="${escapeMarkup(url)}">${escapeMarkup(url)}</a>`
      : escapeMarkup(url);
    const rows: [string, string][] = [
      ['Stream Name:', escapeMarkup(text(source['server_name']))],
      ['Stream Description:', escapeMarkup(text(source['server_description']))],
      ['Content Type:', escapeMarkup(text(source['server_type']))],
      ['Stream started:', escapeMarkup(text(source['stream_start']))],
      ['Bitrate:', escapeMarkup(text(source['bitrate']))],
      ['Listeners (current):', escapeMarkup(text(source['listeners']))],
      ['Listeners (peak):', escapeMarkup(text(source['listener_peak']))],
      ['Genre:', escapeMarkup(text(source['genre']))],
      ['Stream URL:', link],
      ['Currently playing:', escapeMarkup(text(source['title']))],
    ];
    const cells = rows
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `<tr><td>${name}</td><td class="streamstats">${value}</td></tr>`);
    const mount = escapeMarkup(mountOf(source));
    return `<div class="roundbox"><h3 class="mount">Mount Point ${mount}</h3><table class="yellowkeys">${cells.join('')}</table></div>`;
  });
  const style = 'body{font-family:sans-serif}td{padding:.2em 1em}';
  return `<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>Status</title><style>${style}</style></head><body>${body.join('\n')}</body></html>\n`;
}

/** SHOUTcast's line: listeners, on the air, most listeners, places (0: not limited), different ones, kbit/s, title. */
function sevenPage(sources: readonly Shown[], query: URLSearchParams): string {
  const number = Number(query.get('sid') ?? 1);
  const source = sources[Number.isInteger(number) && number > 0 ? number - 1 : 0];
  const listeners = text(source?.['listeners'] ?? 0);
  const fields = [
    listeners,
    source ? 1 : 0,
    source?.['listener_peak'] ?? 0,
    0,
    listeners,
    source?.['bitrate'] ?? 0,
    source?.['title'] ?? '',
  ];
  const line = fields.map((field) => escapeMarkup(text(field))).join(',');
  return `<html><head><meta charset="utf-8"><meta http-equiv="Pragma" content="no-cache"></head><body>${line}</body></html>\n`;
}

/** The path of a stream, decoded. */
export function mountOf(source: Shown): string {
  const url = text(source['listenurl']);
  return URL.canParse(url) ? decoded(new URL(url).pathname) : url;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A value as text; empty for what is neither text nor a number. */
export function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
