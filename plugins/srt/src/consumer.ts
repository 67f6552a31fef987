import { defineComponent, numbersOf } from '@flumotion/core/plugin';
import { applyConnection, checkConnection, CONNECTION_PROPERTIES, peerOf } from './connection';
import { explain } from './explain';
import { FIGURES, showFigures, stopFigures } from './figures';

/** Sends an MPEG transport stream over SRT. */
export const consumer = defineComponent(
  {
    type: 'srt-consumer',
    kind: 'consumer',
    description: 'Sends an MPEG transport stream over SRT, to a server or to whoever connects.',
    eaters: { default: { caps: 'video/mpegts', description: 'An MPEG transport stream.' } },
    properties: CONNECTION_PROPERTIES,
    stats: FIGURES,
    wizard: {
      step: 'consumer',
      label: 'SRT',
      rank: 60,
      pages: [['mode', 'host', 'port', 'passphrase', 'latency', 'stream-id']],
    },
    // Seven packets are what SRT sends at once; a stream that cannot go out is dropped, not kept.
    pipeline:
      '@eater:default@ ! tsparse alignment=7 ! errorignore name=guard ignore-error=true ignore-notlinked=true ' +
      'ignore-eos=true convert-to=ok ! ( name=line queue leaky=downstream max-size-buffers=0 max-size-bytes=0 ' +
      'max-size-time=1000000000 ! identity name=meter ! srtsink name=sink async=false sync=false ' +
      'auto-reconnect=false wait-for-connection=false authentication=false enable-last-sample=false )',
  },
  {
    check: checkConnection,
    start(context) {
      const p = context.properties;
      const [sink, peer] = [context.element('sink'), peerOf(p)];
      context.line({
        bin: 'line',
        meter: 'meter',
        from: 'guard',
        peer,
        prepare: () => applyConnection(sink, p),
        explain: (error) => explain(peer, error),
        connected: () =>
          p.mode === 'listener' || numbersOf(sink.get('stats'), 'bytes-sent-total').some((sum) => sum > 0),
        ...(p.mode === 'listener' ? { wait: [1, 10] } : {}),
      });
      showFigures(context, sink, {
        rate: 'send-rate-mbps',
        lost: 'packets-sent-lost',
        retransmitted: 'packets-retransmitted',
      });
    },
    stop: stopFigures,
  },
);
