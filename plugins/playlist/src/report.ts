import type { Context } from '@flumotion/core/plugin';
import type { Plan } from './plan';
import type { Slot } from './slot';
import { dateText, SECOND, tenths } from './time';

/** Entries and characters of the schedule that are shown. */
const SHOWN = 20;
const LONGEST = 2000;
/** Characters of a name that are shown. */
const NAME = 100;
/** Characters of a problem that are shown. */
const PROBLEM = 400;
/** Problems that are named. */
const NAMED = 5;
/** Nanoseconds: what cannot be played is told so long before it is due. */
const AHEAD = 3600n * SECOND;

type Stage = Pick<Context<never>, 'stat' | 'message' | 'clear'>;

/** What a report is made of. All times are in nanoseconds. */
export interface Facts {
  readonly now: bigint;
  /** Nanoseconds since 1970 at running time 0. */
  readonly epoch: bigint;
  readonly playing: readonly Slot[];
  readonly plan: Plan;
}

/** Fills the stats, and tells which entries cannot be played. */
export function report(stage: Stage, facts: Facts): void {
  const { now, epoch, playing, plan } = facts;
  const ahead = coming(facts);
  const current = playing.find(({ begin, end }) => begin <= now && now < end);
  const next = ahead[0];
  stage.stat('current', current ? short(current.entry.name) : '');
  stage.stat('position', current ? tenths(now - current.begin + current.skip) : 0);
  stage.stat('remaining', current ? tenths(current.end - now) : 0);
  stage.stat('next', next ? short(next.entry.name) : '');
  stage.stat('next-time', next ? dateText(next.begin + epoch) : '');
  const shown = current ? [current, ...ahead] : ahead;
  stage.stat('schedule', shown.slice(0, SHOWN).map(lineOf(epoch)).join('; ').slice(0, LONGEST));
  tellBroken(stage, now, plan);
}

/** What comes after what is played now, in order of time. */
export function coming({ now, playing, plan }: Pick<Facts, 'now' | 'playing' | 'plan'>): readonly Slot[] {
  return [...playing.filter(({ begin }) => begin > now), ...plan.slots.filter(isNotIn(playing))];
}

function isNotIn(playing: readonly Slot[]): (slot: Slot) => boolean {
  const begins = new Set(playing.map(({ begin }) => begin));
  return ({ begin }) => !begins.has(begin);
}

function lineOf(epoch: bigint): (slot: Slot) => string {
  return ({ entry, begin, end, reel }) => {
    const kinds = [...(reel.video ? ['video'] : []), ...(reel.audio ? ['audio'] : [])].join('+');
    return `${dateText(begin + epoch)} ${tenths(end - begin)} s ${kinds} ${short(entry.name)}`;
  };
}

function tellBroken(stage: Stage, now: bigint, { broken }: Plan): void {
  const due = broken.filter(({ at }) => at < now + AHEAD);
  stage.stat('broken', due.length);
  if (due.length === 0) {
    stage.clear('entry-problem');
    return;
  }
  const named = due.slice(0, NAMED).map(({ entry, chain, problem }) => {
    return `${short(entry.name)} (${chain.file}, line ${entry.line}): ${short(problem, PROBLEM)}`;
  });
  const more = due.length > NAMED ? `; and ${due.length - NAMED} more` : '';
  stage.message({
    level: 'warning',
    id: 'entry-problem',
    text: `An entry cannot be played: ${named.join('; ')}${more}`,
    advice: 'correct the file or the playlist; it is looked at again by itself',
  });
}

/** Tells what is wrong with playlists, and whether there is anything in them. */
export function tellPlaylists(stage: Stage, entries: number, problems: readonly string[]): void {
  stage.stat('entries', entries);
  if (entries > 0) stage.clear('nothing-scheduled');
  else {
    const text = 'There is nothing to play in any playlist; the filler is shown.';
    stage.message({ level: 'info', id: 'nothing-scheduled', text });
  }
  if (problems.length === 0) {
    stage.clear('playlist-problem');
    return;
  }
  const named = problems.slice(0, NAMED).map((problem) => short(problem, PROBLEM));
  const more = problems.length > NAMED ? `; and ${problems.length - NAMED} more` : '';
  stage.message({
    level: 'warning',
    id: 'playlist-problem',
    text: `A playlist has a problem: ${named.join('; ')}${more}`,
    advice: 'correct the playlist; it is read again by itself',
  });
}

/** Outside text as it may be shown: in one line, and not too long. */
function short(text: string, longest = NAME): string {
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ');
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
