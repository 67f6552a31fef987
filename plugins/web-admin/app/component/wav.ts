/** A piece of sound. */
export interface Sound {
  /** Samples of each channel in a second. */
  readonly rate: number;
  /** Samples of each channel, -1 to 1. */
  readonly channels: readonly Float32Array<ArrayBuffer>[];
}

const HEAD = 44;
const FULL_SCALE = 0x8000;

/** The sound of a WAV file of 16 bit, as the manager makes them. @throws Error when it is something else. */
export function soundOf(wav: ArrayBuffer): Sound {
  const view = new DataView(wav);
  const bits = wav.byteLength < HEAD ? 0 : view.getUint16(34, true);
  if (bits !== 16) throw new Error('What came is no sound that this page knows.');
  const count = view.getUint16(22, true);
  const length = Math.floor((wav.byteLength - HEAD) / 2 / count);
  const channels = Array.from({ length: count }, (_, channel) =>
    Float32Array.from(
      { length },
      (_, at) => view.getInt16(HEAD + 2 * (at * count + channel), true) / FULL_SCALE,
    ),
  );
  return { rate: view.getUint32(24, true), channels };
}

/** Seconds that wait to be heard when a sound begins, so that a piece that comes late leaves no gap. */
const LEAD = 0.3;
/** Most seconds that wait: what was to be heard is not to be old. */
const MOST = 1.5;

/**
 * When a piece begins to be heard, in seconds of the clock of the loudspeaker.
 * @param end - when the piece before it ends.
 * @returns undefined when so much waits already that it is left out.
 */
export function startOf(now: number, end: number): number | undefined {
  if (end < now) return now + LEAD;
  return end > now + MOST ? undefined : end;
}
