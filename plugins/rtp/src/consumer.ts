import { defineComponent } from '@flumotion/core/plugin';
import { hostPort } from './address';
import { declaration, type ConsumerValues } from './consumer-declaration';
import { DYNAMIC_PAYLOAD, ENCODING, isPlainSound } from './encodings';
import { explain } from './explain';
import { checkSrtp, keyInHex } from './properties';
import { Sender } from './sender';

const NS_PER_MS = 1_000_000;
const senders = new WeakMap<object, Sender>();

/** Sends a stream as RTP, or a transport stream over UDP. */
export const consumer = defineComponent(declaration, {
  check,
  start(context) {
    const p = context.properties;
    const sink = context.element('sink');
    if (p.delay !== undefined) {
      sink.set('sync', true);
      sink.set('ts-offset', p.delay * NS_PER_MS);
    }
    if (p.protocol === 'rtp') {
      const pay = context.element('pay');
      pay.set('mtu', p.mtu);
      pay.set('pt', p['payload-type'] ?? ENCODING[p.encoding].payload ?? DYNAMIC_PAYLOAD);
      if (p.ssrc !== undefined) pay.set('ssrc', p.ssrc);
      if (p['packet-time'] !== undefined) {
        for (const limit of ['min-ptime', 'max-ptime']) pay.set(limit, p['packet-time'] * NS_PER_MS);
      }
    }
    if (p['srtp-key'] !== undefined) context.element('srtp').set('key', keyInHex(p['srtp-key']));
    const sender = new Sender(context);
    senders.set(context, sender);
    const where = `${p.protocol}://${hostPort(p.host, p.port)}`;
    context.line({
      bin: 'line',
      meter: 'meter',
      from: 'guard',
      peer: where,
      prepare: () => sender.prepare(),
      failing: (warning) => sender.failing(warning),
      broken: () => sender.misfit(),
      explain: (error) => explain(where, error),
    });
    sender.begin();
  },
  stop: (context) => senders.get(context)?.stop(),
});

function check(p: ConsumerValues): string | undefined {
  if (p.protocol === 'udp' && p.encoding !== 'mpegts')
    return `protocol udp carries an MPEG transport stream alone; set encoding to mpegts, or protocol to rtp`;
  if (p['packet-time'] !== undefined && !isPlainSound(p.encoding))
    return 'packet-time is for l16, l24, pcmu and pcma; packets of other encodings have what the encoder made';
  return checkSrtp(p);
}
