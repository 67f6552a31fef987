import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { ComponentDefinition } from '../../core/src/plugin';
import { playComponent, type Played, type PlayOptions } from './play-component';
import { waitUntil } from './wait-until';

/** Rounds that are not counted: they load libraries, register types and fill thread pools. */
const WARM_UP = 2;
/** Rounds of a check, as one leak a round is then told from noise. */
const ROUNDS = 20;
/** Threads and descriptors that pools may keep for later. */
const SLACK = 6;

/** Descriptors of a pipeline's bus, which the binding never frees: a job has one pipeline, and dies with it. */
const BUS_DESCRIPTORS = 2;
/** The same for what reads a feed from shared memory. */
const READER_DESCRIPTORS = 2;

interface Held {
  readonly descriptors: number;
  readonly threads: number;
  readonly children: number;
}

/** What the descriptors of this process are, each kind with its number; files by their paths. */
function kinds(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const descriptor of readdirSync('/proc/self/fd')) {
    try {
      const [kind = ''] = readlinkSync(`/proc/self/fd/${descriptor}`).split(/:\[\d/);
      counts[kind] = (counts[kind] ?? 0) + 1;
    } catch {
      // It was closed between the listing and the look.
    }
  }
  return counts;
}

function held(): Held {
  const tasks = readdirSync('/proc/self/task');
  const children = tasks.flatMap((task) => {
    try {
      return readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean);
    } catch {
      // The thread ended between the listing and the look.
      return [];
    }
  });
  return {
    descriptors: readdirSync('/proc/self/fd').length,
    threads: tasks.length,
    children: children.length,
  };
}

/** @returns how many feeds its eaters read from shared memory. */
async function round(
  definition: ComponentDefinition,
  options: PlayOptions,
  works: (played: Played) => boolean,
): Promise<number> {
  const played = await playComponent(definition, options);
  try {
    await waitUntil(
      () => `${definition.spec.type} works (${told(played)})`,
      () => works(played),
    );
  } finally {
    await played.stop();
  }
  const shared = played.lines.filter((line) => /^feed \S+ connected in shared memory$/.test(line));
  return new Set(shared).size;
}

/** How it is, what its eaters get, and what it said last. */
function told({ state, lines }: Played): string {
  const { mood, reason, eaters, messages } = state;
  return [JSON.stringify({ mood, reason, eaters, messages }), ...lines.slice(-10)].join('\n');
}

/** Whether every feeder has given a buffer; without feeders, whether the component is happy. */
function hasBegun(played: Played): boolean {
  const outputs = [...played.outputs.values()];
  if (outputs.length === 0) return played.state.mood === 'happy';
  return outputs.every((output) => output.buffers.length > 0);
}

/**
 * Starts and stops a component 20 times and sees that no descriptor, thread or process is left over.
 * @param works when a round has shown that the component works; the default waits for a buffer of every feeder, or for
 *   a happy mood when there is none.
 * @param kept descriptors that elements keep for as long as they exist: in a test for ever, in a job once.
 * @throws Error naming what was left.
 */
export async function restartsCleanly(
  definition: ComponentDefinition,
  options: PlayOptions = {},
  works: (played: Played) => boolean = hasBegun,
  kept = 0,
): Promise<void> {
  for (let count = 0; count < WARM_UP; count++) await round(definition, options, works);
  const before = held();
  const kindsBefore = kinds();
  let shared = 0;
  for (let count = 0; count < ROUNDS; count++) shared += await round(definition, options, works);
  const pipelines = 1 + Object.keys(options.inputs ?? {}).length;
  const slack = SLACK + ROUNDS * (pipelines * BUS_DESCRIPTORS + kept) + shared * READER_DESCRIPTORS;
  await waitUntil(
    () =>
      `what ${definition.spec.type} held to be given back (${JSON.stringify(before)} before, ${JSON.stringify(held())} after; descriptors ${JSON.stringify(kindsBefore)} before, ${JSON.stringify(kinds())} after)`,
    () => {
      const now = held();
      return (
        now.descriptors <= before.descriptors + slack &&
        now.threads <= before.threads + SLACK &&
        now.children <= before.children
      );
    },
    20_000,
  );
}
