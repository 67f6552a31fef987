import type { IncomingMessage, ServerResponse } from 'node:http';
import { OF_THE_SERVER, type Fields, type Refusal, type RequestHead, type Visit } from '@flumotion/web';
import { busy, cookieFields, filled, goHome, invalid, METHODS, notReady, preflight } from './answers';
import { readDirectives } from './directives';
import type { Door } from './door';
import { QUERY_MARK } from './live-text';
import { MEDIA_TYPES, sendBytes, sendText } from './pages';
import { isSilly, isThere } from './reload';
import { readRoute, type PlaylistNames, type Route } from './routes';
import type { Session } from './sessions';
import type { Variant } from './variant';

/** Target durations that a request waits for something new at most. */
const LONGEST_WAIT = 3;
/** Seconds that it waits at most: a connection that is silent for longer is taken for dead. */
const MOST_SECONDS = 25;
/** Requests of one listener that may wait at a time. */
const MOST_WAITING = 8;

/** What answering has to know of the rest. */
export interface Counter {
  readonly door: Door;
  readonly mount: string;
  readonly names: PlaylistNames;
  /** By folder, the first one first. */
  readonly variants: ReadonlyMap<string, Variant>;
  /** Longest part in seconds; undefined without low latency. */
  readonly partTarget: number | undefined;
  readonly guarded: boolean;
  readonly isReady: (variant: Variant) => boolean;
  readonly main: () => string;
  /** Answers what is beside the playlists; false when it is something else. */
  readonly beside: (response: ServerResponse, visit: Visit) => Promise<boolean>;
  readonly refuse: (response: ServerResponse, refusal: Refusal) => void;
  /** Header fields that plugs set. */
  readonly fields: (head: RequestHead) => Fields;
  /** A session made a request. */
  readonly served: (visit: Visit, session: Session) => void;
}

/** Answers requests for playlists, fragments, parts and headers. */
export class Web {
  constructor(private readonly counter: Counter) {}

  async answer(request: IncomingMessage, response: ServerResponse, visit: Visit): Promise<void> {
    const { counter } = this;
    const { head } = visit;
    if (await counter.beside(response, visit)) return;
    if (head.path === OF_THE_SERVER) {
      preflight(response);
      return;
    }
    const route = readRoute(head.path, counter.mount, counter.names, [...counter.variants.keys()]);
    if (!route) this.refuse(response, invalid(404, 'there is nothing of this name'));
    else if (!METHODS.split(', ').includes(head.method))
      this.refuse(response, { ...invalid(405, `use ${METHODS}`), fields: { Allow: METHODS } });
    else if (head.method === 'OPTIONS') preflight(response);
    else if (route.kind === 'home') goHome(response, head, counter.mount, counter.names.main);
    else await this.give(request, response, visit, route);
  }

  private async give(
    request: IncomingMessage,
    response: ServerResponse,
    visit: Visit,
    route: Exclude<Route, { kind: 'home' }>,
  ): Promise<void> {
    const { counter } = this;
    const variant = counter.variants.get('folder' in route ? route.folder : '');
    const exists = variant && (route.kind !== 'file' || variant.names.read(route.name));
    if (!exists) {
      this.refuse(response, invalid(404, 'there is nothing of this name'));
      return;
    }
    const ready = route.kind === 'main' ? [...counter.variants.values()] : [variant];
    if (!ready.some((each) => counter.isReady(each))) {
      this.refuse(response, notReady);
      return;
    }
    const entered = await counter.door.enter(visit, route.kind === 'stream');
    if ('status' in entered) {
      this.refuse(response, entered);
      return;
    }
    const { session } = entered;
    if (session) {
      visit.user = session.user;
      visit.note = `session ${session.id}`;
      counter.served(visit, session);
    }
    const fields = { ...counter.fields(visit.head), ...cookieFields(visit, entered, counter.mount) };
    if (route.kind === 'main') await sendText(response, filled(counter.main(), visit.head, session), fields);
    else if (route.kind === 'stream') await this.playlist(response, visit, variant, session, fields);
    else await this.file(request, response, variant, session, route.name, fields);
  }

