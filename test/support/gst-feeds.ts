import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { descriptorOf, stopReading } from '../../core/src/feed/descriptor';
import type { BusEvent, FeederSink, Pipeline, PipelinePlan } from '../../core/src/gst/gst';
import { loadGst } from '../../core/src/gst/load';

/** A connection between a feeder and an eater. */
export interface TestLink {
  /** The eater's end. */
  readonly eating: Socket;
  /** The feeder's end. */
  readonly feeding: Socket;
}

/** Pipelines of one test that share a clock, polled and taken down together. */
export class GstFlow {
  readonly folder = mkdtempSync(join(tmpdir(), 'flumotion-gst-test-'));
  readonly baseTime = process.hrtime.bigint();
  private readonly pipelines = new Map<Pipeline, BusEvent[]>();
  private readonly sinks = new Map<FeederSink, Map<number, Socket>>();
  private readonly sockets: Socket[] = [];
  private links = 0;
  private readonly timer = setInterval(() => this.poll(), 20);

  /** Builds a pipeline on the flow's clock; `plan` may leave out what is empty. */
  async build(plan: Partial<PipelinePlan> & { readonly text: string }): Promise<Pipeline> {
    const pipeline = loadGst().build({ name: '/test/component', eaters: [], feeders: [], taps: [], ...plan });
    this.pipelines.set(pipeline, []);
    await pipeline.useClock(this.baseTime);
    return pipeline;
  }

  /** Everything a pipeline said, but for changes of latency. */
  said(pipeline: Pipeline): readonly BusEvent[] {
    return this.pipelines.get(pipeline) ?? [];
  }

  /** Connects a sink and, when given, an eater with a unix socket. */
  async link(
    sink: FeederSink,
    to?: { readonly pipeline: Pipeline; readonly alias: string; readonly caps?: string },
  ): Promise<TestLink> {
    const path = join(this.folder, `link${String(this.links++)}`);
    const server = createServer({ pauseOnConnect: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(path, resolve);
    });
    const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
    const eating = connect({ path });
    await new Promise<void>((resolve, reject) => {
      eating.once('error', reject).once('connect', resolve);
    });
    const feeding = await accepted;
    server.close();
    this.sockets.push(feeding, eating);
    if (to) stopReading(eating);
    const held = this.sinks.get(sink) ?? new Map<number, Socket>();
    this.sinks.set(sink, held);
    const fd = descriptorOf(feeding);
    sink.add(fd);
    held.set(fd, feeding);
    if (to) to.pipeline.eater(to.alias).attach(descriptorOf(eating), to.caps);
    return { feeding, eating };
  }

  /** Ends one pipeline and the connections of its feeders, as the death of its process would. */
  async kill(pipeline: Pipeline, sinks: readonly FeederSink[]): Promise<void> {
    this.pipelines.delete(pipeline);
    await pipeline.dispose();
    for (const sink of sinks) {
      for (const socket of this.sinks.get(sink)?.values() ?? []) socket.destroy();
      this.sinks.delete(sink);
    }
  }

  /** Ends everything. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    for (const pipeline of this.pipelines.keys()) await pipeline.dispose();
    for (const socket of this.sockets) socket.destroy();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private poll(): void {
    for (const [pipeline, said] of this.pipelines) {
      said.push(...pipeline.poll().filter((event) => event.kind !== 'latency'));
    }
    for (const [sink, held] of this.sinks) {
      for (const fd of sink.released()) {
        held.get(fd)?.destroy();
        held.delete(fd);
      }
    }
  }
}
