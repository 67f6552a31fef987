import type { Fraction, MediaInfo } from '../plugin';
import { BusReader } from './bus';
import { mediaBegin } from './media-begin';
import { checkFile, mediaProblem, missingMedia, worst } from './media-problem';
import type { GstElement, GstNamespace, GstPad, GstPipeline } from './node-gtk';
import { fileUri, until } from './media-wait';
import { textOf } from './text';

/** Milliseconds a file may take to open, and its end to be found. */
const OPEN_DEADLINE = 10_000;
const START_DEADLINE = 4000;
const END_DEADLINE = 4000;
const SECOND = 1_000_000_000n;
/** Nanoseconds before the end that are decoded to find it. */
const TAIL = 3_000_000_000n;

const SINK = 'fakesink sync=false async=false enable-last-sample=false';
/** What an `identity` says of a buffer: its time. The buffer itself is not asked for, as the binding never gives one back. */
const FIRST = /^chain .*\bpts: (\d+):(\d+):(\d+)\.(\d{9})/;
const TEXT =
  'uridecodebin name=source ' +
  `source. : videoconvert name=pictures ! identity name=video silent=false ! ${SINK} name=video-end ` +
  `source. : audioconvert name=sounds ! identity name=audio silent=false ! ${SINK} name=audio-end`;

/** One kind of media in the probe. */
interface Branch {
  readonly input: GstPad;
  readonly gate: GstElement;
  readonly output: GstPad;
  readonly end: GstElement;
}

/** Nanoseconds at which each stream begins by the file's own times. */
type Starts = ReadonlyMap<Branch, bigint>;

/** What the media says of itself, in nanoseconds by its own times. */
interface Times {
  readonly begin: bigint;
  readonly starts: Starts;
  readonly duration: bigint;
}

interface Stream {
  readonly caps: string;
  readonly start: bigint;
  readonly length: bigint;
}

/** Looks into files, one at a time, with a small pipeline of its own. A process has one: the binding never frees it. */
export class MediaProbe {
  private readonly pipeline: GstPipeline;
  private readonly source: GstElement;
  private readonly bus: BusReader;
  private readonly branches: Readonly<Record<'video' | 'audio', Branch>>;
  private turn: Promise<unknown> = Promise.resolve();

  /** @param parse - makes a pipeline out of launch text. */
  constructor(
    private readonly gst: GstNamespace,
    parse: (text: string) => GstPipeline,
  ) {
    this.pipeline = parse(TEXT);
    this.source = this.named('source');
    this.bus = new BusReader(gst, this.pipeline, {
      segmentDone: () => undefined,
      claims: () => false,
      quiet: () => false,
    });
    this.branches = { video: this.branch('pictures', 'video'), audio: this.branch('sounds', 'audio') };
  }

