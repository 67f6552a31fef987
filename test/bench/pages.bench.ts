/// <reference lib="dom" />
import os from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import Table from 'cli-table3';
import type { CDPSession, Page } from 'playwright-core';
import { TestBrowser } from '../support/browser';
import { waitUntil } from '../support/wait-until';
import { LOGIN, SimulatedPlanet } from './simulated-planet';

/*
 * What a browser has to do to show a planet of 300 components whose figures change each second: Chromium, manager and
 * pages are real, workers are connections that say what jobs say.
 *   node -C source -r ./test/support/typescript-hook.cjs test/bench/pages.bench.ts [WORKERS] [COMPONENTS OF EACH] [MINUTES]
 */

const [WORKERS = 30, EACH = 10, MINUTES = 5] = process.argv.slice(2).map(Number);
/** Changes of mood a second, while moods change. */
const CHANGES = 20;
/** Milliseconds over which the long tasks of a page are counted. */
const SPAN = 10_000;
const SEARCH = 'flow-7';
/** Components in flows whose name has that in it. */
const FOUND =
  EACH *
  Array.from({ length: WORKERS }, (_, at) => `flow-${String(at)}`).filter((name) => name.includes(SEARCH))
    .length;

const VIEWS = {
  list: { path: '/?view=list', useful: '[role=row][data-mood], [role=row] [data-mood]' },
  graph: { path: '/?view=graph', useful: '.react-flow__node-component' },
} as const;
type View = keyof typeof VIEWS;

/** What the script in the page has seen. */
interface Seen {
  /** Milliseconds from the navigation until there was something to look at. */
  useful: number;
  /** Milliseconds of each task that was longer than 50. */
  tasks: number[];
  /** Milliseconds of each frame while it is told to look. */
  frames: number[];
  /** Milliseconds from a key to the next picture. */
  keys: number[];
  frame: boolean;
}

