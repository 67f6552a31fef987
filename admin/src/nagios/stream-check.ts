import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discover, errorText, type FoundAudio, type FoundMedia, type FoundVideo } from '@flumotion/core/cli';
import { StreamFailure, takeSample, type Sample, type SampleWish } from './sample';
import type { Figure, Verdict } from './verdict';

/** What pictures have to be; texts, compared as they are. */
export type VideoWish = Partial<
  Record<'media' | 'width' | 'height' | 'framerate' | 'pixelAspectRatio', string>
>;
/** What sound has to be. */
export type AudioWish = Partial<Record<'media' | 'rate' | 'channels' | 'width' | 'depth', string>>;

/** What a stream has to be. Without a wish for pictures there must be none, and the same for sound. */
export interface StreamWish extends SampleWish {
  readonly video: VideoWish;
  readonly audio: AudioWish;
  /** Milliseconds that decoding may take. */
  readonly decoding: number;
}

/** Decodes a file; the real one is `discover`. */
export type Decoder = (file: string, deadline: number) => Promise<FoundMedia>;

/** Takes a part of a stream, decodes it, and compares it with what is wished. The part is kept when it is not as wished. */
export async function checkStream(url: URL, wish: StreamWish, decoder: Decoder = discover): Promise<Verdict> {
  let sample: Sample;
  try {
    sample = await takeSample(url, wish);
  } catch (error) {
    if (!(error instanceof StreamFailure)) throw error;
    if (error.segment && error.status === 404)
      return { state: 'WARNING', text: `${error.message}: the playlist might be out of sync` };
    return { state: 'CRITICAL', text: error.message };
  }
  const folder = await mkdtemp(join(tmpdir(), 'flumotion-nagios-'));
  const file = join(folder, `stream-${new Date().toISOString().replace(/[:.]/g, '-')}`);
  await writeFile(file, sample.bytes, { mode: 0o600 });
  const figures = figuresOf(sample);
  try {
    const found = await decoder(file, wish.decoding);
    const wrong = [
      ...complaints('video', found.video, wish.video),
      ...complaints('audio', found.audio, wish.audio),
    ];
    if (wrong.length > 0)
      return { state: 'CRITICAL', text: `${wrong.join(', ')}; what came is in ${file}`, figures };
    await rm(folder, { recursive: true, force: true });
    return {
      state: 'OK',
      text: [describe(found), sample.cut].filter((part) => part !== undefined).join('; '),
      figures,
    };
  } catch (error) {
    return { state: 'CRITICAL', text: `${errorText(error)}; what came is in ${file}`, figures };
  }
}

function complaints(
  kind: 'video' | 'audio',
  found: FoundVideo | FoundAudio | undefined,
  wish: Readonly<Record<string, string | undefined>>,
): string[] {
  const wishes = Object.entries(wish).filter(([, value]) => value !== undefined);
  if (!found) return wishes.length > 0 ? [`there is no ${kind}`] : [];
  if (wishes.length === 0) return [`there is ${kind} (${found.media}), which was not expected`];
  // Decoded samples fill their width.
  const known = { width: (found as FoundAudio).depth, ...found } as Readonly<Record<string, string | number>>;
  return wishes
    .filter(([name, value]) => String(known[name]) !== value)
    .map(([name, value]) => `${kind} ${name} is ${String(known[name])}, expected ${String(value)}`);
}

function describe({ video, audio }: FoundMedia): string {
  const parts = [
    video && `${video.media} ${video.width}x${video.height} at ${video.framerate}`,
    audio && `${audio.media} ${audio.rate} Hz, ${audio.channels} channels`,
  ];
  return parts.filter((part) => part !== undefined).join(' and ');
}

function figuresOf({ bytes, firstByte, seconds }: Sample): readonly Figure[] {
  return [
    { name: 'first_byte', value: firstByte, unit: 's', min: 0 },
    { name: 'time', value: seconds, unit: 's', min: 0 },
    { name: 'size', value: bytes.length, unit: 'B', min: 0 },
  ];
}
