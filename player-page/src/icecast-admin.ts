import { escapeMarkup } from './escape';
import { MOST_SOURCES, mountOf, parts, text, type Shown } from './icecast-forms';

/** Somebody who listens, as Icecast lists it. */
export interface StatusClient {
  readonly id?: string | undefined;
  readonly address?: string | undefined;
  readonly agent?: string | undefined;
  /** Name it logged in with. */
  readonly user?: string | undefined;
  /** How long it has listened. */
  readonly seconds?: number | undefined;
}

type Form = (server: Shown, sources: readonly Shown[], clients: Iterable<StatusClient>) => string;

const FORMS: Readonly<Record<string, Form>> = {
  '/admin/stats': stats,
  '/admin/stats.xml': stats,
  '/admin/listmounts': (_, sources) => sources.map(mount).join(''),
  '/admin/listclients': (_, sources, clients) => sources.map((source) => listeners(source, clients)).join(''),
};

/** Icecast's paths of figures in XML, for who logs in. */
export const ADMIN_PATHS: readonly string[] = Object.keys(FORMS);

/**
 * The figures of a server in Icecast's XML, in ASCII: whoever sends it need not know of charsets.
 * @param path - one of `ADMIN_PATHS`.
 * @param document - as `icecastStatus` makes it.
 * @param clients - who listens to its streams; looked at only where they are listed.
 */
export function adminXml(path: string, document: string, clients: Iterable<StatusClient>): string {
  const { server, sources } = parts(document);
  return icestats(FORMS[path]?.(server, sources, clients) ?? '');
}

/** A source, and a sum over all sources, as they stand in what `adminXml` makes: text has no `<` in it. */
const SOURCE = /<source mount="[^"]*">[^]*?<\/source>/g;
const SUMS = ['listeners', 'clients', 'sources'];

/**
 * The figures of several servers in one document.
 * @param documents - as `adminXml` makes them, for one path.
 */
export function mergeAdminXml(documents: readonly string[]): string {
  const sources = documents.flatMap((document) => document.match(SOURCE) ?? []).slice(0, MOST_SOURCES);
  const heads = documents.map(
    (document) => /<icestats>([^]*?)(?:<source |<\/icestats>)/.exec(document)?.[1] ?? '',
  );
  const head = SUMS.reduce((merged, name) => {
    const element = new RegExp(`<${name}>(\\d+)</${name}>`);
    const sum = heads.reduce((all, one) => all + Number(element.exec(one)?.[1] ?? 0), 0);
    return merged.replace(element, `<${name}>${String(sum)}</${name}>`);
  }, heads[0] ?? '');
  return icestats(head + sources.join(''));
}

function icestats(body: string): string {
  return `<?xml version="1.0"?>\n<icestats>${body}</icestats>\n`;
}

function stats(server: Shown, sources: readonly Shown[]): string {
  const total = sources.reduce((sum, source) => sum + Number(source['listeners'] ?? 0), 0);
  const head = elements({ ...server, listeners: total, clients: total, sources: sources.length });
  return head + sources.map((source) => inSource(source, elements(source))).join('');
}

function mount(source: Shown): string {
  const { listeners: count, server_type: type, stream_start: since } = source;
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(text(since))) / 1000));
  return inSource(
    source,
    elements({ fallback: '', listeners: count, Connected: seconds, 'content-type': type }),
  );
}

function listeners(source: Shown, clients: Iterable<StatusClient>): string {
  const listed = Array.from(clients, ({ id = '', address, agent, user, seconds }) => {
    const told = { IP: address, UserAgent: agent, Connected: seconds, ID: id };
    return `<listener id="${xml(id)}">${elements(user === undefined ? told : { ...told, username: user })}</listener>`;
  });
  return inSource(source, elements({ Listeners: listed.length }) + listed.join(''));
}

function inSource(source: Shown, content: string): string {
  return `<source mount="${xml(mountOf(source))}">${content}</source>`;
}

function elements(shown: Shown): string {
  return Object.entries(shown)
    .filter(([name, value]) => value !== null && /^[a-z_][\w-]*$/i.test(name))
    .map(([name, value]) => `<${name}>${xml(value)}</${name}>`)
    .join('');
}

/** Text for XML, in ASCII. */
function xml(value: unknown): string {
  return escapeMarkup(text(value)).replaceAll(
    /[^\x20-\x7e]/gu,
    (character) => `&#${String(character.codePointAt(0))};`,
  );
}
