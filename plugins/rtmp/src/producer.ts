import { defineComponent } from '@flumotion/core/plugin';
import { peerOf, readAddress } from './address';
import { applyConnection, checkConnection, CONNECTION_PROPERTIES } from './connection';
import { explain } from './explain';
import { FIGURES, noteConnection, showFigures, stopFigures } from './figures';
import { Relay } from './relay';

/** Seconds without media after which the server is connected anew: the stream may have begun meanwhile. */
const PATIENCE = 15;

/** Pulls a stream from an RTMP server. */
export const producer = defineComponent(
  {
    type: 'rtmp-producer',
    kind: 'producer',
    description: 'Pulls a stream from an RTMP server.',
    feeders: { default: { caps: 'video/x-flv', description: 'The FLV stream, in the time of the flow.' } },
    properties: CONNECTION_PROPERTIES,
    stats: FIGURES,
    clock: { priority: 0 },
    pipeline:
      '( name=line rtmp2src name=source ! identity name=meter ) ! funnel name=keep ! @tap:pulled@ ' +
      '@inlet:stream@ ! @feeder:default@',
  },
  {
    check: checkConnection,
    start(context) {
      const p = context.properties;
      const source = context.element('source');
      const address = readAddress(p.url, p['stream-key']);
      const peer = peerOf(address);
      const relay = new Relay(context.inlet('stream'), () => context.now());
      let began = performance.now();
      applyConnection(source, p);
      context.tap('pulled', relay);
      context.line({
        bin: 'line',
        meter: 'meter',
        into: ['keep'],
        peer,
        prepare: () => {
          relay.lost();
          began = performance.now();
        },
        // A server takes who wants to play also while nobody publishes, and may tell of the stream that is not there.
        connected: () => relay.mediaAt !== undefined,
        broken: () => {
          if (performance.now() - (relay.mediaAt ?? began) < PATIENCE * 1000) return undefined;
          const text = `nobody publishes at ${peer}: no sound or picture has come for ${String(PATIENCE)} s`;
          return { level: 'warning', text };
        },
        explain: (error) => explain(peer, error, [address.stream, p.password]),
        changed: (connected) => {
          noteConnection(context, connected);
        },
      });
      showFigures(context, source, 'in-bytes-total');
    },
    stop: stopFigures,
  },
);
