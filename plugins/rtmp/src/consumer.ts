import { defineComponent, numbersOf } from '@flumotion/core/plugin';
import { peerOf, readAddress } from './address';
import { applyConnection, checkConnection, CONNECTION_PROPERTIES } from './connection';
import { explain } from './explain';
import { FIGURES, noteConnection, showFigures, stopFigures } from './figures';

/**
 * Buffers of which the last comes only when the sink is connected. It lets pass up to four headers (of the file, of its
 * figures, of pictures and of sound) before it connects at all, and holds the first buffer with media until it has.
 */
const PASSED = 6;

/** Pushes an FLV stream to an RTMP server. */
export const consumer = defineComponent(
  {
    type: 'rtmp-consumer',
    kind: 'consumer',
    description: 'Pushes an FLV stream to an RTMP server or platform.',
    eaters: { default: { caps: 'video/x-flv', description: 'An FLV stream: H.264 and AAC.' } },
    properties: CONNECTION_PROPERTIES,
    stats: FIGURES,
    wizard: {
      step: 'consumer',
      label: 'RTMP',
      rank: 62,
      pages: [['url', 'stream-key', 'user', 'password']],
    },
    // What cannot go out is dropped, not kept.
    pipeline:
      '@eater:default@ ! errorignore name=guard ignore-error=true ignore-notlinked=true ignore-eos=true convert-to=ok ' +
      '! ( name=line queue leaky=downstream max-size-buffers=0 max-size-bytes=0 max-size-time=2000000000 ' +
      '! identity name=meter ! rtmp2sink name=sink async=false sync=false enable-last-sample=false )',
  },
  {
    check: checkConnection,
    start(context) {
      const p = context.properties;
      const [sink, meter] = [context.element('sink'), context.element('meter')];
      const address = readAddress(p.url, p['stream-key']);
      const peer = peerOf(address);
      applyConnection(sink, p);
      context.line({
        bin: 'line',
        meter: 'meter',
        from: 'guard',
        peer,
        explain: (error) => explain(peer, error, [address.stream, p.password]),
        connected: () => (numbersOf(meter.get('stats'), 'num-buffers')[0] ?? 0) >= PASSED,
        changed: (connected) => {
          noteConnection(context, connected);
        },
      });
      showFigures(context, sink, 'out-bytes-total');
    },
    stop: stopFigures,
  },
);
