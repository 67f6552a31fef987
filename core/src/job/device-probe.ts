import { readFileSync } from 'node:fs';
import { z } from 'zod/v3';
import { errorText } from '../errors';
import { findDevices, loadGst } from '../gst';
import type { Fraction, MediaInfo } from '../plugin';

const STDIN = 0;
const question = z.union([
  z.object({ what: z.enum(['video', 'sound']) }),
  z.object({ what: z.literal('media-file'), path: z.string() }),
]);

/** Tells, as JSON on standard output, what standard input asks for: devices, or what is in a media file. */
async function main(): Promise<void> {
  const asked = question.parse(JSON.parse(readFileSync(STDIN, 'utf8')));
  const gst = loadGst();
  const answer =
    asked.what === 'media-file'
      ? fileAnswer(await gst.probe(asked.path))
      : { found: findDevices(asked.what) };
  process.stdout.write(`\n${JSON.stringify(answer)}\n`, () => process.exit(0));
}

function fileAnswer({ length, video, audio, missing }: MediaInfo): object {
  const values: Record<string, number | Fraction> = video
    ? {
        width: video.width,
        height: video.height,
        ...(video.framerate && { framerate: video.framerate }),
      }
    : {};
  const parts = [
    ...(video ? [`${video.width} × ${video.height}`] : []),
    ...(audio ? [`${audio.rate} Hz, ${audio.channels} channels`] : []),
  ];
  return {
    found: [{ label: parts.join(', '), values, modes: [] }],
    media: {
      seconds: Number(length / 1_000_000n) / 1000,
      video: video !== undefined,
      audio: audio !== undefined,
      missing,
    },
  };
}

main().catch((error: unknown) => {
  process.stderr.write(`${errorText(error)}\n`, () => process.exit(1));
});
