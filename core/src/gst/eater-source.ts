import type { EaterSource } from './gst';
import type { GstElement, GstNamespace, GstPad, GstPipeline, GstStructure } from './node-gtk';

/** Bytes read at once: larger blocks cost less a byte, and a unix socket holds about 200 kB. */
const BLOCK_SIZE = 262_144;

const FLOWS: Readonly<Record<number, string>> = {
  [-1]: 'nothing is linked behind it',
  [-3]: 'the feed ended',
  [-4]: 'the media does not fit (not negotiated)',
  [-5]: 'an element behind it failed',
};
const FLUSHING = -2;

/** Media whose headers travel as buffers and, once more, in the caps. */
const HEADED = /^(video\/x-theora|audio\/x-(vorbis|opus|flac|speex))\b/;
/** Buffers after which the headers of a first connection are through. */
const AFTER_HEADERS = 8;
/** Looks between comparisons of the caps. */
const COMPARE_EVERY = 10;

interface Pair {
  readonly source: GstElement;
  readonly depay: GstElement;
  readonly output: GstPad;
  readonly input: GstPad;
}

/** Joins a feed to what stands behind the funnel, once its caps are known. */
export type Joiner = (caps: string | undefined) => void;

/**
 * Reads GDP from a descriptor into a funnel. The funnel holds one more pad that is never linked, so the end of one
 * connection does not go downstream as the end of the stream.
 */
export class FunnelEater implements EaterSource {
  private pair: Pair | undefined;
  private failure: string | undefined;
  private attached = 0;
  private shut = false;
  private looks = 0;
  private firstCaps: string | undefined;
  private readonly held: GstPad | null;

  constructor(
    private readonly gst: GstNamespace,
    private readonly pipeline: GstPipeline,
    private readonly funnel: GstElement,
    private readonly count: GstElement,
    private readonly join: Joiner | undefined,
  ) {
    this.held = funnel.requestPadSimple('sink_%u');
  }

  attach(fd: number, caps: string | undefined): void {
    this.detach();
    this.join?.(caps);
    if (this.attached > 0) this.shutHeaders();
    const number = String(this.attached++);
    const source = this.make('fdsrc', `${this.funnel.name}-source-${number}`);
    const depay = this.make('gdpdepay', `${this.funnel.name}-depay-${number}`);
    source['fd'] = fd;
    source['blocksize'] = BLOCK_SIZE;
    this.pipeline.add(source);
    this.pipeline.add(depay);
    const output = depay.getStaticPad('src');
    const input = this.funnel.requestPadSimple('sink_%u');
    const from = source.getStaticPad('src');
    const to = depay.getStaticPad('sink');
    if (!output || !input || !from || !to) throw new Error('the eater gives no pad');
    from.link(to);
    output.link(input);
    this.pair = { source, depay, output, input };
    depay.syncStateWithParent();
    source.syncStateWithParent();
  }

  detach(): void {
    const { pair, gst } = this;
    this.pair = undefined;
    this.failure = undefined;
    if (!pair) return;
    pair.source.setState(gst.State.NULL);
    pair.depay.setState(gst.State.NULL);
    pair.output.unlink(pair.input);
    this.funnel.releaseRequestPad(pair.input);
    this.pipeline.remove(pair.source);
    this.pipeline.remove(pair.depay);
  }

  dead(): string | undefined {
    if (!this.pair) return 'not connected';
    if (this.failure !== undefined) return this.failure;
    const flow = this.pair.source.getStaticPad('src')?.getLastFlowReturn() ?? 0;
    return flow >= 0 || flow === FLUSHING ? undefined : (FLOWS[flow] ?? `flow return ${String(flow)}`);
  }

  buffers(): number {
    const stats = this.count['stats'] as GstStructure & { getUint64(name: string): [boolean, bigint] };
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
    if (!this.join || this.looks++ % COMPARE_EVERY !== 0) return undefined;
    const caps = this.caps();
    if (caps === undefined || !HEADED.test(caps)) return undefined;
    this.firstCaps ??= caps;
    if (caps === this.firstCaps) return undefined;
    this.firstCaps = caps;
    return 'the encoder behind the feed changed its settings, which a running muxer cannot take';
  }

  /**
   * Takes an error of the elements that read the connection: the feed is to be connected again, the pipeline is well.
   * What fails behind them is said by the queue or by the element that failed.
   * @returns whether it was such an error.
   */
  claims(source: string, text: string): boolean {
    const { name } = this.funnel;
    if (!source.startsWith(`${name}-source-`) && !source.startsWith(`${name}-depay-`)) return false;
    const current = source === this.pair?.source.name || source === this.pair?.depay.name;
    if (current) this.failure ??= text;
    return true;
  }

  private caps(): string | undefined {
    return this.funnel.getStaticPad('src')?.getCurrentCaps()?.toString();
  }

  private shutHeaders(): void {
    this.shut = true;
    if (HEADED.test(this.caps() ?? '')) this.gst.utilSetObjectArg(this.count, 'drop-buffer-flags', 'header');
  }

  private make(factory: string, name: string): GstElement {
    const element = this.gst.ElementFactory.make(factory, name);
    if (!element) throw new Error(`GStreamer element ${factory} is not on this machine`);
    return element;
  }
}
