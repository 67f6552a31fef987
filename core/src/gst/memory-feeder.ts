import type { PipelineError } from '../plugin';
import type { FeedClientStats } from './gst';
import { joinUp, makeBranch, type MemoryBranch } from './memory-branch';
import {
  gstVideoNamespace,
  type GstCaps,
  type GstElement,
  type GstNamespace,
  type GstPipeline,
  type GstStructure,
} from './node-gtk';
import { ownAreas, release, reserve } from './shared-memory';
import { makeUpFor } from './tee-pad';

/** Raw pictures that an area holds: one that is written, one that is read, and two for a reader that comes a little late. */
const PICTURES = 4;
/** Bytes beside a picture: the header of its packet, and what the area needs to keep its books. */
const BESIDE = 4096;
/** Longest path of a unix socket, in bytes. */
const LONGEST_PATH = 107;
/** Fields in the text of caps, which have no order. */
const FORMAT = /\bformat=\(string\)(\w+)/;
const WIDTH = /\bwidth=\(int\)(\d+)/;
const HEIGHT = /\bheight=\(int\)(\d+)/;
/** Looks at a client's gap of which the smallest counts. */
const GAP_WINDOW = 8;

/** Raw pictures of a feed. */
export interface Pictures {
  /** Of one picture. */
  readonly bytes: number;
  /** Caps of all pictures that are not larger. */
  readonly bounds: GstCaps;
}

interface Client {
  readonly branch: MemoryBranch;
  readonly bounds: GstCaps;
  /** Bytes of a picture. */
  readonly picture: number;
  /** Pictures that its sink had handed on for others. */
  readonly before: number;
  /** Pictures that went in and neither wait nor were handed on, at the first look and at the last ones. */
  first: number | undefined;
  readonly gaps: number[];
  dropped: number;
  failed: boolean;
}

/**
 * Hands raw pictures to other jobs of the worker in shared memory: to write one into a socket and to read it again takes
 * the kernel three times as long. Each client has an area of its own, which `shmsink` would wait for when it is full;
 * the queue before it then lets the oldest go, so who has stopped to read holds up nobody. The payloader begins anew for each
 * client, with the headers; a socket of `shmsink` takes the connection, over which it says what is where.
 */
export class MemoryFeeder {
  private readonly clients = new Map<number, Client>();
  private readonly idle: MemoryBranch[] = [];
  private made = 0;
  private readonly gone: number[] = [];

  constructor(
    private readonly gst: GstNamespace,
    private readonly pipeline: GstPipeline,
    /** Has the media before they are payloaded. */
    private readonly tee: GstElement,
    /** The sink beside the clients, which takes everything and counts. */
    private readonly counter: GstElement,
    /** Takes what is on the bus by now. */
    private readonly hear: () => void,
  ) {}

  /** As `FeederSink.share`. */
  share(fd: number, path: string, pictures: Pictures): string | undefined {
    const { bytes: picture, bounds } = pictures;
    const branch = this.idle.pop() ?? makeBranch(this.gst, this.tee, this.made++);
    const { sink, guard } = branch;
    const whole = `${path}.m${String(branch.number)}`;
    if (Buffer.byteLength(whole) > LONGEST_PATH) {
      this.idle.push(branch);
      return undefined;
    }
    const size = PICTURES * (picture + BESIDE);
    // The socket of a process that was killed would have the new one take another name.
    release(whole);
    guard['caps'] = bounds;
    sink['waitForConnection'] = true;
    sink['socketPath'] = whole;
    sink['shmSize'] = size;
    makeUpFor(this.gst, this.tee, branch.output);
    for (const element of branch.elements) this.pipeline.add(element);
    joinUp(branch);
    const areas = ownAreas();
    const begun = [...branch.elements].reverse().every((element) => element.syncStateWithParent());
    const [area] = [...ownAreas()].filter((name) => !areas.has(name));
    if (!begun || area === undefined || !reserve(area, size, whole)) {
      this.end(branch);
      return undefined;
    }
    branch.output.link(branch.input);
    const before = rendered(sink);
    this.clients.set(fd, {
      branch,
      bounds,
      picture,
      before,
      first: undefined,
      gaps: [],
      dropped: 0,
      failed: false,
    });
    return whole;
  }

