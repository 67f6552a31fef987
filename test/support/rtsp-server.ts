import { join } from 'node:path';
import { listensOn } from './nginx-rtmp';
import { TestProcess } from './process';
import { waitUntil } from './wait-until';

const VIDEO =
  'videotestsrc is-live=true pattern=ball ! video/x-raw,width=160,height=120,framerate=10/1 ' +
  '! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=5 ! rtph264pay name=pay0 pt=96';
const AUDIO =
  'audiotestsrc is-live=true freq=500 ! audio/x-raw,rate=44100,channels=1 ! avenc_aac ! rtpmp4apay name=pay1 pt=97';

/**
 * GStreamer's own RTSP server on the loopback interface, with a moving picture and a tone of 500 Hz at `/live`;
 * resolves when it listens.
 */
export async function startRtspServer(
  port: number,
  options: { readonly audio?: boolean; readonly login?: readonly [user: string, password: string] } = {},
): Promise<TestProcess> {
  const script = join(__dirname, 'rtsp-server.py');
  const media = `( ${VIDEO} ${options.audio === false ? '' : AUDIO} )`;
  // Debian's own Python has the bindings; another one may come first in the path.
  const server = new TestProcess('rtsp-server', '/usr/bin/python3', [
    script,
    String(port),
    media,
    ...(options.login ?? []),
  ]);
  await waitUntil('the RTSP server listens', () => listensOn(port), 10_000).catch((error: unknown) => {
    server.kill('SIGKILL');
    throw new Error(`${String(error)}\n${server.output}`);
  });
  return server;
}
