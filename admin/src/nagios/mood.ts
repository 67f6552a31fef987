import { FlumotionError, type ComponentState, type Mood } from '@flumotion/core/cli';
import type { ManagerClient } from '../client/client';
import { componentPath, idOf } from '../client/paths';
import type { Figure, Verdict } from './verdict';

/** Moods that are a warning and that are critical. */
export interface MoodLimits {
  readonly warning: readonly Mood[];
  readonly critical: readonly Mood[];
}

/** Judges the mood of a component. */
export async function checkMood(client: ManagerClient, given: string, limits: MoodLimits): Promise<Verdict> {
  const state = await client.get<ComponentState>(componentPath(await idOf(client, given)));
  const { id, mood, reason } = state;
  const text = `${id} is ${mood}${reason === undefined ? '' : `: ${reason}`}`;
  const level = limits.critical.includes(mood)
    ? 'CRITICAL'
    : limits.warning.includes(mood)
      ? 'WARNING'
      : 'OK';
  return { state: level, text, figures: figuresOf(state) };
}

function figuresOf({ cpu, memory, restarts, stats }: ComponentState): readonly Figure[] {
  return [
    ...(cpu === undefined ? [] : [{ name: 'cpu', value: cpu * 100, unit: '%', min: 0 }]),
    ...(memory === undefined ? [] : [{ name: 'memory', value: memory, unit: 'B', min: 0 }]),
    ...(restarts === undefined ? [] : [{ name: 'restarts', value: restarts, unit: 'c' }]),
    ...Object.entries(stats).flatMap(([name, value]) => (typeof value === 'number' ? [{ name, value }] : [])),
  ];
}

/** How a component is watched for going to and fro. */
export interface FlipLimits {
  /** Seconds. */
  readonly time: number;
  /** So many changes are critical. */
  readonly flips: number;
  /** The two moods between which a change counts. */
  readonly from: Mood;
  readonly to: Mood;
}

/** Milliseconds between two looks. */
const POLL = 200;

/** Watches a component; changes between the two moods count, the first time it reaches one of them does not. */
export async function checkFlips(client: ManagerClient, given: string, limits: FlipLimits): Promise<Verdict> {
  const id = await idOf(client, given);
  const end = performance.now() + limits.time * 1000;
  const counter = new FlipCounter(limits.from, limits.to);
  do {
    counter.see((await client.get<ComponentState>(componentPath(id))).mood);
    if (counter.flips >= limits.flips) return flipVerdict(id, counter.flips, limits);
    await new Promise((resolve) => setTimeout(resolve, POLL));
  } while (performance.now() < end);
  return flipVerdict(id, counter.flips, limits);
}

/** Counts changes between two moods; other moods in between do not matter. */
export class FlipCounter {
  flips = 0;
  private last: Mood | undefined;

  constructor(
    private readonly from: Mood,
    private readonly to: Mood,
  ) {}

  /** Takes the mood of the moment. */
  see(mood: Mood): void {
    if (mood !== this.from && mood !== this.to) return;
    if (this.last !== undefined && this.last !== mood) this.flips++;
    this.last = mood;
  }
}

function flipVerdict(id: string, flips: number, { time, flips: limit, from, to }: FlipLimits): Verdict {
  return {
    state: flips >= limit ? 'CRITICAL' : 'OK',
    text: `${id} changed ${flips} times between ${from} and ${to} in ${time} s`,
    figures: [{ name: 'flips', value: flips, crit: limit, min: 0 }],
  };
}

/** Reads a list of moods. @throws FlumotionError `arguments-invalid` for a word that is none. */
export function parseMoods(text: string, known: readonly Mood[]): readonly Mood[] {
  return text
    .split(',')
    .filter((word) => word !== '')
    .map((word) => {
      const mood = known.find((one) => one === word.trim());
      if (mood) return mood;
      const reason = `${JSON.stringify(word)} is no mood; there are ${known.join(', ')}`;
      throw FlumotionError.of('arguments-invalid', { reason });
    });
}
