import { defineComponent } from '@flumotion/core/plugin';
import { applyConnection, checkConnection, CONNECTION_PROPERTIES, peerOf } from './connection';
import { explain } from './explain';
import { FIGURES, showFigures, stopFigures } from './figures';

/** Seconds without media after which a caller connects anew. */
const PATIENCE = 15;

/** Receives an MPEG transport stream over SRT. */
export const producer = defineComponent(
  {
    type: 'srt-producer',
    kind: 'producer',
    description: 'Receives an MPEG transport stream over SRT.',
    feeders: {
      default: {
        caps: 'video/mpegts',
        description: 'The transport stream as it came, in the time of the flow.',
      },
    },
    properties: CONNECTION_PROPERTIES,
    stats: FIGURES,
    clock: { priority: 0 },
    pipeline:
      '( name=line srtsrc name=source auto-reconnect=false authentication=false ' +
      '! tsparse set-timestamps=true split-on-rai=true alignment=7 ! identity name=meter ) ' +
      '! funnel name=keep ! @feeder:default@',
  },
  {
    check: checkConnection,
    start(context) {
      const p = context.properties;
      const [source, peer] = [context.element('source'), peerOf(p)];
      context.line({
        bin: 'line',
        meter: 'meter',
        into: ['keep'],
        peer,
        prepare: () => applyConnection(source, p),
        explain: (error) => explain(peer, error),
        // A listener is ready again at once for whoever comes next.
        ...(p.mode === 'listener' ? { wait: [1, 1] } : { patience: PATIENCE }),
      });
      showFigures(context, source, {
        rate: 'receive-rate-mbps',
        lost: 'packets-received-lost',
        retransmitted: 'packets-received-retransmitted',
      });
    },
    stop: stopFigures,
  },
);
