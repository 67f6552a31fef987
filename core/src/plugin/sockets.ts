import type { ElementMessage, PipelineElement } from './behaviour';
import type { ComponentKind } from './component';
import type { FileProvider, FileRequestEntry, MetadataProvider, RateController } from './files';
import type { HeldKeycard, Keycard, Verdict } from './keycard';
import type { Plugged } from './plug';

/** A request for a stream or a file, as the loggers of requests see it. */
export interface RequestEntry extends FileRequestEntry {
  /** Address of the client. */
  readonly ip: string;
  /** When the request came, in milliseconds since 1970. */
  readonly time: number;
  readonly method: string;
  /** Path and query as they were asked for, secrets replaced by `***`. */
  readonly uri: string;
  /** Name the client gave to a bouncer; undefined when nobody asked for one. */
  readonly username?: string | undefined;
  /** Protocol of the client, as `HTTP/1.1`. */
  readonly clientproto: string;
  /** HTTP status. */
  readonly response: number;
  /** Bytes of the body that were sent; 0 while the request has only begun. */
  readonly 'bytes-sent': number;
  readonly referer?: string | undefined;
  readonly 'user-agent'?: string | undefined;
  /** Seconds the client was connected; 0 while the request has only begun. */
  readonly 'time-connected': number;
  /** Why it has ended, as a word that stays the same: `left`, `too-slow`, `refused-login`. */
  readonly reason?: string | undefined;
  /** Why it has ended, in words. */
  readonly detail?: string | undefined;
}

/** What happened to a request: it was answered, or it has ended. */
export type RequestEvent = 'http_session_started' | 'http_session_completed';

/** What a component that answers HTTP requests asks of a plug of the socket `request-logger`. */
export interface RequestLogger {
  /** Something happened to a request. Called often: keep it short, and bound what you queue. */
  event(type: RequestEvent, entry: RequestEntry): void;
  /** Closes what is written to and opens it again, so that the old file can be moved away. */
  rotate?(): void | Promise<void>;
}

/** A request whose answer a plug of the socket `request-modifier` may change. */
export interface ModifiableRequest {
  readonly method: string;
  /** Path asked for, percent-decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Sets a header field of the answer; one that the component sets itself is replaced. */
  setHeader(name: string, value: string): void;
}

/** What a component that answers HTTP requests asks of a plug of the socket `request-modifier`. */
export interface RequestModifier {
  /** Changes the answer to a request that was admitted. */
  modify(request: ModifiableRequest): void;
}

/** What is on a stream, for lists of streams. */
export interface StreamData {
  readonly protocol: string;
  readonly description: string;
  readonly url: string;
}

/** What a streamer asks of a plug of the socket `stream-data`. */
export interface StreamDataProvider {
  /** Describes the stream, in place of what the component would say by itself. */
  streamData(own: StreamData): StreamData | Promise<StreamData>;
}

