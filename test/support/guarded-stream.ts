import type {
  HeldKeycard,
  Keycard,
  PlugDefinition,
  Plugged,
  PropertyValue,
  PropertyValues,
} from '@flumotion/core/plugin';
import { runPlug, type PlugAtWork } from '@flumotion/core/testing';
import { feed, get, parts, rig, stopAll, type Client, type Rig } from '../../plugins/http-streamer/test/rig';
import type { Properties } from '../../plugins/http-streamer/src/declaration';
import { waitUntil } from './wait-until';

/** A plug to put into the streamer. */
export interface Guarding {
  readonly definition: PlugDefinition;
  readonly properties?: PropertyValues;
}

/** A real http-streamer on the air that is guarded by plugs. */
export interface GuardedStream {
  readonly rig: Rig;
  /** The plugs in their order. */
  readonly plugs: readonly PlugAtWork[];
  /** Asks for the stream. */
  ask(path?: string, fields?: string): Promise<Client>;
  /** Asks for the stream and leaves. @returns the status. */
  status(path?: string, fields?: string): Promise<number>;
  /** Sends media on, and waits until a listener has got more. */
  stillServes(client: Client): Promise<void>;
  /** Changes a live property of the first plug. */
  set(name: string, value: PropertyValue | null): void;
}

/** Milliseconds; judges alone may take 5 s. */
const DEADLINE = 20_000;
const { caps, buffers } = parts(feed('ogg-av'));
const started = new Set<PlugAtWork>();
const sources = new Set<NodeJS.Timeout>();

/** Starts it; `stopGuarded` ends it. */
export async function guardedStream(
  guards: readonly Guarding[],
  properties: Partial<Properties> = {},
): Promise<GuardedStream> {
  const plugs: PlugAtWork[] = [];
  const inSocket = (socket: string): readonly Plugged<'bouncer-algorithm'>[] =>
    guards.flatMap(({ definition }, index) =>
      definition.spec.socket === socket
        ? [
            {
              type: definition.spec.type,
              authenticate: (keycard: Keycard) => plugs[index]?.ask('authenticate', keycard) as undefined,
              review: (keycard: HeldKeycard) => plugs[index]?.ask('review', keycard) as undefined,
              left: (keycard: HeldKeycard, seconds: number) =>
                plugs[index]?.ask('left', keycard, seconds) as undefined,
            },
          ]
        : [],
    );
  const offers = { algorithms: () => inSocket('bouncer-algorithm') };
  for (const { definition, properties: given } of guards) {
    const plug = await runPlug(definition, given, definition.spec.socket === 'bouncer' ? offers : {});
    started.add(plug);
    plugs.push(plug);
  }
  const streamer = await rig({ 'burst-on-connect': true, ...properties }, (context) => {
    context.plugs = (socket) => inSocket(socket) as never;
  });
  streamer.tap.caps(caps);
  let next = 0;
  const send = (): void => {
    const buffer = buffers[next++ % buffers.length];
    if (buffer) streamer.tap.buffer(buffer);
  };
  send();
  // As a source does: a streamer that has got nothing for long admits nobody, and who guesses may wait that long.
  sources.add(setInterval(send, 1000));
  const ask = async (path?: string, fields?: string): Promise<Client> => {
    const client = get(streamer.port, path, fields);
    await waitUntil('an answer', () => client.head() !== '', DEADLINE);
    return client;
  };
  return {
    rig: streamer,
    plugs,
    ask,
    async status(path, fields) {
      const client = await ask(path, fields);
      client.socket.destroy();
      return statusOf(client);
    },
    async stillServes(client) {
      const before = client.body().length;
      await waitUntil(
        'more of the stream',
        () => {
          send();
          return client.body().length > before;
        },
        DEADLINE,
      );
      if (client.closed()) throw new Error('the listener was dropped');
    },
    set: (name, value) => plugs[0]?.set(name, value),
  };
}

/** Ends what a test has left running. */
export async function stopGuarded(): Promise<void> {
  for (const source of sources) clearInterval(source);
  sources.clear();
  await stopAll();
  for (const plug of started) await plug.stop();
  started.clear();
}

/** Status of an answer. */
export function statusOf(client: Client): number {
  return Number(/^HTTP\/1\.\d (\d+)/.exec(client.head())?.[1]);
}
