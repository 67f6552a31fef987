import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codecs, sound } from './decode';
import { pitch } from './media-content';

/** What a player makes of sound alone. */
export interface PlainSound {
  readonly codecs: readonly string[];
  readonly rate: number;
  readonly seconds: number;
  readonly pitch: number;
}

/** Launch text of an endless tone of 440 Hz at 44.1 kHz. */
export function tone(encoder: string): string {
  return `audiotestsrc is-live=true freq=440 ! audio/x-raw,rate=44100,channels=2 ! ${encoder}`;
}

/** Decodes sound with ffmpeg. */
export async function plainSound(bytes: Buffer, extension: string): Promise<PlainSound> {
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-sound-'));
  try {
    const file = join(folder, `late.${extension}`);
    writeFileSync(file, bytes);
    const heard = await sound(file);
    const middle = heard.samples.subarray(heard.rate / 4, heard.rate);
    return {
      codecs: await codecs(file),
      rate: heard.rate,
      seconds: heard.samples.length / heard.rate,
      pitch: pitch(middle, heard.rate),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
