import type { Entry, Source } from './entry';

/** Entries of one playlist that follow each other. */
export interface Chain {
  /** Stays the same when the playlist is edited, as long as the time does. */
  readonly id: string;
  /** The playlist's path. */
  readonly file: string;
  /** When the first entry begins, in nanoseconds since 1970; as soon as there is room when left out. */
  readonly begin?: bigint;
  /** When a later chain of the same playlist takes over, in nanoseconds since 1970. */
  readonly until?: bigint;
  readonly entries: readonly Entry[];
  /** For each entry a key that an edited playlist has too, if it still has the entry. */
  readonly keys: readonly string[];
  /** How many times they are played; 0 for ever. */
  readonly times: number;
  /** Gives way to all that has a time: its entries wait, and go on afterwards. */
  readonly background: boolean;
}

/**
 * The chains of all playlists, what wins first: what has a time before what has none or goes round, newer playlists before
 * older ones.
 * @param loop - rounds of playlists that do not say.
 */
export function chainsOf(sources: readonly Source[], loop: number): readonly Chain[] {
  const newest = [...sources].sort((a, b) => b.changed - a.changed || (a.file < b.file ? 1 : -1));
  const chains = newest.flatMap((source) => chainsOfOne(source, loop));
  return [...chains.filter((chain) => !chain.background), ...chains.filter((chain) => chain.background)];
}

function chainsOfOne({ file, playlist }: Source, loop: number): readonly Chain[] {
  const runs: { begin: bigint | undefined; entries: Entry[] }[] = [];
  for (const entry of playlist.entries) {
    const last = runs.at(-1);
    if (entry.time === undefined && last) last.entries.push(entry);
    else runs.push({ begin: entry.time, entries: [entry] });
  }
  const head = runs[0]?.begin === undefined ? runs.shift() : undefined;
  // Of what begins at the same time, what stands later in the file wins.
  runs.sort((a, b) => ((a.begin ?? 0n) < (b.begin ?? 0n) ? -1 : a.begin === b.begin ? 0 : 1));
  const rounds = playlist.loop ?? loop;
  const used = new Map<string, number>();
  const chain = (run: (typeof runs)[number], until: bigint | undefined, times: number): Chain => ({
    id: numbered(`${file} ${run.begin === undefined ? '' : String(run.begin)}`, used),
    file,
    entries: run.entries,
    keys: keysOf(run.entries),
    times,
    background: run.begin === undefined || times !== 1,
    ...(run.begin === undefined ? {} : { begin: run.begin }),
    ...(until === undefined ? {} : { until }),
  });
  const timed = runs.map((run, index) =>
    chain(run, runs[index + 1]?.begin, head === undefined && runs.length === 1 ? rounds : 1),
  );
  return head ? [...timed, chain(head, undefined, rounds)] : timed;
}

/** What an entry is known by: all but its duration, and its number among those that are alike. */
function keysOf(entries: readonly Entry[]): readonly string[] {
  const used = new Map<string, number>();
  return entries.map(({ location, time, offset }) =>
    numbered(`${String(time ?? '')} ${String(offset)} ${location}`, used),
  );
}

function numbered(name: string, used: Map<string, number>): string {
  const count = used.get(name) ?? 0;
  used.set(name, count + 1);
  return `${name} ${count}`;
}