/** A change that a person or a program asked the manager for. */
export interface AdminAction {
  /** Who: what an identity plug said, else `user@address`. */
  readonly identity: string;
  /** What, as `componentStart`. */
  readonly method: string;
  /** Values given, secrets replaced by `***`. */
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/** What the manager asks of a plug of the socket `admin-action`. */
export interface AdminActionListener {
  /** Somebody is about to change something. */
  action(action: AdminAction): void | Promise<void>;
}

/** Pages that were built, to be served by the manager. */
export interface BuiltPages {
  /** Absolute path of the folder: `index.html`, and beside it what it loads, also compressed as `.br` and `.gz`. */
  readonly folder: string;
}

/** What the manager asks of a plug of the socket `manager-pages`. */
export interface ManagerPages {
  /**
   * The pages, which the manager serves at `/`; asked once, after the start. A path that has no dot and is no file shows
   * `index.html`; what is below `/assets/` with a hash in its name may be kept for ever.
   */
  pages(): BuiltPages | Promise<BuiltPages>;
}

/** What the manager asks of a plug of the socket `identity`. */
export interface IdentityProvider {
  /** A name for somebody who was admitted; undefined leaves it to the next plug. The keycard has no password. */
  identify(keycard: Omit<Keycard, 'password' | 'token'>): string | undefined | Promise<string | undefined>;
}

/** What a component that lets clients in asks of a plug of the sockets `bouncer` and `bouncer-algorithm`. */
export interface Judge {
  /** Judges a keycard, within 5 s. One that cannot judge throws; the component then decides by its policy. */
  authenticate(keycard: Keycard): Verdict | Promise<Verdict>;
  /** Judges again somebody who is in; whom it refuses is ejected. */
  review?(keycard: HeldKeycard): Verdict | Promise<Verdict>;
  /** Somebody who was in has left after so many seconds. */
  left?(keycard: HeldKeycard, seconds: number): void | Promise<void>;
}

/** What a job asks of a plug of the socket `effect`. */
export interface Effect {
  /** One of the effect's own elements posted a message on the bus; `source` is its name in the effect's text. */
  elementMessage?(message: ElementMessage): void;
}

/** A request for something below the mount point of a component that answers HTTP requests. */
export interface PageRequest {
  /** GET also where the client asked with HEAD: the component leaves the body out by itself. */
  readonly method: 'GET';
  /** Path below the mount point, percent-decoded, without a slash in front; empty for the mount point itself. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** URL of the mount point as the client sees it, with a slash at the end; outside text. */
  readonly base: string;
  /** Header fields of the request by their names in lower case. */
  readonly fields: ReadonlyMap<string, string>;
}

/** A whole answer, which is not large: the component holds it in memory. */
export interface PageAnswer {
  /** HTTP status. */
  readonly status: number;
  /** Header fields; the component adds the length, the date and what frames the answer. */
  readonly fields: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** What a component that answers HTTP requests asks of a plug of the socket `pages`. */
export interface PageProvider {
  /** The answer to a request that was admitted; undefined leaves it to the next plug, and then to the component. */
  page(request: PageRequest): PageAnswer | undefined | Promise<PageAnswer | undefined>;
}

/** A socket that asks nothing of its plugs but that they start and stop. */
export type QuietSocket = Readonly<Record<never, never>>;

/**
 * The sockets there are and what is asked of the plugs in them. A package whose component has a socket of its own adds
 * it by declaration merging: `declare module '@flumotion/core/plugin' { interface PlugSockets { 'my-socket': MyPlug } }`.
 */
export interface PlugSockets {
  /** Every component has it. */
  component: QuietSocket;
  /** Every component with a raw feeder has it. */
  effect: Effect;
  'request-logger': RequestLogger;
  'request-modifier': RequestModifier;
  'stream-data': StreamDataProvider;
  /** Offers pages below the mount point of a component that answers HTTP requests. */
  pages: PageProvider;
  /** Decides in the component itself who is let in, in place of a bouncer component. */
  bouncer: Judge;
  /** One of several judgements that a plug of the socket `bouncer`, or a multi-bouncer, combines. */
  'bouncer-algorithm': Judge;
  /** Where the files come from that a component serves; the last one counts. */
  'file-provider': FileProvider;
  /** What is known of a file; all are asked, and the last one counts. */
  'metadata-provider': MetadataProvider;
  /** How fast a file is sent; the last one counts. */
  'rate-controller': RateController;
  /** The manager has it, as those below. */
  manager: QuietSocket;
  'admin-action': AdminActionListener;
  identity: IdentityProvider;
  /** Pages at `/` of the manager. A type of it that is installed is used by itself, with its defaults. */
  'manager-pages': ManagerPages;
}

/** A component as the manager shows it to its plugs. */
export interface ShownComponent {
  /** `/flow/component`. */
  readonly id: string;
  readonly type: string;
  readonly worker: string;
  readonly mood: string;
  readonly reason?: string;
}

/** What sockets put into the context of their plugs, beside what every plug has. */
export interface PlugOffers {
  component: {
    /** The component the plug is in. */
    readonly component: { readonly type: string; readonly kind: ComponentKind };
  };
  effect: {
    /** The effect's own element by the name in its text; throws when there is none. */
    element(name: string): PipelineElement;
    /**
     * Asks the encoders that follow, also in other jobs, for a keyframe every so many milliseconds, at whole multiples
     * of the flow's time; with no interval it ends.
     * @param element name of the element that sends the requests.
     */
    keyUnits(element: string, interval: number | undefined): void;
    /** Name of the feeder in front of which the effect is. */
    readonly feeder: string;
  };
  bouncer: {
    /** The plugs in the socket `bouncer-algorithm` of the same component, in the order of the planet file. */
    readonly algorithms: () => readonly Plugged<'bouncer-algorithm'>[];
  };
  manager: {
    /** Name of the manager. */
    readonly manager: string;
    /** The components of the planet as they are now. */
    readonly components: () => readonly ShownComponent[];
  };
}

/** What is known of a socket beside its types. */
export interface SocketFacts {
  /** Where it is: in components, or in the manager. */
  readonly where: 'component' | 'manager';
  /** Name of the socket in planet files and packages of Flumotion 0.10. */
  readonly original?: string;
  /** Hooks that a plug must have. */
  readonly hooks: readonly string[];
  /** Hooks that it may have. */
  readonly may: readonly string[];
}

const BASE = 'flumotion.component.plugs';
const BOUNCERS = 'flumotion.component.bouncers';
const FILES = 'flumotion.component.misc.httpserver';

/** The sockets of the core by name. */
export const SOCKETS: Readonly<Record<keyof PlugSockets, SocketFacts>> = {
  component: { where: 'component', original: `${BASE}.base.ComponentPlug`, hooks: [], may: [] },
  effect: { where: 'component', hooks: [], may: ['elementMessage'] },
  'request-logger': {
    where: 'component',
    original: `${BASE}.request.RequestLoggerPlug`,
    hooks: ['event'],
    may: ['rotate'],
  },
  'request-modifier': {
    where: 'component',
    original: `${BASE}.requestmodifier.RequestModifierPlug`,
    hooks: ['modify'],
    may: [],
  },
  'stream-data': {
    where: 'component',
    original: `${BASE}.streamdata.StreamDataProviderPlug`,
    hooks: ['streamData'],
    may: [],
  },
  pages: { where: 'component', original: `${BASE}.base.ComponentPlug`, hooks: ['page'], may: [] },
  bouncer: {
    where: 'component',
    original: `${BOUNCERS}.plug.BouncerPlug`,
    hooks: ['authenticate'],
    may: ['review', 'left'],
  },
  'bouncer-algorithm': {
    where: 'component',
    original: `${BOUNCERS}.algorithms.BouncerAlgorithm`,
    hooks: ['authenticate'],
    may: ['review', 'left'],
  },
  'file-provider': {
    where: 'component',
    original: `${FILES}.fileprovider.FileProviderPlug`,
    hooks: ['open'],
    may: ['root'],
  },
  'metadata-provider': {
    where: 'component',
    original: `${FILES}.metadataprovider.MetadataProviderPlug`,
    hooks: ['metadata'],
    may: [],
  },
  'rate-controller': {
    where: 'component',
    original: `${FILES}.ratecontrol.RateControllerPlug`,
    hooks: ['pace'],
    may: [],
  },
  manager: { where: 'manager', original: `${BASE}.base.ManagerPlug`, hooks: [], may: [] },
  'admin-action': {
    where: 'manager',
    original: `${BASE}.adminaction.AdminActionPlug`,
    hooks: ['action'],
    may: [],
  },
  identity: {
    where: 'manager',
    original: `${BASE}.identity.IdentityProviderPlug`,
    hooks: ['identify'],
    may: [],
  },
  'manager-pages': { where: 'manager', hooks: ['pages'], may: [] },
};

/** Our word for a socket that may be named as Flumotion 0.10 did; other names stay as they are. */
export function socketName(name: string): string {
  return Object.entries(SOCKETS).find(([, { original }]) => original === name)?.[0] ?? name;
}

/** Whether a name, ours or that of Flumotion 0.10, means a socket. One name of the original may stand for several. */
export function namesSocket(name: string, socket: string): boolean {
  const facts = Object.hasOwn(SOCKETS, socket) ? SOCKETS[socket as keyof PlugSockets] : undefined;
  return name === socket || facts?.original === name;
}