  private async playlist(
    response: ServerResponse,
    { head }: Visit,
    variant: Variant,
    session: Session | undefined,
    fields: Fields,
  ): Promise<void> {
    const { partTarget, variants, names, isReady } = this.counter;
    const directives = readDirectives(head.query);
    if (typeof directives === 'string') {
      this.refuse(response, invalid(400, directives));
      return;
    }
    const { until, skip } = directives;
    if (until && partTarget !== undefined) {
      if (isSilly(variant.ring, until, partTarget)) {
        this.refuse(response, invalid(400, 'what is waited for is too far ahead'));
        return;
      }
      if (!(await this.wait(response, variant, session, () => isThere(variant.ring, until)))) return;
    }
    const text = variant.playlist(skip, () =>
      [...variants]
        .filter(([, other]) => other !== variant && isReady(other))
        .map(([folder, other]) =>
          other.report(`${variant.folder === '' ? '' : '../'}${folder}${names.stream}${QUERY_MARK}`),
        ),
    );
    await sendText(response, filled(text, head, session), fields);
  }

  private async file(
    request: IncomingMessage,
    response: ServerResponse,
    variant: Variant,
    session: Session | undefined,
    name: string,
    fields: Fields,
  ): Promise<void> {
    const { ring, names } = variant;
    const named = names.read(name);
    if (named?.kind === 'part' && this.isHinted(variant, named)) {
      const there = (): boolean => ring.partsOf(named.number)[named.part] !== undefined;
      if (!(await this.wait(response, variant, session, there))) return;
    }
    const bytes =
      named?.kind === 'segment'
        ? ring.get(named.number)?.data
        : named?.kind === 'part'
          ? ring.partsOf(named.number)[named.part]?.data
          : named && ring.header(named.number);
    if (!bytes) {
      this.refuse(response, invalid(404, 'this is not kept, or not there yet'));
      return;
    }
    const type = MEDIA_TYPES[name.slice(name.lastIndexOf('.') + 1) as keyof typeof MEDIA_TYPES];
    const shared = this.counter.guarded ? 'private' : 'public';
    sendBytes(request, response, bytes, {
      'Content-Type': type,
      'Cache-Control': `${shared}, max-age=3600, immutable`,
      ...fields,
    });
  }

  /** Whether a part is the one that playlists say comes next. */
  private isHinted({ ring }: Variant, { number, part }: { number: number; part: number }): boolean {
    return (
      this.counter.partTarget !== undefined &&
      number === ring.next &&
      part === (ring.filling?.parts.length ?? 0)
    );
  }

  /** @returns whether there is still somebody to answer, who was not refused. */
  private async wait(
    response: ServerResponse,
    { waiting, ring }: Variant,
    session: Session | undefined,
    holds: () => boolean,
  ): Promise<boolean> {
    if (holds()) return true;
    if (session && session.waiting >= MOST_WAITING) {
      this.refuse(response, busy);
      return false;
    }
    const gone = new AbortController();
    const leave = (): void => {
      gone.abort();
    };
    // Who closes its half while it waits, as a player does that has gone elsewhere, waits no more.
    const { socket } = response;
    socket?.once('end', leave);
    response.once('close', leave);
    if (session) session.waiting++;
    const seconds = Math.min(LONGEST_WAIT * ring.playlist.targetDuration, MOST_SECONDS);
    const outcome = await waiting.wait(holds, seconds * 1000, gone.signal);
    if (session) {
      session.waiting--;
      session.seen = Date.now();
    }
    socket?.off('end', leave);
    response.off('close', leave);
    if (gone.signal.aborted) response.destroy();
    if (outcome === 'full') this.refuse(response, busy);
    return outcome !== 'full' && !response.destroyed;
  }

  private refuse(response: ServerResponse, refusal: Refusal): void {
    this.counter.refuse(response, refusal);
  }
}
