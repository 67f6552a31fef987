import type { Fraction } from './properties';

/**
 * What a media file holds.
 * @example
 * ```ts
 * const seconds = ({ length }: MediaInfo): number => Number(length) / 1e9;
 * ```
 */
export interface MediaInfo {
  /** Nanoseconds to the end of its longest stream; 0 when that is not known. */
  readonly length: bigint;
  /** Its pictures; absent when it has none that can be decoded here. */
  readonly video?: {
    readonly width: number;
    readonly height: number;
    /** Pictures a second; absent when they come at no steady rate. */
    readonly framerate?: Fraction;
    /** Width of a pixel divided by its height. */
    readonly pixelAspectRatio: Fraction;
    /** Nanoseconds to the beginning of the first picture; 0 when left out. */
    readonly start?: bigint;
    /** Nanoseconds to the end of the last picture. */
    readonly length: bigint;
  };
  /** Its sound; absent when it has none that can be decoded here. */
  readonly audio?: {
    /** Samples a second. */
    readonly rate: number;
    readonly channels: number;
    /** Nanoseconds to the first sample; 0 when left out. */
    readonly start?: bigint;
    /** Nanoseconds to the end of the last sample. */
    readonly length: bigint;
  };
  /** Media in it that cannot be decoded on this machine, for people, as `H.265`. */
  readonly missing: readonly string[];
}

/**
 * A piece of a file and when it is to be played.
 * @example
 * ```ts
 * const clip: Clip = { location: '/srv/news.webm', at: 20_000_000_000n, from: 5_000_000_000n, hold: true };
 * ```
 */
export interface Clip {
  /** Path of the file on the worker's machine, beginning with a slash. */
  readonly location: string;
  /** Running time in nanoseconds at which it begins. */
  readonly at: bigint;
  /** Nanoseconds into the file at which the piece begins; its beginning when left out. */
  readonly from?: bigint;
  /** Nanoseconds into the file at which the piece ends; its end when left out. */
  readonly to?: bigint;
  /** Nanoseconds into the file from which its sound is silent, to the sample; it is heard to the end when left out. */
  readonly soundTo?: bigint;
  /** The last picture stays when the piece has ended. */
  readonly hold?: boolean;
}

/**
 * A clip that is in a deck.
 * @example
 * ```ts
 * const free = (clip: LoadedClip): boolean => clip.ended() || clip.problem() !== undefined;
 * ```
 */
export interface LoadedClip {
  /** All of it has been handed out, and its deck is free again. */
  ended(): boolean;
  /** What broke it, in words. */
  problem(): string | undefined;
  /** Takes it out at once; the deck is free again. */
  eject(): void;
}

/**
 * The decks of a pipeline, and the elements their pictures and sounds come together in.
 * @example
 * ```ts
 * const spec: PlayerSpec = { decks: ['a', 'b'], video: 'video-mix', audio: 'audio-mix' };
 * ```
 */
export interface PlayerSpec {
  /** Names of the decks, as given to `deckText`; two let one clip follow another without a gap. */
  readonly decks: readonly string[];
  /** Name of the `compositor`, `video-mix` in a `deckText`; deck number n (from 0) is linked to its pad `sink_n+1`. */
  readonly video?: string;
  /** Name of the `audiomixer`, `audio-mix` in a `deckText`, linked in the same way. */
  readonly audio?: string;
}

/**
 * Plays files on the flow's time, each exactly when it is due.
 * @example
 * ```ts
 * const play = async (player: Player, location: string): Promise<LoadedClip> => {
 *   await player.probe(location);
 *   return player.load({ location, at: player.now() + 2_000_000_000n });
 * };
 * ```
 */
export interface Player {
  /** Whether the pipeline plays; clips can be loaded only then. */
  readonly playing: boolean;
  /** Nanoseconds of running time now. */
  now(): bigint;
  /**
   * Looks into a file.
   * @throws Error in words for people when it cannot be played.
   */
  probe(location: string): Promise<MediaInfo>;
  /**
   * Puts a clip into a free deck and settles when it is ready to be played; load it a second before it is due.
   * @throws Error in words for people when no deck is free, or the file cannot be played.
   */
  load(clip: Clip): Promise<LoadedClip>;
}
