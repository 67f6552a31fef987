import { afterEach } from '@jest/globals';
import { peak } from '../../../test/support/media-content';
import { playComponent, type Played } from '../../../test/support/play-component';
import { waitUntil } from '../../../test/support/wait-until';
import mixer from '../src';
import { Heard, RATE } from './heard';

/** On a busy machine an input may be late; it is waited for. */
const FORM = { format: 'F32LE', samplerate: RATE, channels: 2, delay: 1000 };
/** Sound whose samples are those of the flow's time, whenever its source begins. */
export const source = (set: string, form = 'format=F32LE,rate=44100,channels=1', after = ''): string =>
  `audiotestsrc samplesperbuffer=441 ${set} ! audio/x-raw,${form} ! clocksync${after}`;
export const UPSIDE_DOWN = ' ! audioamplify amplification=-1';
/** Every quarter of a second one period of a tone. */
export const TICKS = 'wave=ticks volume=0.4 tick-interval=250000000 sine-periods-per-tick=5 freq=1000';
export const tone = (freq: number, volume: number): string =>
  source(`freq=${String(freq)} volume=${String(volume)}`);
/** An alias is written `eater:alias` here, and by its whole in a block. */
export const of = (alias: string, values: object = {}): object => ({
  'feeder-alias': `default:${alias}`,
  ...values,
});

const running: Played[] = [];
afterEach(async () => {
  for (const played of running.splice(0).reverse()) await played.stop();
});

export async function play(
  inputs: Readonly<Record<string, string>>,
  properties: Record<string, unknown> = {},
  past = 0,
): Promise<[Played, Heard]> {
  const named = Object.fromEntries(Object.entries(inputs).map(([alias, text]) => [`default:${alias}`, text]));
  const played = await playComponent(mixer, {
    properties: { ...FORM, ...properties },
    inputs: named,
    past,
  });
  running.push(played);
  return [played, new Heard(played.output())];
}

export async function hears(
  what: string,
  heard: Heard,
  holds: (newest: Float32Array) => boolean,
  channel = 0,
): Promise<void> {
  await waitUntil(what, () => heard.end - heard.start > 4410 && holds(heard.newest(2205, channel)), 15_000);
}

/** Aliases of the inputs that a figure is there for. */
export function aliasesOf(played: Played, stat: string): readonly string[] {
  return Object.keys(played.state.stats)
    .filter((name) => name.startsWith(`${stat}.`))
    .map((name) => name.slice(stat.length + 1));
}

export const tells = (played: Played, id: string): boolean =>
  played.state.messages.some((message) => message.id === id);
export const near =
  (wanted: number, off = 0.02) =>
  (sound: Float32Array): boolean =>
    Math.abs(peak(sound) - wanted) < off;
