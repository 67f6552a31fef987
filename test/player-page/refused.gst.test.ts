import { afterAll, afterEach, beforeAll, test } from '@jest/globals';
import { feed, parts, rig, stopAll } from '../../plugins/http-streamer/test/rig';
import { TestBrowser, type TestPage } from '../support/browser';

const browser = new TestBrowser();
let page: TestPage | undefined;
let playing: NodeJS.Timeout | undefined;

beforeAll(() => browser.start());
afterEach(async () => {
  clearInterval(playing);
  await page?.close();
  page = undefined;
  await stopAll();
});
afterAll(() => browser.stop());

// Where a login is asked for, the browser itself asks the user.
test.each(['ogg-av', 'webm'])('%s: the page says that one is not let in', async (name) => {
  const { caps, buffers } = parts(feed(name));
  const { port, tap } = await rig({ bouncer: 'door', 'mount-point': '/live' }, (context) => {
    context.authenticate = () => Promise.resolve({ admitted: false, reason: 'not you' });
  });
  tap.caps(caps);
  let next = 0;
  playing = setInterval(() => tap.buffer(buffers[next++ % buffers.length]!), 50);
  page = await browser.open(`http://127.0.0.1:${port}/live.html`);
  await page.says('#state', 'Not let in');
});
