import type {
  Context,
  DecodedKind,
  DecodedMedia,
  Decoder,
  DecoderLook,
  ElementMessage,
  FeedBuffer,
  FeedCaps,
} from '@flumotion/core/plugin';
import { offsetOf } from './anchor';
import { Complaints } from './complaints';
import { MAX_FILL } from './declaration';
import { Intake } from './intake';
import { TimeWatch } from './time-watch';

const LOOK_INTERVAL = 100;
/** Milliseconds without a keyframe after which a stream is begun anywhere: not every feed marks its keyframes. */
const KEYFRAME_PATIENCE = 3000;
/** Milliseconds in which a stream gives its first media. */
const FIRST_PATIENCE = 15_000;
/** Milliseconds that pictures wait for the first sound, and the other way round. */
const PARTNER_PATIENCE = 2000;
/** Milliseconds without decoded media, while the feed comes, after which it is begun again. */
const STILL_PATIENCE = 10_000;
/** Milliseconds since the last data in which a feed counts as coming. */
const FED = 1000;
/** Nanoseconds that what leaves may be behind what comes in. */
const MAX_LAG = 10_000_000_000n;
/** Nanoseconds that the times of a feed can be from now. */
const PLAUSIBLE = 20_000_000_000n;
/** Milliseconds after which decoding counts as good. */
const GOOD = 10_000;
/** Milliseconds before the next try after failures in a row; the first is at once. */
const WAITS = [0, 1000, 2000, 4000, 8000, 16_000, 30_000] as const;

/** Where decoding stands. */
type Phase =
  /** Nothing to begin with has come. */
  | { readonly name: 'waiting'; readonly from: number; heard?: number }
  /** It is begun; the first media has not been let go. */
  | { readonly name: 'beginning'; readonly since: number; heldSince?: number }
  | { readonly name: 'running'; readonly since: number; moved: number; readonly gone: Set<DecodedKind> };

/** What decoding needs of its component's context. */
export type DecodingContext = Pick<
  Context<never>,
  'now' | 'element' | 'eaters' | 'message' | 'clear' | 'count' | 'waitFor' | 'log'
>;

/** What a component wants of the decoder. */
export interface DecodingPlan {
  readonly kinds: readonly DecodedKind[];
  readonly blacklist: readonly string[];
  /** Fixes what leaves, by the caps of the first media of a kind. @returns false when they say too little. */
  fix(kind: DecodedKind, caps: string): boolean;
}