/** Put into the page before its own scripts. */
function watch(useful: string): void {
  const seen: Seen = { useful: 0, tasks: [], frames: [], keys: [], frame: false };
  (globalThis as unknown as { seen: Seen }).seen = seen;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.tasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === 'keydown') seen.keys.push(duration);
  }).observe({ type: 'event', buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
  let last = performance.now();
  const look = (now: number): void => {
    if (seen.useful === 0 && document.querySelector(useful)) seen.useful = now;
    if (seen.frame) seen.frames.push(now - last);
    last = now;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

const read = (page: Page): Promise<Seen> =>
  page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);

/** The long tasks of a page while something goes on. */
async function tasksOf(page: Page, work: () => Promise<unknown>): Promise<readonly number[]> {
  await page.evaluate(() => {
    (globalThis as unknown as { seen: Seen }).seen.tasks = [];
  });
  await work();
  return (await read(page)).tasks;
}

/** Has moods change for some milliseconds. */
async function changing(planet: SimulatedPlanet, milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds;
  for (let count = 0; Date.now() < end; count++) {
    planet.change(count);
    await delay(1000 / CHANGES);
  }
}

/** Types into the field of the search, and takes it back. @returns milliseconds of each key, and until the list was short. */
async function searching(page: Page): Promise<{ keys: readonly number[]; filtered: number }> {
  await page.click('input[aria-label="Search"]');
  const rows = (): Promise<number> =>
    page.evaluate(() => Number(document.querySelector('[role=table]')?.getAttribute('aria-rowcount')));
  const all = await rows();
  await page.keyboard.type(SEARCH[0] ?? '', { delay: 0 });
  for (const key of SEARCH.slice(1, -1)) await page.keyboard.type(key, { delay: 60 });
  const before = performance.now();
  await page.keyboard.type(SEARCH.slice(-1));
  const state = async (): Promise<string> =>
    page.inputValue('input[aria-label="Search"]').then((text) => JSON.stringify(text));
  let seen = '';
  await waitUntil(
    () => `the list to be short; in the field is ${seen}`,
    async () => {
      seen = await state();
      return (await rows()) === FOUND + 1;
    },
  );
  const filtered = performance.now() - before;
  for (const _ of SEARCH) await page.keyboard.press('Backspace', { delay: 60 });
  await waitUntil('the list to be whole', async () => (await rows()) === all);
  await delay(300);
  return { keys: (await read(page)).keys, filtered };
}

/** Turns the wheel over the list or graph for three seconds. @returns milliseconds of each frame. */
async function scrolling(page: Page, view: View): Promise<readonly number[]> {
  const { x, y } = await page.evaluate(() => {
    const box = document.querySelector('[role=table], .react-flow')?.getBoundingClientRect();
    return { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
  });
  await page.mouse.move(x, y);
  const watched = (frame: boolean): Promise<void> =>
    page.evaluate((on) => {
      (globalThis as unknown as { seen: Seen }).seen.frame = on;
    }, frame);
  await watched(true);
  for (let turn = 0; turn < 90; turn++) {
    const forth = Math.floor(turn / 30) % 2 === 0 ? 1 : -1;
    await page.mouse.wheel(0, forth * (view === 'list' ? 300 : 40));
    await delay(33);
  }
  await watched(false);
  return (await read(page)).frames;
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize / 1e6;
}

const sorted = (list: readonly number[]): readonly number[] => [...list].sort((a, b) => a - b);
const most = (list: readonly number[]): string => `${Math.max(0, ...list).toFixed(0)} ms`;
const at = (list: readonly number[], share: number): string =>
  `${(sorted(list)[Math.floor((list.length - 1) * share)] ?? 0).toFixed(0)} ms`;
const told = (list: readonly number[]): string => `${String(list.length)}, the longest ${most(list)}`;

async function cookieOf(planet: SimulatedPlanet): Promise<{ name: string; value: string; url: string }> {
  const [user, password] = LOGIN.split(':');
  const answer = await fetch(`${planet.url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user, password }),
  });
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(answer.headers.get('set-cookie') ?? '') ?? [];
  return { name, value, url: planet.url };
}

async function measured(
  planet: SimulatedPlanet,
  browser: TestBrowser,
  view: View,
): Promise<readonly string[]> {
  const { path, useful } = VIEWS[view];
  const { page } = await browser.open('about:blank', { width: 1440, height: 900 });
  try {
    const { name, value, url } = await cookieOf(planet);
    await page.context().addCookies([{ name, value, url }]);
    await page.addInitScript(watch, useful);
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    let received = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => (received += encodedDataLength));
    await page.goto(planet.url + path, { waitUntil: 'domcontentloaded' });
    await waitUntil(`the ${view}`, async () => (await read(page)).useful > 0, 120_000);
    const first = (await read(page)).useful;
    const until = Math.round(received / 1000);
    await delay(5000);
    const load = (await read(page)).tasks;

    const idle = await tasksOf(page, () => delay(SPAN));
    const moods = await tasksOf(page, () => changing(planet, SPAN));
    const search = view === 'list' ? await searching(page) : undefined;
    const frames = await scrolling(page, view);

    const before = await heapOf(session);
    await changing(planet, (MINUTES * 60_000) / 2);
    const half = await heapOf(session);
    await changing(planet, (MINUTES * 60_000) / 2);
    const after = await heapOf(session);
    return [
      `${first.toFixed(0)} ms`,
      `${String(until)} kB`,
      told(load),
      told(idle),
      told(moods),
      search ? `${at(search.keys, 0.5)}, ${most(search.keys)}` : '',
      search ? `${search.filtered.toFixed(0)} ms` : '',
      [at(frames, 0.5), at(frames, 0.95), most(frames)].join(', '),
      [before, half, after].map((size) => `${size.toFixed(1)} MB`).join(', '),
    ];
  } finally {
    await page.context().close();
  }
}

const ROWS = [
  'first useful page',
  'received by then',
  'long tasks of the first 5 s',
  'long tasks in 10 s, figures change',
  `long tasks in 10 s, ${String(CHANGES)} moods a second change too`,
  'a key in the search to the next picture: median, longest',
  'a key until the list has only what is sought',
  'frames while scrolling: median, 95 %, longest',
  `heap before, after ${String(MINUTES / 2)} and ${String(MINUTES)} minutes of changes`,
];

async function main(): Promise<void> {
  const planet = await SimulatedPlanet.start(WORKERS, EACH);
  const browser = new TestBrowser();
  try {
    await browser.start();
    const end = planet.report(1000);
    await delay(2000);
    const [load, cores] = [os.loadavg()[0]?.toFixed(1) ?? '', os.cpus().length];
    const list = await measured(planet, browser, 'list');
    const graph = await measured(planet, browser, 'graph');
    end();
    const table = new Table({ head: ['What', 'list', 'graph'] });
    table.push(...ROWS.map((row, index) => [row, list[index] ?? '', graph[index] ?? '']));
    process.stdout.write(
      `${String(WORKERS * EACH)} components on ${String(WORKERS)} workers; load before ${load}, ${String(cores)} cores; a long task is one above 50 ms\n${table.toString()}\n`,
    );
  } finally {
    await browser.stop();
    await planet.stop();
  }
}

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);
