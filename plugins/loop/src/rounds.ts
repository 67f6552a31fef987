import { pictureAt, pictureTime, type Context, type LoadedClip, type Player } from '@flumotion/core/plugin';
import type { Round } from './round';

/** Milliseconds between looks. */
const LOOK = 100;
/** Nanoseconds a round is made ready before it begins, when there is the time. */
const LEAD = 800_000_000n;
/** Milliseconds until a file that could not be played is tried again. */
const RETRY = 5000;
const SECOND = 1_000_000_000;

/** What is played, and how often. */
export interface Program {
  readonly location: string;
  readonly round: Round;
  /** Rounds; undefined for ever. */
  readonly times: number | undefined;
  /** Pictures of the first round that are left out. */
  readonly skip: bigint;
  /** The last picture stays after the last round. */
  readonly hold: boolean;
  /** All rounds are over. */
  readonly over: () => void;
}

type Stage = Pick<Context<never>, 'stat' | 'message' | 'clear' | 'log'>;

/** Plays rounds of a file, each beginning on the picture after the last of the one before. */
export class Rounds {
  private timer: NodeJS.Timeout | undefined;
  /** Number of the picture since running time 0 that the first round begins, or would begin, with. */
  private first: bigint | undefined;
  /** Number of the round that is made ready next. */
  private next = 0n;
  private loading = false;
  private retryAt = 0;
  private over = false;
  private readonly clips: LoadedClip[] = [];

  constructor(
    private readonly context: Stage,
    private readonly player: Player,
    private readonly program: Program,
  ) {
    const { round } = program;
    context.stat('iterations', 0);
    context.stat('duration', seconds(round.length));
  }

  start(): void {
    this.timer = setInterval(() => {
      this.look();
    }, LOOK);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    if (!this.player.playing) return;
    const { round, times } = this.program;
    this.watch();
    if (this.first !== undefined) this.report(this.first);
    if (this.loading || Date.now() < this.retryAt) return;
    if (times !== undefined && this.next >= BigInt(times)) return;
    const earliest = pictureAt(this.player.now() + LEAD, round.framerate);
    this.first ??= earliest - this.program.skip;
    const due = this.begin(this.first, this.next);
    // One deck plays and the other waits, so there is nothing to do until the one that plays has ended.
    if (this.clips.length >= 2) return;
    if (due < earliest && this.clips.length === 0) this.first += earliest - due;
    void this.load(this.next, pictureTime(this.begin(this.first, this.next), round.framerate));
  }

  private begin(first: bigint, number: bigint): bigint {
    return first + number * this.program.round.pictures + (number === 0n ? this.program.skip : 0n);
  }

  private async load(number: bigint, at: bigint): Promise<void> {
    this.loading = true;
    const { location, round, skip, times, hold } = this.program;
    const last = times !== undefined && number + 1n === BigInt(times);
    const left = number === 0n && skip > 0n ? pictureTime(skip, round.framerate) : 0n;
    const from = round.near && left === 0n ? 0n : round.begin + left;
    try {
      const clip = await this.player.load({
        location,
        at,
        ...(from > 0n ? { from } : {}),
        ...(round.cut ? { soundTo: round.length + (from > 0n ? round.begin : 0n) } : {}),
        hold: last ? hold : round.waits,
      });
      this.clips.push(clip);
      this.next++;
      this.context.clear('file-problem');
    } catch (error) {
      this.fail(String((error as { message?: unknown }).message));
    }
    this.loading = false;
  }

  /** Lets go of clips that have ended, and of those that broke. */
  private watch(): void {
    for (const clip of [...this.clips]) {
      const problem = clip.problem();
      if (problem !== undefined) this.fail(problem);
      if (problem === undefined && !clip.ended()) continue;
      if (problem !== undefined) clip.eject();
      this.clips.splice(this.clips.indexOf(clip), 1);
    }
  }

  private fail(text: string): void {
    this.context.log.warn(text);
    this.context.message({
      level: 'error',
      id: 'file-problem',
      text,
      advice: 'correct the file or the property location; it is tried again every 5 s',
    });
    this.retryAt = Date.now() + RETRY;
  }

  private report(first: bigint): void {
    const { round, times } = this.program;
    const [frames, per] = round.framerate;
    const played = (this.player.now() * BigInt(frames)) / (BigInt(per) * BigInt(SECOND)) - first;
    if (played < 0n) return;
    const rounds = played / round.pictures;
    const done = times !== undefined && rounds >= BigInt(times);
    const place = done ? round.pictures : played % round.pictures;
    this.context.stat('iterations', Number(done ? BigInt(times) : rounds));
    this.context.stat('position', Math.round((Number(place) * per * 10) / frames) / 10);
    if (done && !this.over) {
      this.over = true;
      this.program.over();
    }
  }
}

function seconds(nanoseconds: bigint): number {
  return Math.round(Number(nanoseconds) / (SECOND / 100)) / 100;
}