  /** @throws Error in words for people when the file cannot be played. */
  probe(location: string): Promise<MediaInfo> {
    const mine = this.turn.then(async () => {
      await checkFile(location);
      try {
        return await this.look(location);
      } finally {
        this.pipeline.setState(this.gst.State.NULL);
      }
    });
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async look(location: string): Promise<MediaInfo> {
    const { gst, source } = this;
    const missing: string[] = [];
    const check = (): void => {
      this.complain(location, missing);
    };
    this.bus.read();
    source['uri'] = fileUri(location);
    this.pipeline.setState(gst.State.PAUSED);
    const opened = (): boolean => source.getState(0n)[0] !== gst.StateChangeReturn.ASYNC;
    await until(opened, OPEN_DEADLINE, `the file ${location} to open`, check);
    const present = Object.values(this.branches).filter(({ input }) => input.isLinked());
    const here = (): boolean => present.every(({ output }) => output.getCurrentCaps() !== null);
    await until(here, OPEN_DEADLINE, `media from the file ${location}`, check);
    if (present.length === 0) {
      const what = missing.length > 0 ? ` but ${missing.join(', ')}, which this machine cannot decode` : '';
      throw new Error(`the file ${location} has neither pictures nor sound${what}`);
    }
    const begin = mediaBegin(
      gst,
      present.map(({ end }) => end),
    );
    const duration = this.duration(present);
    const starts = await this.starts(present, check);
    await this.findEnd(present, duration, check);
    return this.info(present, { begin, starts, duration }, missing);
  }

  /** Where each stream begins: while the pipeline is only paused, the sinks wait with the first of it. */
  private async starts(present: readonly Branch[], check: () => void): Promise<Starts> {
    const begun = (): boolean => present.every(({ gate }) => FIRST.test(String(gate['lastMessage'])));
    // A stream that has nothing, but says so only at its end, begins nowhere.
    await until(begun, START_DEADLINE, 'the beginning', check).catch(() => undefined);
    return new Map(present.map((branch) => [branch, this.startOf(branch)]));
  }

  private startOf({ gate, output }: Branch): bigint {
    const [, hours, minutes, seconds, rest] = FIRST.exec(String(gate['lastMessage'])) ?? [];
    const event = output.getStickyEvent(this.gst.EventType.SEGMENT, 0);
    if (rest === undefined || !event) return 0n;
    const time =
      BigInt(rest) +
      SECOND * (BigInt(seconds ?? 0) + 60n * BigInt(minutes ?? 0) + 3600n * BigInt(hours ?? 0));
    const segment = new this.gst.Segment();
    event.copySegment(segment);
    const start = segment.toStreamTime(this.gst.Format.TIME, time);
    return start === this.gst.CLOCK_TIME_NONE ? 0n : start;
  }

  /** Decodes the last seconds: containers tell their own length, not that of each stream. */
  private async findEnd(present: readonly Branch[], duration: bigint, check: () => void): Promise<void> {
    const { gst } = this;
    const { FLUSH, ACCURATE } = gst.SeekFlags;
    const { SET, NONE } = gst.SeekType;
    if (duration > TAIL) {
      const from = duration - TAIL;
      present[0]?.gate.seek(1, gst.Format.TIME, FLUSH | ACCURATE, SET, from, NONE, 0n);
    }
    this.pipeline.setState(gst.State.PLAYING);
    const ended = (): boolean =>
      present.every(({ output }) => output.getStickyEvent(gst.EventType.EOS, 0) !== null);
    // A file whose end is not found has the length that its container says.
    await until(ended, END_DEADLINE, 'the end', check).catch(() => undefined);
  }

  private info(present: readonly Branch[], times: Times, missing: readonly string[]): MediaInfo {
    const { video, audio } = this.branches;
    const seen = present.includes(video) ? this.streamOf(video, times) : undefined;
    const heard = present.includes(audio) ? this.streamOf(audio, times) : undefined;
    const longest = [seen?.length ?? 0n, heard?.length ?? 0n].reduce((a, b) => (a > b ? a : b));
    const rate = seen && fraction(seen.caps, 'framerate');
    return {
      length: longest,
      missing,
      ...(seen && {
        video: {
          width: number(seen.caps, 'width'),
          height: number(seen.caps, 'height'),
          ...(rate && rate[0] > 0 && { framerate: rate }),
          pixelAspectRatio: fraction(seen.caps, 'pixel-aspect-ratio') ?? [1, 1],
          start: seen.start,
          length: seen.length,
        },
      }),
      ...(heard && {
        audio: {
          rate: number(heard.caps, 'rate'),
          channels: number(heard.caps, 'channels'),
          start: heard.start,
          length: heard.length,
        },
      }),
    };
  }

  private streamOf(branch: Branch, { begin, starts, duration }: Times): Stream {
    const { output, end } = branch;
    const caps = output.getCurrentCaps();
    const ended = output.getStickyEvent(this.gst.EventType.EOS, 0) !== null;
    const [known, position] = end.queryPosition(this.gst.Format.TIME);
    return {
      caps: caps ? textOf('GstCaps', caps) : '',
      start: later(starts.get(branch) ?? 0n, begin),
      length: ended && known && position > begin ? position - begin : duration,
    };
  }

  private duration(present: readonly Branch[]): bigint {
    const known = present.map(({ output }) => output.queryDuration(this.gst.Format.TIME));
    return known.reduce((most, [ok, value]) => (ok && value > most ? value : most), 0n);
  }

  /** @throws Error when an element said that the file cannot be played. */
  private complain(location: string, missing: string[]): void {
    const errors = [];
    for (const event of this.bus.read()) {
      if (event.kind === 'error') errors.push(event.error);
      if (event.kind !== 'element' || event.message.name !== 'missing-plugin') continue;
      const name = missingMedia(event.message.text);
      if (name !== undefined) missing.push(name);
    }
    const error = worst(errors);
    if (error) throw new Error(mediaProblem(location, error));
  }

  private branch(input: string, gate: string): Branch {
    const element = this.named(gate);
    const [inward, outward] = [this.named(input).getStaticPad('sink'), element.getStaticPad('src')];
    if (!inward || !outward) throw new Error(`GStreamer gives ${gate} no pads`);
    return { input: inward, gate: element, output: outward, end: this.named(`${gate}-end`) };
  }

  private named(name: string): GstElement {
    const element = this.pipeline.getByName(name);
    if (!element) throw new Error(`the probe has no element ${name}`);
    return element;
  }
}

function number(caps: string, field: string): number {
  return Number(new RegExp(`\\b${field}=\\(int\\)(\\d+)`).exec(caps)?.[1] ?? 0);
}

function fraction(caps: string, field: string): Fraction | undefined {
  const found = new RegExp(`\\b${field}=\\(fraction\\)(\\d+)/(\\d+)`).exec(caps);
  return found ? [Number(found[1]), Number(found[2])] : undefined;
}

/** Nanoseconds by which a time is after another; 0 when it is not. */
function later(time: bigint, than: bigint): bigint {
  return time > than ? time - than : 0n;
}
