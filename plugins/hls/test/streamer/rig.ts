import type { Behaviour, Ejection, Keycard, Memory, Row, TapHandler, Verdict } from '@flumotion/core/plugin';
import { defaultValues } from '../../../../test/support/default-values';
import { fakeContext, type FakeContext } from '../../../../test/support/fake-context';
import { declaration, type Properties } from '../../src/streamer/declaration';
import { streamer } from '../../src/streamer/streamer';
import { play, TS } from '../support';

const behaviour = streamer.behaviour as unknown as Behaviour<Properties>;

/** Who judges, in a test. */
export type Judge = (keycard: Keycard) => Verdict | Promise<Verdict>;

/** Somebody of whom the bouncer was told that it is in. */
export interface KnownStay {
  readonly ejected: (ejection: Ejection) => void;
  readonly granted: ((seconds: number) => void) | undefined;
  left: boolean;
}

/** A running http-hlsstreamer on a free port. */
export interface Rig {
  readonly context: FakeContext<Properties>;
  readonly tap: TapHandler;
  readonly url: string;
  readonly port: number;
  tapOf(eater: string): TapHandler;
  readonly stays: readonly KnownStay[];
  /** Rows of a table. */
  table(name: string): Promise<Row[]>;
  /** Does an action. */
  act(name: string, parameters: object): Promise<unknown>;
  change(properties: Partial<Properties>): void;
  stop(): Promise<void>;
}

const running = new Set<Rig>();

/** Values of all properties, those not given at their defaults. */
export function values(properties: Partial<Properties> = {}): Properties {
  return { ...defaultValues(declaration.properties), ...properties };
}

/** Starts an http-hlsstreamer at `/live` on a free port of the loopback. */
export async function rig(
  properties: Partial<Properties> = {},
  judge?: Judge,
  plugs: Readonly<Record<string, readonly object[]>> = {},
  memory?: Memory,
): Promise<Rig> {
  const own = values({
    port: 0,
    interface: '127.0.0.1',
    'mount-point': '/live',
    'segment-duration': 2,
    ...(judge && { bouncer: 'members' }),
    ...properties,
  });
  const stays: KnownStay[] = [];
  const context: FakeContext<Properties> = {
    ...fakeContext<Properties>(own, 'hls'),
    stay: (_bouncer, _keycard, _duration, ejected, granted) => {
      const stay: KnownStay = { ejected, granted, left: false };
      stays.push(stay);
      return { leave: () => void (stay.left = true) };
    },
    plugs: (socket) => (plugs[socket] ?? []) as never,
    ...(memory && { memory }),
    authenticate: (_, keycard) =>
      judge ? Promise.resolve(judge(keycard)) : Promise.reject(new Error('there is no bouncer')),
  };
  await behaviour.start?.(context);
  const tapOf = (eater: string): TapHandler => {
    const tap = context.taps.get(eater);
    if (!tap) throw new Error(`the component did not read the tap ${eater}`);
    return tap;
  };
  const port = Number(/:(\d+)\//.exec(String(context.stats['stream-url']))?.[1]);
  const made: Rig = {
    context,
    tap: tapOf('default'),
    url: `http://127.0.0.1:${String(port)}/live`,
    port,
    tapOf,
    stays,
    table: async (name) => [...((await behaviour.tables?.[name]?.(context)) ?? [])],
    act: async (name, parameters) => behaviour.actions?.[name]?.(context, parameters),
    change: (changes) => void Object.assign(own, changes),
    stop: async () => {
      running.delete(made);
      await behaviour.stop?.(context);
    },
  };
  running.add(made);
  return made;
}

/** Starts one that has played nine seconds of a transport stream. */
export async function played(properties: Partial<Properties> = {}, judge?: Judge): Promise<Rig> {
  const made = await rig(properties, judge);
  made.tap.caps(TS);
  play(made.tap, 0, 9);
  return made;
}

/** Stops what a test has left running. */
export async function stopAll(): Promise<void> {
  for (const each of running) await each.stop();
}

/** An answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly bytes: Buffer;
}

/** Asks for something; redirects are not followed. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, text: bytes.toString('latin1'), bytes };
}

/** The URLs of a playlist, absolute. */
export function urls({ text }: Answer, base: string): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => new URL(line, base).href);
}
