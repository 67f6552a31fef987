import type { RemoteInfo, Socket } from 'node:dgram';
import { randomInt } from 'node:crypto';
import { readReports, receiverReport } from './rtcp';
import { openRtcp, type RtcpPlace } from './rtcp-socket';
import type { KnownSender } from './session';

/** Milliseconds between two answers, whatever comes: nobody can make this machine send much. */
const ANSWER_EVERY = 2000;

/** Answers the sender's reports with those of a receiver. */
export class Reporter {
  private readonly ssrc = randomInt(2 ** 32);
  private socket: Socket | undefined;
  private answered = 0;
  private before: KnownSender | undefined;

  /**
   * @param senders - who sends at the moment.
   * @param name - of this receiver.
   */
  constructor(
    private readonly senders: () => readonly KnownSender[],
    private readonly name: string,
  ) {}

  /** Listens, in place of where it listened. @throws Error in words. */
  async listen(place: RtcpPlace): Promise<void> {
    this.close();
    this.socket = await openRtcp(place, (datagram, from) => {
      this.heard(datagram, from);
    });
  }

  /** Listens no longer. */
  close(): void {
    this.socket?.close();
    this.socket = undefined;
  }

  private heard(datagram: Buffer, from: RemoteInfo): void {
    const now = Date.now();
    const report = readReports(datagram).find((one) => one.sender);
    if (!report || now - this.answered < ANSWER_EVERY) return;
    const sender = this.senders().find(({ ssrc }) => ssrc === report.from);
    if (!sender) return;
    this.answered = now;
    const before = this.before?.ssrc === sender.ssrc ? this.before : undefined;
    this.before = sender;
    const lost = sender.lost - (before?.lost ?? 0);
    const expected = lost + sender.packets - (before?.packets ?? 0);
    const answer = receiverReport(
      this.ssrc,
      {
        ssrc: sender.ssrc,
        fractionLost: expected > 0 ? lost / expected : 0,
        lost: sender.lost,
        highest: sender.highest,
        jitter: sender.jitter,
        lastReport: report.time ?? 0,
        sinceReport: 0,
      },
      this.name,
    );
    this.socket?.send(answer, from.port, from.address, () => undefined);
  }
}
