import { isAbsolute } from 'node:path';
import {
  askForKeyUnits,
  pictureAt,
  prepareDecks,
  prepareDeinterlace,
  type Context,
  type MediaInfo,
  type PictureValues,
} from '@flumotion/core/plugin';
import { DECKS } from './declaration';
import { formOf } from './form';
import { roundOf } from './round';
import { Rounds, type Program } from './rounds';

/** Nanoseconds that a round lasts at the least: as long as it takes to make the next one ready. */
const SHORTEST = 1_000_000_000n;

/** What each component plays, by its context. */
const playing = new WeakMap<object, Rounds>();

/** What the rounds of a file need to know. */
export interface Wish extends Pick<Program, 'times' | 'hold'> {
  readonly location: string;
  /** Seconds of the file that the first round leaves out. */
  readonly start: number;
  /** All rounds are over. */
  readonly over: () => void;
}

/** Judges a path. @returns the complaint. */
export function checkLocation(location: string): string | undefined {
  if (location.includes('://')) return `location ${location} is a URL; name a file of the worker's machine`;
  return isAbsolute(location) ? undefined : `location ${location} must begin with a slash`;
}

/**
 * Looks into the file and begins to play it.
 * @throws Error in words for people when it cannot be played.
 */
export async function playFile(context: Context<PictureValues>, wish: Wish): Promise<void> {
  const player = context.player({ decks: DECKS, video: 'video-mix', audio: 'audio-mix' });
  const info = await player.probe(wish.location);
  const form = formOf(info, context.properties);
  const round = roundOf(info, form.framerate);
  const skip = pictureAt(BigInt(Math.round(wish.start * 1e9)), round.framerate);
  complain(wish, round.length, skip >= round.pictures);
  prepareDecks(context, { decks: DECKS, video: true, audio: true }, form);
  for (const deck of DECKS) prepareDeinterlace(context, `${deck}-deinterlace`);
  tellAbsent(context, info);
  askForKeyUnits(context, 'video-form');
  const rounds = new Rounds(context, player, { ...wish, round, skip });
  playing.set(context, rounds);
  rounds.start();
}

/** Ends what `playFile` began. */
export function stopFile(context: object): void {
  playing.get(context)?.stop();
}

function complain({ location, times, start }: Wish, length: bigint, isLate: boolean): void {
  if (length === 0n) throw new Error(`how long the file ${location} is cannot be found out`);
  if (isLate) throw new Error(`the file ${location} is over at ${String(start)} s; choose an earlier start`);
  if (times !== 1 && length < SHORTEST) {
    throw new Error(`the file ${location} is shorter than a second, too short to be repeated`);
  }
}

/** A feeder for which the file has nothing stays silent. */
function tellAbsent(context: Context<PictureValues>, info: MediaInfo): void {
  for (const kind of ['video', 'audio'] as const) {
    if (info[kind]) continue;
    context.element(`${kind}-valve`).set('drop', true);
    context.message({
      level: 'info',
      id: `no-${kind}`,
      text: `The file has no ${kind}; nothing comes from the feeder ${kind}.`,
    });
  }
  if (info.missing.length === 0) return;
  context.message({
    level: 'warning',
    id: 'codec-missing',
    text: `The file has ${info.missing.join(', ')}, which this machine cannot decode.`,
    advice:
      'install it with: sudo apt-get install gstreamer1.0-libav gstreamer1.0-plugins-ugly gstreamer1.0-plugins-bad',
  });
}
