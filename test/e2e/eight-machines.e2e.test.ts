import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { codecs, pictures, sound } from '../support/decode';
import { eightWorkers, replaced, WORKERS } from '../support/eight-workers';
import { beeps, flashes, offsets } from '../support/flash-and-beep';
import { Installation } from '../support/installation';
import { Listener } from '../support/listener';
import { listened } from '../support/media-seconds';

/** Seconds of sound that are enough for the checks, at the least. */
const ENOUGH = 8;

const folder = mkdtempSync(join(tmpdir(), 'flumotion-machines-'));
const saved = join(folder, 'av.ogg');
let installation: Installation;

beforeAll(async () => {
  const planet = await eightWorkers(join(folder, 'recordings'));
  // Picture and sound from different machines, so that their times agree only if the network's clock does its work.
  const audio = 'name="producer-audio" type="audiotest-producer" worker="one"';
  const xml = replaced(planet.xml, audio, audio.replace('"one"', '"three"'));
  installation = await Installation.start({ planet: xml, transport: 'ssl' });
  for (const name of WORKERS) installation.startWorker(name, [], { FLU_MACHINE_ID: `machine-${name}` });
  await installation.mood('happy', undefined, 60_000);
  const listener = new Listener(planet.av, true);
  await listened(listener, saved, ENOUGH);
  listener.close();
});

afterAll(async () => {
  await installation.dispose();
  rmSync(folder, { recursive: true, force: true });
});

test('eight machines with TLS between them give a stream of picture and sound', async () => {
  expect(await codecs(saved)).toEqual(['theora', 'vorbis']);
  const heard = await sound(saved);
  expect(heard.samples.length / heard.rate).toBeGreaterThan(ENOUGH - 2);
});

test('picture and sound of different machines are within 40 ms of each other', async () => {
  const flashing = flashes(await pictures(saved, { width: 64, height: 36 })).slice(1, -1);
  expect(flashing.length).toBeGreaterThan(3);
  const off = offsets(flashing, beeps(await sound(saved)));
  for (const offset of off) expect(Math.abs(offset)).toBeLessThanOrEqual(0.04);
});

test('the workers of other machines follow the clock of the one with the sound over the network', () => {
  // The sound has the higher priority as a clock.
  expect(installation.manager?.output).toMatch(/worker three provides its clock on UDP port [1-9]/);
});

test('every feed between the machines is encrypted', async () => {
  const ports = (await installation.components()).flatMap(({ feeders = [] }) =>
    feeders.map(({ port }) => port).filter((port) => port !== undefined),
  );
  expect(ports.length).toBeGreaterThanOrEqual(6);
  for (const port of ports) expect(await protocolAt(port)).toMatch(/^TLS/);
});

/** The encryption that a port speaks. @throws Error when it speaks none. */
function protocolAt(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, timeout: 5000 }, () => {
      resolve(socket.getProtocol() ?? 'none');
      socket.destroy();
    });
    socket.on('error', reject);
    socket.on('timeout', () => socket.destroy(new Error(`port ${String(port)} does not shake hands`)));
  });
}
