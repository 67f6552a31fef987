import { describe, expect, test } from '@jest/globals';
import { Receivers } from '../src/receivers';
import { middleOf, readReports, receiverReport, senderReport, type ReceptionBlock } from '../src/rtcp';

const BLOCK: ReceptionBlock = {
  ssrc: 4_000_000_000,
  fractionLost: 0.25,
  lost: -3,
  highest: 70_000,
  jitter: 900,
  lastReport: 0x12345678,
  sinceReport: 65_536,
};

describe('reports', () => {
  test('a receiver says what it was told to say', () => {
    const datagram = receiverReport(7, BLOCK, 'studio@host');
    expect(datagram.length % 4).toBe(0);
    expect(datagram.subarray(0, 4).toString('hex')).toBe('81c90007');
    expect(datagram.toString('latin1')).toContain('studio@host');
    expect(readReports(datagram)).toEqual([{ from: 7, sender: false, blocks: [BLOCK] }]);
  });

  test('a sender tells the time as NTP has it', () => {
    const time = Date.UTC(2026, 0, 1, 0, 0, 0) + 500;
    const datagram = senderReport({ ssrc: 9, time, rtpTime: 123, packets: 2 ** 32 + 5, octets: 77 }, 'x');
    expect(datagram.subarray(0, 4).toString('hex')).toBe('80c80006');
    expect(datagram.readUInt32BE(8)).toBe(time / 1000 - 0.5 + 2_208_988_800);
    expect(datagram.readUInt32BE(12)).toBe(2 ** 31);
    expect([16, 20, 24].map((at) => datagram.readUInt32BE(at))).toEqual([123, 5, 77]);
    expect(readReports(datagram)).toEqual([{ from: 9, sender: true, time: middleOf(time), blocks: [] }]);
  });

  test('what is cut short or no RTCP gives nothing, and never throws', () => {
    const whole = receiverReport(7, BLOCK, 'a name that is longer');
    for (let length = 0; length < whole.length; length++) {
      expect(readReports(whole.subarray(0, length)).length).toBe(length >= 32 ? 1 : 0);
    }
    for (let byte = 0; byte < 256; byte++) readReports(Buffer.alloc(64, byte));
    expect(readReports(Buffer.from('81c9000100000007', 'hex'))).toEqual([]);
    expect(readReports(Buffer.from('01c9000100000007', 'hex'))).toEqual([]);
  });
});

describe('receivers', () => {
  const now = Date.UTC(2026, 0, 1);
  const report = (from: number, block: Partial<ReceptionBlock>): Parameters<Receivers['take']>[0] => ({
    from,
    sender: false,
    blocks: [{ ...BLOCK, lastReport: 0, ...block }],
  });

  test('the worst of them is shown, until it is silent', () => {
    const receivers = new Receivers();
    receivers.take(report(1, { lost: 5, jitter: 90 }), BLOCK.ssrc, 90_000, now);
    const lastReport = middleOf(now + 20_000) - 65_536 - 6554;
    receivers.take(report(2, { lost: 2, fractionLost: 0.5, lastReport }), BLOCK.ssrc, 90_000, now + 20_000);
    receivers.take(report(3, { ssrc: 1 }), BLOCK.ssrc, 90_000, now);
    expect(receivers.reception(now + 20_000)).toEqual({
      receivers: 2,
      loss: 50,
      lost: 5,
      jitter: 10,
      roundTrip: 100,
    });
    expect(receivers.reception(now + 31_000)).toMatchObject({ receivers: 1, lost: 2 });
  });

  test('there are never more than 256', () => {
    const receivers = new Receivers();
    for (let from = 0; from < 1000; from++) receivers.take(report(from, {}), BLOCK.ssrc, 90_000, now);
    expect(receivers.reception(now).receivers).toBe(256);
  });
});
