/** @long An event lasts three quarters of a minute. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port';
import { Installation } from '../support/installation';
import { Listener } from '../support/listener';
import { component, planet } from '../support/planets';

let installation: Installation;
let folder: string;
let calendar: string;
let url: string;

function stamp(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
}

/** Writes a calendar with one event, from and to a number of seconds from now. */
function open(from: number, to: number): void {
  const now = Date.now();
  const times = [`DTSTART:${stamp(now + from * 1000)}`, `DTEND:${stamp(now + to * 1000)}`];
  const lines = ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...times, 'END:VEVENT', 'END:VCALENDAR', ''];
  writeFileSync(calendar, lines.join('\n'));
}

/** Asks for the stream and leaves. */
async function status(): Promise<number> {
  const listener = new Listener(url);
  await installation.until('an answer', () => listener.status !== 0 || listener.ended !== undefined, 40_000);
  listener.close();
  return listener.status;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hours-'));
  calendar = join(folder, 'hours.ics');
  open(-7200, -3600);
  const port = await freePort();
  url = `http://127.0.0.1:${String(port)}/`;
  const flow = [
    `  <atmosphere>\n${component('hours', 'ical-bouncer', { properties: { file: calendar } })}\n  </atmosphere>`,
    '  <flow name="default">',
    component('audio', 'audiotest-producer', { properties: { samplerate: 16_000 } }),
    component('vorbis', 'vorbis-encoder', { eat: { default: ['audio'] } }),
    component('muxer', 'ogg-muxer', { eat: { default: ['vorbis'] } }),
    component('http', 'http-streamer', {
      eat: { default: ['muxer'] },
      properties: { port, 'mount-point': '/', bouncer: 'hours' },
    }),
    '  </flow>',
  ].join('\n');
  installation = await Installation.start({ planet: planet(flow) });
  installation.startWorker();
  await installation.mood('happy');
});

afterAll(async () => {
  await installation.dispose();
  rmSync(folder, { recursive: true });
});

test('closed outside the events, open when the calendar says so, and listeners leave at the end of the event', async () => {
  expect(await status()).toBe(403);
  // It is read ten seconds after it was written, or a little later; somebody has to come in before it is over.
  open(-60, 45);
  await installation.until('it is open', async () => (await status()) === 200, 40_000);
  const listener = new Listener(url);
  await installation.until('the stream flows', () => listener.bytes > 2000, 40_000);
  await installation.until('the listener is sent away', () => listener.ended !== undefined, 90_000);
  expect(await status()).toBe(403);
});
