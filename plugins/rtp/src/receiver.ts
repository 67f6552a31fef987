import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { hostname } from 'node:os';
import { numbersOf, type Context, type PipelineElement } from '@flumotion/core/plugin';
import { interfaceOf, isMulticast, type Interface } from './address';
import { Growth } from './growth';
import type { ProducerValues } from './producer-declaration';
import { Reporter } from './reporter';
import { joinGroup } from './rtcp-socket';
import { sendersOf } from './session';
import { findStream, packetCaps, type Stream } from './stream';

/** Milliseconds between looks at the elements' figures. */
const INTERVAL = 1000;
/** Looks in a row after which something is told. */
const PATIENCE = 3;
const NS_PER_MS = 1_000_000;

/** The receiving end: where it listens, what it shows and reports. */
export class Receiver {
  private readonly source: PipelineElement;
  private readonly reporter: Reporter;
  private readonly growth = {
    packets: new Growth(),
    bytes: new Growth(),
    lost: new Growth(),
    late: new Growth(),
    duplicates: new Growth(),
    passed: new Growth(),
  };
  private readonly heard = new Map<number, number>();
  /** Holds the membership of a group with one sender, which the element cannot ask for. */
  private member: Socket | undefined;
  private timer: NodeJS.Timeout | undefined;
  private looks = { unusable: 0, crowded: 0 };

  constructor(private readonly context: Context<ProducerValues>) {
    this.source = context.element('source');
    this.reporter = new Reporter(
      () => sendersOf(context.element('session').get('stats')),
      `${context.name}@${hostname()}`,
    );
  }

  /** Sets where it listens; the elements are stopped. @throws Error in words. */
  async prepare(): Promise<void> {
    const p = this.context.properties;
    const stream = await findStream(p);
    const multicast = isMulticast(stream.address);
    const device = p.interface === undefined ? undefined : interfaceOf(p.interface, stream.address);
    this.source.set('address', stream.address);
    this.source.set('port', p.port);
    // Another program on the port would get the datagrams in its place, or we those of it.
    this.source.set('reuse', multicast);
    this.source.set('auto-multicast', stream.source === undefined);
    if (device) this.source.set('multicast-iface', device.name);
    if (p.protocol === 'rtp') this.source.set('caps', packetCaps(p, stream.format));
    else this.source.set('caps', 'video/mpegts, systemstream=(boolean)true');
    this.leave();
    if (stream.source !== undefined) await this.join(stream, device);
    if (p.protocol === 'udp' || !p.rtcp || p['srtp-key'] !== undefined) return;
    await this.reporter.listen({
      address: stream.address,
      port: p['rtcp-port'] ?? p.port + 1,
      ...(multicast ? { group: stream.address, source: stream.source, device, ttl: 1 } : {}),
    });
  }

  /** Begins to show figures. */
  begin(): void {
    this.timer = setInterval(() => {
      this.look();
    }, INTERVAL).unref();
  }

  /** Ends everything. */
  stop(): void {
    clearInterval(this.timer);
    this.reporter.close();
    this.leave();
  }

  private async join({ address, source }: Stream, device: Interface | undefined): Promise<void> {
    const v6 = isIPv6(address);
    const socket = createSocket(v6 ? 'udp6' : 'udp4').on('error', () => undefined);
    this.member = socket;
    await new Promise<void>((resolve) => socket.bind(0, v6 ? '::1' : '127.0.0.1', resolve));
    joinGroup(socket, { group: address, source, device }, v6);
    socket.unref();
  }

  private leave(): void {
    this.member?.close();
    this.member = undefined;
  }

  private look(): void {
    const { context, growth } = this;
    const first = (element: string, field: string): number =>
      numbersOf(context.element(element).get('stats'), field)[0] ?? 0;
    const bytes = growth.bytes.since(Number(context.element('bytes').get('bytes-to-serve')));
    const packets = growth.packets.since(first('datagrams', 'num-buffers'));
    context.count('packets', packets);
    context.count('bytes', bytes);
    context.stat('bitrate', Math.round((bytes * 8 * 1000) / INTERVAL));
    this.tell('unusable', packets > 0 && growth.passed.since(first('meter', 'num-buffers')) === 0, {
      text: 'Datagrams come, but no media is in them that can be used.',
      advice: 'Check encoding, protocol, payload-type and the SDP, and that the sender repeats its settings.',
    });
    if (context.properties.protocol === 'udp') return;
    context.count('lost', growth.lost.since(first('jitter', 'num-lost')));
    context.count('late', growth.late.since(first('jitter', 'num-late')));
    context.count('duplicates', growth.duplicates.since(first('jitter', 'num-duplicates')));
    context.stat('jitter', Math.round(first('jitter', 'avg-jitter') / (NS_PER_MS / 10)) / 10);
    this.tell('crowded', this.sendersNow() > 1, {
      text: 'Two senders send to the same port; the stream is torn.',
      advice: 'Stop one of them, or give it another port; in a multicast group source lets only one in.',
    });
  }

  /** Senders whose packets came since the last look. */
  private sendersNow(): number {
    const senders = sendersOf(this.context.element('session').get('stats'));
    const active = senders.filter(({ ssrc, packets }) => packets > (this.heard.get(ssrc) ?? 0)).length;
    this.heard.clear();
    for (const { ssrc, packets } of senders) this.heard.set(ssrc, packets);
    return active;
  }

  private tell(id: 'unusable' | 'crowded', wrong: boolean, words: { text: string; advice: string }): void {
    this.looks[id] = wrong ? this.looks[id] + 1 : 0;
    if (this.looks[id] === PATIENCE) this.context.message({ level: 'warning', id, ...words });
    else if (!wrong) this.context.clear(id);
  }
}
