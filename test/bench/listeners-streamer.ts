/**
 * An http-streamer as a process of its own, fed GDP on standard input as its job would read it from a feed.
 * Properties are given as JSON in the first argument. With `--expose-gc`, SIGUSR2 collects garbage and prints the memory
 * used as JSON.
 */
import type { Behaviour, TapHandler } from '@flumotion/core/plugin';
import { parseCaps } from '../../core/src/feed/caps';
import { GDP_FLAGS, GdpParser } from '../../core/src/feed/gdp';
import { httpStreamer as streamer } from '../../plugins/http-streamer/src';
import { declaration, type Properties } from '../../plugins/http-streamer/src/declaration';
import { fakeContext } from '../support/fake-context';

const behaviour = streamer.behaviour as unknown as Behaviour<Properties>;

function properties(given: Partial<Properties>): Properties {
  const defaults = Object.entries(declaration.properties).map(([name, spec]) => [
    name,
    'multiple' in spec ? [] : 'default' in spec ? spec.default : undefined,
  ]);
  return { ...(Object.fromEntries(defaults) as Properties), ...given };
}

function read(tap: TapHandler): void {
  const parser = new GdpParser((packet) => {
    if (packet.kind === 'caps') tap.caps(parseCaps(packet.text));
    if (packet.kind !== 'buffer') return;
    const { data, flags } = packet;
    const has = (bit: number): boolean => (flags & bit) !== 0;
    tap.buffer({
      data,
      delta: has(GDP_FLAGS.delta),
      header: has(GDP_FLAGS.header),
      discont: has(GDP_FLAGS.discont),
    });
  });
  process.stdin.on('data', (data: Buffer) => parser.push(data));
}

async function main(): Promise<void> {
  const context = fakeContext(
    properties(JSON.parse(process.argv[2] ?? '{}') as Partial<Properties>),
    'streamer',
  );
  // The fake context keeps every line; in a run of thousands of listeners that would be the memory measured.
  context.log.info = () => undefined;
  await behaviour.start?.(context);
  for (const message of context.said) console.error(message.text, message.advice ?? '');
  const tap = context.taps.get('default');
  if (tap) read(tap);
  process.on('SIGUSR2', () => {
    global.gc?.();
    console.log(JSON.stringify({ ...process.memoryUsage(), clients: context.stats['clients-current'] }));
  });
  process.on('SIGTERM', () => process.exit(0));
}

void main();
