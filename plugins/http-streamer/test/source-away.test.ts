import { waitUntil } from '../../../test/support/wait-until';
import { answered, feed, get, parts, rig, stopAll } from './rig';

const { caps, buffers } = parts(feed('ogg-av'));
const now = performance.now.bind(performance);
let shift = 0;

beforeEach(() => {
  shift = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now() + shift);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await stopAll();
});

it('tells who comes while the source is away to come again, and keeps who is there', async () => {
  const { port, tap } = await rig({ 'burst-on-connect': true, 'mount-point': '/live' });
  const status = async (path: string): Promise<string> =>
    (await answered(get(port, path))).head().slice(9, 12);
  tap.caps(caps);
  tap.buffer(buffers[0]!);
  const listener = await answered(get(port, '/live'));
  tap.lost?.('the source was killed');
  shift = 9000;
  expect(await status('/live')).toBe('200');
  shift = 11_000;
  const late = await answered(get(port, '/live'));
  expect(late.head()).toMatch(/ 503 [^]*Retry-After: \d/);
  expect(await status('/live.m3u')).toBe('503');
  expect((await answered(get(port, '/status-json.xsl'))).body().toString()).not.toContain('"source"');
  const key = buffers.findIndex(({ delta }, index) => index > 0 && !delta);
  const before = listener.body().length;
  tap.buffer(buffers[key]!);
  await waitUntil('the listener to go on', () => listener.body().length > before);
  expect(listener.closed()).toBe(false);
  expect(await status('/live')).toBe('200');
});
