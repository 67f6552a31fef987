import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port';
import { ROOT } from './installation';

/** Names of the sample's workers. */
export const WORKERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'] as const;

/** The sample planet as a test runs it. */
export interface EightWorkers {
  readonly xml: string;
  /** Addresses of the streams. */
  readonly av: string;
  readonly audio: string;
  readonly video: string;
}

/**
 * `conf/planets/eight-workers.xml` with free ports and a folder of its own for recordings; all else is the sample's.
 * @throws Error when the sample no longer has what is replaced.
 */
export async function eightWorkers(recordings: string): Promise<EightWorkers> {
  mkdirSync(recordings, { recursive: true });
  let xml = readFileSync(join(ROOT, 'conf/planets/eight-workers.xml'), 'utf8');
  const ports: number[] = [];
  for (const port of [8800, 8801, 8802]) {
    const free = await freePort();
    ports.push(free);
    xml = replaced(
      xml,
      `<property name="port">${String(port)}</property>`,
      `<property name="port">${String(free)}</property>`,
    );
  }
  xml = replaced(xml, '>/tmp/flumotion-recordings<', `>${recordings}<`);
  const [av = '', audio = '', video = ''] = ports.map((port) => `http://127.0.0.1:${String(port)}/`);
  return { xml, av, audio, video };
}

/** A text with every occurrence of a part replaced. @throws Error when there is none. */
export function replaced(text: string, part: string, by: string): string {
  if (!text.includes(part)) throw new Error(`the sample has no ${part}`);
  return text.replaceAll(part, by);
}
