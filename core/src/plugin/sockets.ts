import type { ElementMessage, PipelineElement } from './behaviour';
import type { ComponentKind } from './component';
import type { FileProvider, MetadataProvider, RateController } from './files';
import type { HeldKeycard, Keycard, Verdict } from './keycard';
import type { ManagerPages, PageProvider } from './pages';
import type { Plugged } from './plug';
import type { RequestLogger, RequestModifier, StreamDataProvider } from './requests';

/**
 * A change that a person or a program asked the manager for.
 * @example
 * ```ts
 * const line = ({ identity, method }: AdminAction): string => `${identity}: ${method}`;
 * ```
 */
export interface AdminAction {
  /** Who: what an identity plug said, else `user@address`. */
  readonly identity: string;
  /** What, as `componentStart`. */
  readonly method: string;
  /** Values given, secrets replaced by `***`. */
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/**
 * What the manager asks of a plug of the socket `admin-action`.
 * @example
 * ```ts
 * const listener: AdminActionListener = { action: ({ method }) => console.log(method) };
 * ```
 */
export interface AdminActionListener {
  /** Somebody is about to change something. */
  action(action: AdminAction): void | Promise<void>;
}

/**
 * What the manager asks of a plug of the socket `identity`.
 * @example
 * ```ts
 * const provider: IdentityProvider = { identify: ({ user }) => user?.toLowerCase() };
 * ```
 */
export interface IdentityProvider {
  /** A name for somebody who was admitted; undefined leaves it to the next plug. The keycard has no password. */
  identify(keycard: Omit<Keycard, 'password' | 'token'>): string | undefined | Promise<string | undefined>;
}

/**
 * What a component that lets clients in asks of a plug of the sockets `bouncer` and `bouncer-algorithm`.
 * @example
 * ```ts
 * const judge: Judge = { authenticate: ({ user }) => (user === 'bob' ? { admitted: true } : { admitted: false, reason: 'not bob' }) };
 * ```
 */
export interface Judge {
  /** Judges a keycard, within 5 s. One that cannot judge throws; the component then decides by its policy. */
  authenticate(keycard: Keycard): Verdict | Promise<Verdict>;
  /** Judges again somebody who is in; whom it refuses is ejected. */
  review?(keycard: HeldKeycard): Verdict | Promise<Verdict>;
  /** Somebody who was in has left after so many seconds. */
  left?(keycard: HeldKeycard, seconds: number): void | Promise<void>;
}

/**
 * What a job asks of a plug of the socket `effect`.
 * @example
 * ```ts
 * const effect: Effect = { elementMessage: ({ name }) => console.log(name) };
 * ```
 */
export interface Effect {
  /** One of the effect's own elements posted a message on the bus; `source` is its name in the effect's text. */
  elementMessage?(message: ElementMessage): void;
}

/**
 * A socket that asks nothing of its plugs but that they start and stop.
 * @example
 * ```ts
 * const socket: QuietSocket = {};
 * ```
 */
export type QuietSocket = Readonly<Record<never, never>>;

/**
 * The sockets there are and what is asked of the plugs in them. A package whose component has a socket of its own adds
 * it by declaration merging: `declare module '@flumotion/core/plugin' { interface PlugSockets { 'my-socket': MyPlug } }`.
 * @example
 * ```ts
 * type Hook = keyof PlugSockets['request-logger']; // 'event' | 'rotate'
 * ```
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

/**
 * A component as the manager shows it to its plugs.
 * @example
 * ```ts
 * const sad = (all: readonly ShownComponent[]): string[] => all.filter(({ mood }) => mood === 'sad').map(({ id }) => id);
 * ```
 */
export interface ShownComponent {
  /** `/flow/component`. */
  readonly id: string;
  readonly type: string;
  readonly worker: string;
  readonly mood: string;
  readonly reason?: string;
}

/**
 * What sockets put into the context of their plugs, beside what every plug has.
 * @example
 * ```ts
 * const where = (offered: PlugOffers['component']): string => offered.component.type;
 * ```
 */
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