/** Keeps a decoder at work over losses of the feed, other streams and broken media. */
export class Decoding {
  private readonly intake: Intake;
  private phase: Phase = { name: 'waiting', from: 0 };
  private failures = 0;
  private offset = 0n;
  private watch = new TimeWatch();
  /** Time of the first buffer of the stream, and of the last one, in nanoseconds. */
  private from: bigint | undefined;
  private to: bigint | undefined;
  /** Whether the stream was begun with a keyframe. */
  private keyed = false;
  private fedAt = -Infinity;
  /** Nanoseconds of the flow's time when media last left. */
  private left: bigint | undefined;
  private readonly fixed = new Set<DecodedKind>();
  private readonly complaints: Complaints;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly context: DecodingContext,
    private readonly decoder: Decoder,
    private readonly plan: DecodingPlan,
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.complaints = new Complaints(context, plan.kinds, plan.blacklist);
    this.intake = new Intake(() => {
      this.again();
    });
  }

  /** Begins to look after it. */
  start(): void {
    this.context.waitFor('nothing is decoded yet');
    this.timer = setInterval(() => {
      this.look();
    }, LOOK_INTERVAL);
  }

  /** Ends it. */
  stop(): void {
    clearInterval(this.timer);
    this.decoder.end();
  }

  /** The caps of the stream. */
  caps(caps: FeedCaps): void {
    if (this.intake.isSame(caps)) return;
    this.failures = 0;
    this.intake.begin(caps);
  }

  buffer(buffer: FeedBuffer): void {
    if (this.intake.take(buffer) === 'header') return;
    const now = this.clock();
    if (this.phase.name === 'waiting' && !this.begin(buffer, this.phase, now)) return;
    if (buffer.pts !== undefined && this.plausible(buffer.pts)) {
      this.from ??= buffer.pts;
      this.to = buffer.pts;
    }
    this.fedAt = now;
    this.decoder.buffer(buffer);
  }

  /** An element of the decoder says something. */
  said(message: ElementMessage): void {
    this.complaints.said(message);
  }

  /** Looks how it stands. */
  look(): void {
    const now = this.clock();
    const { phase } = this;
    if (phase.name === 'waiting') return;
    if (this.context.eaters().some(({ connected }) => !connected)) {
      this.again();
      return;
    }
    const look = this.decoder.look();
    if (look.failure) {
      this.complaints.broken(look.failure, this.media(look));
      this.retry();
    } else if (phase.name === 'beginning') this.awaitFirst(phase, look, now);
    else this.follow(phase, look, now);
  }

  /** What comes next is to be decoded from its beginning. */
  again(after = 0): void {
    this.phase = { name: 'waiting', from: this.clock() + after };
    this.decoder.end();
  }

  private begin(buffer: FeedBuffer, phase: Phase & { name: 'waiting' }, now: number): boolean {
    const { caps } = this.intake;
    if (!caps || now < phase.from || !this.decoder.playing) return false;
    phase.heard ??= now;
    if (buffer.delta && now - phase.heard < KEYFRAME_PATIENCE) return false;
    const gap = this.left === undefined ? 0n : this.context.now() - this.left;
    const fill = gap < BigInt(MAX_FILL) * 1_000_000_000n;
    for (const kind of this.plan.kinds) this.context.element(`${kind}-times`).set('single-segment', fill);
    this.context.count('streams');
    this.context.log.info(`decoding ${caps.mediaType}${buffer.delta ? ', from no keyframe' : ''}`);
    this.phase = { name: 'beginning', since: now };
    this.watch = new TimeWatch();
    this.complaints.begin();
    this.from = this.to = undefined;
    this.keyed = !buffer.delta;
    this.decoder.begin(caps.text, this.intake.timed);
    for (const header of this.intake.start) this.decoder.buffer(header);
    return true;
  }

  private awaitFirst(phase: Phase & { name: 'beginning' }, look: DecoderLook, now: number): void {
    const media = this.media(look);
    const here = media.filter(([, { first }]) => first !== undefined);
    if (here.length === 0) {
      if (now - phase.since > FIRST_PATIENCE) this.fails('nothing in the feed can be decoded');
      return;
    }
    phase.heldSince ??= now;
    const whole = media.every(([, { present, first }]) => first !== undefined || !present);
    if (!whole && now - phase.heldSince < PARTNER_PATIENCE) return;
    const firsts = Object.fromEntries(here);
    const feed = this.from ?? this.context.now();
    this.offset = offsetOf(firsts, feed, this.keyed, this.intake.tolerance);
    this.decoder.move(this.offset);
    const running = { name: 'running', since: now, moved: now, gone: new Set<DecodedKind>() } as const;
    this.phase = running;
    this.release(running, look);
    this.context.waitFor(undefined);
    this.complaints.works(media);
  }

  /** Lets go what waits. The form of what leaves is fixed before the first media of a kind goes into it. */
  private release({ gone }: { readonly gone: Set<DecodedKind> }, look: DecoderLook): void {
    for (const [kind, { first, caps }] of this.media(look)) {
      if (first === undefined || caps === undefined || gone.has(kind)) continue;
      if (!this.fixed.has(kind) && !this.plan.fix(kind, caps)) continue;
      this.fixed.add(kind);
      gone.add(kind);
      this.decoder.release(kind);
    }
  }

  private follow(phase: Phase & { name: 'running' }, look: DecoderLook, now: number): void {
    this.release(phase, look);
    const lasts = this.media(look).flatMap(([, { last }]) => (last === undefined ? [] : [last]));
    const last = lasts.length === 0 ? undefined : lasts.reduce((a, b) => (a > b ? a : b));
    if (last !== undefined && last !== this.left) {
      this.left = last;
      phase.moved = now;
      if (now - phase.since > GOOD) this.failures = 0;
    }
    // Without a feed there is nothing to decode.
    if (now - this.fedAt > STILL_PATIENCE / 2) phase.moved = now;
    if (now - phase.moved > STILL_PATIENCE) this.fails('the decoder stands still');
    else if (last !== undefined && this.to !== undefined && now - this.fedAt < FED)
      this.keepTime(this.to - last, now);
  }

  private keepTime(lag: bigint, now: number): void {
    if (lag > MAX_LAG) {
      this.fails(
        'decoding is more than 10 s behind the feed',
        'Give the worker a faster machine, or the feed a smaller picture.',
      );
      return;
    }
    const move = this.watch.look(lag, now);
    if (move === 0n) return;
    this.context.log.info(`the stream's time is off by ${String(move / 1_000_000n)} ms and is set right`);
    this.offset += move;
    this.decoder.move(this.offset);
  }

  private fails(text: string, advice?: string): void {
    this.complaints.fails(text, advice);
    this.retry();
  }

  private retry(): void {
    this.context.count('failures');
    this.context.waitFor('nothing is decoded at the moment');
    const wait = WAITS[Math.min(this.failures, WAITS.length - 1)] ?? 0;
    this.failures++;
    this.again(wait);
  }

  private media(look: DecoderLook): (readonly [DecodedKind, DecodedMedia])[] {
    return this.plan.kinds.flatMap((kind) => {
      const one = look[kind];
      return one ? [[kind, one] as const] : [];
    });
  }

  private plausible(time: bigint): boolean {
    const off = time - this.context.now();
    return off < PLAUSIBLE && off > -PLAUSIBLE;
  }
}
