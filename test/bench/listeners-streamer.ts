/**
 * An http-streamer as a process of its own, fed GDP from a unix socket as its job reads a feed. Properties are given as
 * JSON in the first argument, the path of the socket in the second. With `--expose-gc`, SIGUSR2 collects garbage and prints the memory
 * used as JSON.
 */
import type { Behaviour, TapHandler } from '@flumotion/core/plugin';
import { ExactSocket } from '../../core/src/feed/exact-socket';
import { TapReader } from '../../core/src/feed/tap-reader';
import { httpStreamer as streamer } from '../../plugins/http-streamer/src';
import { declaration, type Properties } from '../../plugins/http-streamer/src/declaration';
import { defaultValues } from '../support/default-values';
import { fakeContext } from '../support/fake-context';

const behaviour = streamer.behaviour as unknown as Behaviour<Properties>;

function properties(given: Partial<Properties>): Properties {
  return { ...defaultValues(declaration.properties), ...given };
}

/** Reads the feed from a unix socket, as a job does after its greeting. */
function read(tap: TapHandler, socketPath: string): void {
  const connection = new ExactSocket({ path: socketPath });
  connection.onEnd((reason) => tap.lost?.(reason));
  new TapReader(tap).attach({
    fd: -1,
    socket: connection.socket,
    read: (onBytes, rest) => connection.read(onBytes, rest),
    close: (reason) => {
      throw new Error(reason ?? 'the feed was given up');
    },
  });
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
  if (tap) read(tap, process.argv[3] ?? '');
  process.on('SIGUSR2', () => {
    global.gc?.();
    console.log(JSON.stringify({ ...process.memoryUsage(), clients: context.stats['clients-current'] }));
  });
  process.on('SIGTERM', () => process.exit(0));
}

void main();