  remove(fd: number): void {
    const client = this.clients.get(fd);
    if (!client) return;
    this.clients.delete(fd);
    client.branch.output.unlink(client.branch.input);
    this.end(client.branch);
    this.gone.push(fd);
  }

  stats(fd: number): FeedClientStats | undefined {
    const client = this.clients.get(fd);
    if (!client) return undefined;
    const { branch, picture, before, dropped } = client;
    return {
      bytes: (rendered(branch.sink) - before) * picture,
      dropped: dropped * picture,
      behind: Number(branch.queue['currentLevelBytes']),
    };
  }

  /** As `FeederSink.released`. @param caps of what is carried now: who began with smaller pictures is let go, and comes anew. */
  released(caps: () => GstCaps | null): readonly number[] {
    for (const [fd, client] of this.clients) {
      if (client.failed || caps()?.isSubset(client.bounds) === false) this.remove(fd);
      else this.look(client);
    }
    return this.gone.splice(0);
  }

  /** Takes an error of a client's elements: the client is let go, the pipeline is well. @returns whether it was one. */
  claims({ source }: PipelineError): boolean {
    if (!source.startsWith(`${this.tee.name}-memory`)) return false;
    for (const client of this.clients.values())
      client.failed ||= client.branch.elements.some(({ name }) => name === source);
    return true;
  }

  /** Lets go of every client. */
  close(): void {
    for (const fd of [...this.clients.keys()]) this.remove(fd);
  }

  private end(branch: MemoryBranch): void {
    // The sink first: while it waits, for a reader or for room, nothing before it comes to its end. It may be about to wait for a
    // reader when it is ended, and misses that then; it does not wait any more where it need not.
    branch.sink['waitForConnection'] = false;
    for (const element of [...branch.elements].reverse()) element.setState(this.gst.State.NULL);
    for (const element of branch.elements) this.pipeline.remove(element);
    release(String(branch.sink['socketPath']));
    // It says that its waiting was broken off, which is not to be taken for a word about the next client.
    this.hear();
    this.idle.push(branch);
  }

  /** What went in and neither waits nor came out was dropped; what is under way shows only in some of the looks. */
  private look(client: Client): void {
    const { queue, sink } = client.branch;
    const out = rendered(sink) - client.before;
    if (out <= 0) return;
    const gap = rendered(this.counter) - out - Number(queue['currentLevelBuffers']);
    client.first ??= gap;
    client.gaps.push(gap - client.first);
    if (client.gaps.length < GAP_WINDOW) return;
    client.dropped = Math.max(client.dropped, Math.min(...client.gaps));
    client.gaps.length = 0;
  }
}

/** @returns what there is to know of raw pictures; nothing of other media, and while nothing is known of them. */
export function picturesOf(gst: GstNamespace, caps: GstCaps | null, text = ''): Pictures | undefined {
  const [format, width, height] = [FORMAT, WIDTH, HEIGHT].map((field) => field.exec(text)?.[1]);
  if (!caps || !text.startsWith('video/x-raw') || !format || !width || !height) return undefined;
  const bytes = Number(gstVideoNamespace().VideoInfo.newFromCaps(caps)?.size ?? 0);
  const bounds = gst.Caps.fromString(`video/x-raw,format=${format},width=[0,${width}],height=[0,${height}]`);
  return bytes > 0 && bounds && caps.isSubset(bounds) ? { bytes, bounds } : undefined;
}

function rendered(sink: GstElement): number {
  return Number((sink['stats'] as GstStructure).getUint64('rendered')[1]);
}
