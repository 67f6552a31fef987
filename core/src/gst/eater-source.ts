import type { PipelineError } from '../plugin';
import type { EaterSource } from './gst';
import type { GstCaps, GstElement, GstNamespace, GstPad, GstPipeline, GstStructure } from './node-gtk';
import { hasMemoryElements } from './memory-branch';
import { textOf } from './text';

/** Bytes read at once. */
const BLOCK_SIZE = 65_536;
/** Most bytes read at once. */
const MAX_BLOCK_SIZE = 16_777_216;

const FLOWS: Readonly<Record<number, string>> = {
  [-1]: 'nothing is linked behind it',
  [-3]: 'the feed ended',
  [-4]: 'the media does not fit (not negotiated)',
  [-5]: 'an element behind it failed',
};
const FLUSHING = -2;
/** Domain of the error of a source that was refused what it read; when it cannot read, it is another one. */
const REFUSED = 'gst-stream-error-quark';

/** Media whose headers travel as buffers and, once more, in the caps. */
const HEADED = /^(video\/x-theora|audio\/x-(vorbis|opus|flac|speex))\b/;
/** Of these, media whose headers muxers take from the caps alone: without times, as feeds repeat them, buffers would upset them. */
const HEADED_IN_CAPS = /^audio\/x-opus\b/;
/** Buffers after which the headers of a first connection are through. */
const AFTER_HEADERS = 8;

/** Elements that read a descriptor, and shared memory. */
type Reader = 'fdsrc' | 'shmsrc';

/** What reads one connection. */
interface Pair {
  readonly reader: Reader;
  readonly source: GstElement;
  /** Pad of the source, whose last flow tells of the end. */
  readonly from: GstPad;
  readonly depay: GstElement;
  readonly to: GstPad;
  readonly output: GstPad;
  /** The funnel's pad. */
  readonly input: GstPad;
}

/**
 * Bytes to read at once from a feed. A raw picture that arrives in one piece is handed on without a copy; two bytes a
 * pixel hold header and picture in the usual formats. Each block is allocated whole, so small media get small ones.
 */
function blockSize(caps: string | undefined): number {
  const [, width, height] =
    /^video\/x-raw.*\bwidth=\(int\)(\d+).*\bheight=\(int\)(\d+)/.exec(caps ?? '') ?? [];
  const picture = 2 * Number(width ?? 0) * Number(height ?? 0);
  return Math.min(Math.max(BLOCK_SIZE, picture), MAX_BLOCK_SIZE);
}

/** What an encoder writes into its headers, of caps of raw media. */
function formOf(caps: string): string {
  const fields = caps.matchAll(
    /\b(width|height|framerate|pixel-aspect-ratio|rate|channels)=\(\w+\)([\d/]+)/g,
  );
  return [...fields].map(([, name = '', value = '']) => `${name} ${value}`).join(', ');
}

/** Joins a feed to what stands behind the funnel, once its caps are known. */
export type Joiner = (caps: string | undefined) => void;

/**
 * Reads GDP from a descriptor into a funnel. The funnel holds one more pad that is never linked, so the end of one
 * connection does not go downstream as the end of the stream. The elements of a connection are used again for the
 * next one: the binding never gives an element or a requested pad back.
 */
export class FunnelEater implements EaterSource {
  private pair: Pair | undefined;
  private readonly spares = new Map<Reader, Pair>();
  private failure: string | undefined;
  private attached = 0;
  private shut = false;
  private known: { readonly caps: GstCaps; readonly text: string } | undefined;
  private firstCaps: string | undefined;
  /** What pictures or sound were like when they were last looked at, of those that must keep it. */
  private form: string | undefined;
  /** Caps with which what is behind began. */
  private taken: string | undefined;
  /** What is behind the present connection does not take what comes of it. */
  private refused = false;
  readonly takesMemory: boolean;
  /** Never linked. */
  private readonly held: GstPad | null;
  private readonly funnelOutput: GstPad | null;

  constructor(
    private readonly gst: GstNamespace,
    private readonly pipeline: GstPipeline,
    private readonly funnel: GstElement,
    private readonly count: GstElement,
    /** Takes what is on the bus by now. */
    private readonly hear: () => void,
    private readonly join: Joiner | undefined,
    private readonly steady = false,
  ) {
    this.takesMemory = hasMemoryElements(gst);
    this.held = funnel.requestPadSimple('sink_%u');
    this.funnelOutput = funnel.getStaticPad('src');
  }

  attach(fd: number, caps: string | undefined, memory?: string): void {
    this.detach();
    this.join?.(caps);
    if (this.attached > 0) this.shutHeaders();
    const reader = memory === undefined ? 'fdsrc' : 'shmsrc';
    const pair = this.spares.get(reader) ?? this.makePair(reader);
    this.spares.delete(reader);
    const number = String(this.attached++);
    pair.source.setName(`${this.funnel.name}-source-${number}`);
    pair.depay.setName(`${this.funnel.name}-depay-${number}`);
    if (memory === undefined) {
      pair.source['fd'] = fd;
      pair.source['blocksize'] = blockSize(caps);
    } else pair.source['socketPath'] = memory;
    this.pipeline.add(pair.source);
    this.pipeline.add(pair.depay);
    pair.from.link(pair.to);
    pair.output.link(pair.input);
    this.pair = pair;
    if (this.join && HEADED_IN_CAPS.test(caps ?? '')) this.dropHeaders();
    pair.depay.syncStateWithParent();
    pair.source.syncStateWithParent();
  }

