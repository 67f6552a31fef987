import type { Context, Message, PropertyValues, TapHandler } from '@flumotion/core/plugin';

/** A context that remembers what a behaviour said, for tests of behaviour without a job. */
export interface FakeContext<P> extends Context<P> {
  readonly said: Message[];
  readonly logged: string[];
  readonly stats: Record<string, number | string>;
  readonly taps: Map<string, TapHandler>;
}

/** Makes a context over property values; change `properties` of the result to play a live change. */
export function fakeContext<P = PropertyValues>(properties: P, name = 'component'): FakeContext<P> {
  const said: Message[] = [];
  const logged: string[] = [];
  const stats: Record<string, number | string> = {};
  const taps = new Map<string, TapHandler>();
  let remembered: string | undefined;
  const log = (text: string): void => {
    logged.push(text);
  };
  const clear = (id: string): void => {
    const index = said.findIndex((message) => message.id === id);
    if (index >= 0) said.splice(index, 1);
  };
  return {
    id: `/flow/${name}`,
    name,
    properties,
    said,
    logged,
    stats,
    taps,
    clear,
    log: { error: log, warn: log, info: log, debug: log },
    stat: (stat, value, of) => {
      stats[of === undefined ? stat : `${stat}.${of}`] = value;
    },
    count: (stat, by = 1) => {
      stats[stat] = Number(stats[stat] ?? 0) + by;
    },
    message: (message) => {
      clear(message.id);
      said.push(message);
    },
    waitFor: () => undefined,
    element: (element) => {
      throw new Error(`no element ${element}: there is no pipeline`);
    },
    cue: () => {
      throw new Error('there is nothing to cue: there is no pipeline');
    },
    now: () => process.hrtime.bigint(),
    line: () => {
      throw new Error('there is no line: there is no pipeline');
    },
    player: () => {
      throw new Error('there is no player: there is no pipeline');
    },
    decoder: () => {
      throw new Error('there is no decoder: there is no pipeline');
    },
    eaters: () => [],
    keyUnits: (element) => {
      throw new Error(`no element ${element}: there is no pipeline`);
    },
    tap: (tap, handler) => {
      taps.set(tap, handler);
    },
    inlet: (inlet) => {
      throw new Error(`no inlet ${inlet}: there is no pipeline`);
    },
    plugs: () => [],
    localSocket: (socket) => {
      throw new Error(`no place for ${socket}: there is no worker`);
    },
    memory: {
      recall: () => Promise.resolve(remembered === undefined ? undefined : JSON.parse(remembered)),
      remember: (value) => {
        remembered = JSON.stringify(value);
        return Promise.resolve();
      },
    },
    authenticate: () => Promise.reject(new Error('there is no bouncer')),
    stay: () => ({ leave: () => undefined }),
  };
}
