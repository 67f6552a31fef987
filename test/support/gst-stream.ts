import { execFileSync } from 'node:child_process';

/** Bytes that a pipeline writes; the element that takes them is `filesink name=out`. Needs gst-launch-1.0. */
export function gstStream(pipeline: string): Buffer {
  const args = ['-q', ...pipeline.replace('filesink name=out', 'fdsink name=out fd=1').split(/\s+/)];
  return execFileSync('gst-launch-1.0', args, {
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/**
 * A few seconds of Ogg with Theora and Vorbis, its Theora keyframes the given number of frames apart.
 * @param seconds length.
 */
export function oggStream(keyframes: number, seconds = 4): Buffer {
  return gstStream(
    `videotestsrc num-buffers=${seconds * 15} pattern=ball ! video/x-raw,width=160,height=120,framerate=15/1 ` +
      `! theoraenc keyframe-force=${keyframes} ! queue ! oggmux name=mux max-delay=100000000 max-page-delay=100000000 ` +
      '! filesink name=out ' +
      `audiotestsrc num-buffers=${seconds * 48} ! vorbisenc ! queue ! mux.`,
  );
}
