import type { Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { hostname } from 'node:os';
import {
  numbersOf,
  type Context,
  type LineTrouble,
  type PipelineElement,
  type PipelineError,
} from '@flumotion/core/plugin';
import { addressOf, interfaceOf, isLoopback, isMulticast } from './address';
import type { ConsumerValues } from './consumer-declaration';
import { encodingOfFeed, sameFeed } from './encodings';
import { Growth } from './growth';
import { Receivers } from './receivers';
import { readReports, senderReport } from './rtcp';
import { openRtcp } from './rtcp-socket';
import { writeSdp } from './sdp-writer';
import { SdpFile } from './sdp-file';

/** Milliseconds between looks at the elements' figures. */
const INTERVAL = 1000;
/** Looks between two reports. */
const REPORT_EVERY = 5;
/** Warnings within a look that are more than a packet that met a full queue. */
const MAX_FAILURES = 20;
/** Bytes in front of the payload of a packet. */
const RTP_HEAD = 12;

/** What the payloader says of the last packet. */
interface Position {
  readonly ssrc: number;
  readonly sequence: number;
  /** RTP time at the flow's beginning. */
  readonly offset: number;
  readonly clockRate: number;
}

/** The sending end: where it sends to, what it shows and reports. */
export class Sender {
  private readonly sink: PipelineElement;
  private readonly pay: PipelineElement | undefined;
  private readonly receivers = new Receivers();
  private readonly file: SdpFile | undefined;
  private readonly bytes = new Growth();
  private readonly datagrams = new Growth();
  private position: Position | undefined;
  private sent = { packets: 0, bytes: 0 };
  private address = '';
  private socket: Socket | undefined;
  private failures = 0;
  /** Looks until the next report. */
  private looks = 0;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(private readonly context: Context<ConsumerValues>) {
    const p = context.properties;
    this.sink = context.element('sink');
    this.pay = p.protocol === 'rtp' ? context.element('pay') : undefined;
    if (p['sdp-file'] !== undefined) this.file = new SdpFile(p['sdp-file'], context);
  }

  /** Finds the address and opens what is needed; the elements are stopped. @throws Error in words. */
  async prepare(): Promise<LineTrouble | undefined> {
    const misfit = this.misfit();
    if (misfit) return misfit;
    const p = this.context.properties;
    this.address = await addressOf(p.host, 'host');
    const device = p.interface === undefined ? undefined : interfaceOf(p.interface, this.address);
    this.sink.set('host', this.address);
    this.sink.set('port', p.port);
    if (device && isIPv6(this.address))
      throw new Error(
        'for IPv6 the routes of the system choose the interface; leave the property interface out',
      );
    // The element joins by its property, but sends by the usual route; what is bound to an address leaves by its device.
    if (device) this.sink.set('bind-address', device.address);
    this.failures = 0;
    this.socket?.close();
    this.socket = undefined;
    if (!this.pay || !this.reports) return undefined;
    const v6 = isIPv6(this.address);
    const any = v6 ? '::' : '0.0.0.0';
    const local = v6 ? '::1' : '127.0.0.1';
    const multicast = isMulticast(this.address);
    const place = {
      address: isLoopback(this.address) ? local : any,
      port: 0,
      ...(multicast ? { device, ttl: p['multicast-ttl'], loop: p['multicast-loop'] } : {}),
    };
    const socket = await openRtcp(place, (datagram) => {
      this.heard(datagram);
    });
    if (this.stopped) socket.close();
    else this.socket = socket;
    return undefined;
  }

  /** Begins to show figures and to report. */
  begin(): void {
    this.timer = setInterval(() => {
      this.look();
    }, INTERVAL).unref();
  }

  /** Judges a warning: a network that is away refuses every packet. */
  failing({ source, text, debug }: PipelineError): boolean | undefined {
    if (source === 'sink') return ++this.failures > MAX_FAILURES;
    if (source !== 'pay') return undefined;
    const { encoding } = this.context.properties;
    this.context.message({
      level: 'warning',
      id: 'unsendable',
      text: `RTP cannot carry this form of ${encoding}: ${text}.`,
      advice:
        encoding === 'jpeg'
          ? 'Use pictures with 4:2:0 or 4:2:2 colour (I420).'
          : 'Use another encoder, or other settings of it.',
      debug,
    });
    return false;
  }

  /** Whether what comes is another kind of media than what is to be sent. */
  misfit(): LineTrouble | undefined {
    const { encoding } = this.context.properties;
    const caps = this.context.eaters()[0]?.caps;
    if (caps === undefined || sameFeed(caps, encoding)) return undefined;
    const fits = encodingOfFeed(caps);
    return {
      level: 'error',
      text: `the feed carries ${caps.split(',', 1)[0] ?? ''}, which cannot be sent as ${encoding}`,
      advice: `Set encoding to ${fits ?? 'what the feed carries'}.`,
    };
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    this.socket?.close();
    this.socket = undefined;
    await this.file?.done();
  }

  /** Reports are not encrypted, and receivers of SRTP take only encrypted ones. */
  private get reports(): boolean {
    const p = this.context.properties;
    return p.rtcp && p['srtp-key'] === undefined;
  }

  private look(): void {
    this.failures = 0;
    const bytes = this.bytes.since(Number(this.sink.get('bytes-served')));
    const packets = this.pay ? this.packets(this.pay) : this.datagramsSent();
    this.sent = { packets: this.sent.packets + packets, bytes: this.sent.bytes + bytes };
    this.context.stat('packets', this.sent.packets);
    this.context.stat('bytes', this.sent.bytes);
    this.context.stat('bitrate', Math.round((bytes * 8 * 1000) / INTERVAL));
    if (!this.pay) return;
    this.describe(this.pay);
    const { receivers, loss, lost, jitter, roundTrip } = this.receivers.reception(Date.now());
    for (const [name, value] of Object.entries({ receivers, loss, lost, jitter, rtt: roundTrip }))
      this.context.stat(name, value);
    if (packets > 0) this.context.clear('unsendable');
    if (packets > 0 && this.looks-- <= 0 && this.report()) this.looks = REPORT_EVERY - 1;
  }

  private datagramsSent(): number {
    const [count = 0] = numbersOf(this.context.element('datagrams').get('stats'), 'num-buffers');
    return this.datagrams.since(count);
  }

  /** Packets since the last look: sequence numbers count them. */
  private packets(pay: PipelineElement): number {
    const stats = pay.get('stats');
    const number = (field: string): number => numbersOf(stats, field)[0] ?? 0;
    const before = this.position;
    const now: Position = {
      ssrc: number('ssrc'),
      sequence: number('seqnum'),
      offset: number('timestamp-offset'),
      clockRate: number('clock-rate'),
    };
    if (now.clockRate === 0) return 0;
    this.position = now;
    const first = before?.ssrc === now.ssrc ? before.sequence : number('seqnum-offset');
    return (now.sequence - first + 65_536) % 65_536;
  }

  private describe(pay: PipelineElement): void {
    const caps = pay.get('src::caps');
    if (typeof caps !== 'string' || this.address === '') return;
    const p = this.context.properties;
    const sdp = writeSdp({
      name: this.context.name,
      caps,
      address: this.address,
      port: p.port,
      ttl: p['multicast-ttl'],
      packetTime: p['packet-time'],
      rtcpPort: this.reports ? p['rtcp-port'] : 0,
      encrypted: p['srtp-key'] !== undefined,
    });
    this.context.stat('sdp', sdp);
    this.file?.write(sdp);
  }

  private report(): boolean {
    const { position, socket } = this;
    if (!position || !socket) return false;
    const p = this.context.properties;
    const ticks = (this.context.now() * BigInt(position.clockRate)) / 1_000_000_000n;
    const report = senderReport(
      {
        ssrc: position.ssrc,
        time: Date.now(),
        rtpTime: Number((BigInt(position.offset) + ticks) % 2n ** 32n),
        packets: this.sent.packets,
        octets: Math.max(0, this.sent.bytes - RTP_HEAD * this.sent.packets),
      },
      `${this.context.name}@${hostname()}`,
    );
    socket.send(report, p['rtcp-port'] ?? Math.min(65_535, p.port + 1), this.address, () => undefined);
    return true;
  }

  private heard(datagram: Buffer): void {
    const { position } = this;
    if (!position) return;
    for (const report of readReports(datagram))
      this.receivers.take(report, position.ssrc, position.clockRate, Date.now());
  }
}