  detach(): void {
    const { pair, gst } = this;
    this.pair = undefined;
    this.failure = undefined;
    this.refused = false;
    if (!pair) return;
    pair.source.setState(gst.State.NULL);
    pair.depay.setState(gst.State.NULL);
    pair.output.unlink(pair.input);
    this.pipeline.remove(pair.source);
    this.pipeline.remove(pair.depay);
    // Its last words are not to be taken for those of the next connection.
    this.hear();
    this.spares.set(pair.reader, pair);
  }

  dead(): string | undefined {
    if (!this.pair) return 'not connected';
    if (this.failure !== undefined) return this.failure;
    const flow = this.pair.from.getLastFlowReturn();
    return flow >= 0 || flow === FLUSHING ? undefined : (FLOWS[flow] ?? `flow return ${String(flow)}`);
  }

  buffers(): number {
    const stats = this.count['stats'] as GstStructure;
    return Number(stats.getUint64('num-buffers')[1]);
  }

  /**
   * Looks after the stream's headers. A feeder repeats them on every connection, and muxers take repeated ones for
   * media: oggmux never writes another page of that stream. So they are dropped as soon as the first ones are through.
   * @returns a complaint, once, when other headers come: a muxer cannot take them.
   */
  guardHeaders(): string | undefined {
    if (!this.pair) return undefined;
    if (!this.shut) {
      if (this.buffers() > AFTER_HEADERS) this.shutHeaders();
      return undefined;
    }
    if (!this.join) return undefined;
    const caps = this.caps();
    if (caps === undefined || !HEADED.test(caps)) return undefined;
    this.firstCaps ??= caps;
    if (caps === this.firstCaps) return undefined;
    this.firstCaps = caps;
    this.bar();
    return 'the encoder behind the feed changed its settings, which a running muxer cannot take';
  }

  /** @returns a complaint, once, when media that must keep their form have another. */
  guardForm(): string | undefined {
    const caps = this.steady && this.pair ? this.caps() : undefined;
    if (caps === undefined) return undefined;
    const before = this.form;
    this.form = formOf(caps);
    if (before === undefined || before === this.form) return undefined;
    this.bar();
    return `the media in the feed changed from ${before} to ${this.form}, which what is behind cannot follow while it runs`;
  }

  /**
   * Muxers such as those of MP4 and Matroska refuse other caps than they began with, and would refuse them again on every
   * new connection.
   * @returns a complaint, once, when what is behind refuses media that are not what it began with.
   */
  guardRefusal(): string | undefined {
    if (!this.join || !this.pair) return undefined;
    // Caps are dear to ask for, and looks are many.
    if (this.taken !== undefined && !this.refused) return undefined;
    const caps = this.caps();
    this.taken ??= caps;
    if (caps === this.taken || !this.refused) return undefined;
    this.taken = caps;
    this.bar();
    return 'what is behind the feed does not take its new media while it runs';
  }

  /**
   * Takes an error of the elements that read the connection: the feed is to be connected again, the pipeline is well.
   * What fails behind them is said by the queue or by the element that failed.
   * @returns whether it was such an error.
   */
  claims({ source, text, domain }: PipelineError): boolean {
    const { name } = this.funnel;
    if (!source.startsWith(`${name}-source-`) && !source.startsWith(`${name}-depay-`)) return false;
    const reader = source === this.pair?.source.name;
    if (!reader && source !== this.pair?.depay.name) return true;
    // When it is garbled, the depayloader says so first.
    this.refused ||= reader && domain === REFUSED && this.failure === undefined;
    this.failure ??= text;
    return true;
  }

  caps(): string | undefined {
    const caps = this.funnelOutput?.getCurrentCaps();
    if (!caps) return undefined;
    if (!this.known?.caps.isEqual(caps)) this.known = { caps, text: textOf('GstCaps', caps) };
    return this.known.text;
  }

  private shutHeaders(): void {
    this.shut = true;
    const caps = this.caps();
    if (caps === undefined || !HEADED.test(caps)) return;
    this.firstCaps ??= caps;
    this.dropHeaders();
  }

  private dropHeaders(): void {
    this.gst.utilSetObjectArg(this.count, 'drop-buffer-flags', 'header');
  }

  /** Lets nothing more through: what is behind would make noise of it until the component begins anew. */
  private bar(): void {
    this.gst.utilSetObjectArg(this.count, 'drop-probability', '1');
  }

  private makePair(reader: Reader): Pair {
    const source = this.gst.ElementFactory.make(reader, null);
    const depay = this.gst.ElementFactory.make('gdpdepay', null);
    const from = source?.getStaticPad('src');
    const to = depay?.getStaticPad('sink');
    const output = depay?.getStaticPad('src');
    const input = this.funnel.requestPadSimple('sink_%u');
    if (!source || !depay || !from || !to || !output || !input) {
      throw new Error(`GStreamer gives no ${reader} and gdpdepay for the eater`);
    }
    return { reader, source, from, depay, to, output, input };
  }
}
