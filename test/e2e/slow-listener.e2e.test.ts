/** @alone It measures how long a listener hears nothing. */
import { freePort } from '../support/free-port';
import { Installation } from '../support/installation';
import { Listener } from '../support/listener';
import { rss } from '../support/memory';
import { component, planet } from '../support/planets';

let installation: Installation;
let port: number;

beforeAll(async () => {
  port = await freePort();
  installation = await Installation.start({ planet: planet(noise(port)) });
  installation.startWorker();
  await installation.mood('happy');
});

afterAll(() => installation.dispose());

/** A stream of several Mbit/s, so that the kernel's buffers are full soon. */
function noise(to: number): string {
  return [
    '  <flow name="default">',
    component('snow', 'videotest-producer', {
      properties: { width: 320, height: 240, framerate: '25/1', pattern: 1 },
    }),
    component('theora', 'theora-encoder', {
      eat: { default: ['snow'] },
      properties: { quality: 55, speed: 3 },
    }),
    component('muxer', 'ogg-muxer', { eat: { default: ['theora'] } }),
    component('http', 'http-streamer', { eat: { default: ['muxer'] }, properties: { port: to } }),
    '  </flow>',
  ].join('\n');
}

test('a listener that stops reading is dropped with a reason; others do not notice', async () => {
  const http = await installation.pid('/default/http');
  const before = rss(http);
  const url = `http://127.0.0.1:${String(port)}/`;
  const other = new Listener(url);
  const stuck = new Listener(url);
  const clients = async (): Promise<unknown> =>
    (await installation.component('/default/http')).stats?.['clients-current'];
  await installation.until(
    'both are counted',
    async () => stuck.bytes > 0 && (await clients()) === 2,
    10_000,
  );
  other.resetGap();
  stuck.pause();
  await installation.until(
    'the one that does not read is dropped',
    async () => (await clients()) === 1,
    60_000,
  );
  await installation.until(
    'the worker to say why',
    () => /too slow by \d+/.test(installation.workers.get('localhost')?.output ?? ''),
    40_000,
  );
  expect(other.ended).toBeUndefined();
  expect(other.worstGap).toBeLessThan(1000);
  expect(rss(http) - before).toBeLessThan(60_000);
  other.close();
  stuck.close();
});
