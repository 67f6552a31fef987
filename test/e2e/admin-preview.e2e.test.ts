/// <reference lib="dom" />
import type { Request } from 'playwright-core';
import { AdminPage } from '../support/admin-page';
import { TestBrowser } from '../support/browser';
import { Installation } from '../support/installation';
import { looking } from '../support/looking';
import { component, planet } from '../support/planets';
import { waitUntil } from '../support/wait-until';

const FLOW = [
  '  <flow name="default">',
  component('tone', 'audiotest-producer', { worker: 'studio', properties: { volume: 0.5, frequency: 1000 } }),
  component('red', 'videotest-producer', {
    worker: 'studio',
    properties: { width: 64, height: 48, framerate: '10/1', pattern: 4 },
  }),
  component('spare', 'audiotest-producer', { worker: 'rack', properties: { volume: 0.1 } }),
  '  </flow>',
].join('\n');

let installation: Installation;
let ann: AdminPage;
const browser = new TestBrowser();

beforeAll(async () => {
  installation = await Installation.start({ planet: planet(FLOW) });
  installation.startWorker('studio');
  installation.startWorker('rack');
  await browser.start();
  ann = await AdminPage.open(browser, installation.url, { width: 1200, height: 1000 });
  await ann.signIn('user', 'test');
  await installation.mood('happy', undefined, 60_000);
});

afterAll(async () => {
  await browser.stop();
  await installation.dispose();
});

async function eatenBy(client: string): Promise<boolean> {
  const { body } = await installation.get('/api/feeds');
  const feeds = JSON.parse(body) as { clients: { client: string; connected: boolean }[] }[];
  return feeds.some(({ clients }) => clients.some((one) => one.connected && one.client.startsWith(client)));
}

function nothingWentWrong({ problems }: AdminPage): void {
  expect(problems.filter((text) => !text.includes('status of 401'))).toEqual([]);
}

test('pictures of a feed move while somebody looks', async () => {
  await ann.go('/components/default/red');
  const pictures = new Set<string>();
  const note = (request: Request): void => {
    if (request.url().includes('/picture')) pictures.add(request.url());
  };
  ann.page.on('request', note);
  await ann.press('Look');
  // Each address has the time of the picture before.
  await waitUntil('five pictures', () => pictures.size >= 6, 40_000);
  await ann.press('Close');
  ann.page.off('request', note);
});

test('the sound of a feed is heard by who presses Listen, in its pitch, until somebody leaves', async () => {
  await ann.go('/components/default/tone');
  await installation.until('nobody looks any more', () => looking(installation) === 0, 40_000);
  await ann.press('Listen');
  await ann.says('You hear it');
  await ann.test.loudness();
  // 0.8 of full scale at half the volume.
  await waitUntil('the tone', async () => Math.abs((await ann.test.loudness()) - 0.4) < 0.05, 40_000);
  let pitch = 0;
  await waitUntil(
    () => `the pitch of 1000 Hz; it is ${String(pitch)}`,
    async () => {
      pitch = await ann.test.pitch();
      return Math.abs(pitch - 1000) < 10;
    },
    20_000,
  );
  expect(looking(installation)).toBe(1);
  // How loud it is comes from the same process.
  await ann.press('Look');
  await ann.says(' dB');
  expect(looking(installation)).toBe(1);
  await ann.press('Close');
  await ann.press('Stop listening');
  await waitUntil('silence', async () => (await ann.test.loudness()) === 0, 20_000, 200);
  await ann.press('Listen');
  await ann.says('You hear it');
  // Who goes to another page listens no more.
  await ann.go('/workers');
  await installation.until(
    'the feed is left',
    async () => looking(installation) === 0 && !(await eatenBy('/preview/')),
    40_000,
  );
});

test('a component that is not there is said to be none, and nothing is asked of it', async () => {
  const asked: string[] = [];
  const note = (request: Request): void => {
    if (request.url().includes('nowhere')) asked.push(request.url());
  };
  await ann.go('/');
  await ann.says('3 components in 1 flow');
  ann.page.on('request', note);
  await ann.page.evaluate(() => {
    history.pushState({}, '', '/components/default/nowhere');
    dispatchEvent(new PopStateEvent('popstate'));
  });
  await ann.says('The planet has no component /default/nowhere');
  ann.page.off('request', note);
  expect(asked).toEqual([]);
});

test('a tab that is not there shows the overview', async () => {
  await ann.go('/components/default/tone?tab=nothing');
  await ann.shows('the state', () =>
    [...document.querySelectorAll('#main h2')].some((one) => one.textContent === 'State'),
  );
});

test('what is shown is counted', async () => {
  await ann.go('/?view=list&worker=studio');
  await ann.says('2 of 3 components in 1 flow on 1 worker');
});

test('a value out of its range is said beside the button that cannot be pressed', async () => {
  await ann.go('/components/default/spare?tab=properties');
  await ann.writeAt('input[name=volume]', '11');
  await ann.shows('why', () =>
    /volume: At most 4/.test(
      document.querySelector<HTMLElement>('[aria-label^="Changes that"]')?.innerText ?? '',
    ),
  );
  await ann.press('Discard');
});

test('the description of the API does not scroll sideways on a phone', async () => {
  const phone = await AdminPage.open(browser, installation.url, { width: 390, height: 800, isMobile: true });
  try {
    await phone.signIn('user', 'test');
    await phone.go('/api/docs');
    await phone.page.evaluate(() => {
      for (const one of document.querySelectorAll('details')) one.open = true;
    });
    await phone.fits();
    nothingWentWrong(phone);
  } finally {
    await phone.test.close();
  }
});

test('nothing went wrong on the pages', () => {
  nothingWentWrong(ann);
});
