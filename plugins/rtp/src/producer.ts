import { defineComponent } from '@flumotion/core/plugin';
import { hostPort } from './address';
import { explain } from './explain';
import { declaration } from './producer-declaration';
import { Receiver } from './receiver';
import { checkProducer } from './stream';

const receivers = new WeakMap<object, Receiver>();

/** Receives a stream as RTP, or a transport stream over UDP. */
export const producer = defineComponent(declaration, {
  check: checkProducer,
  start(context) {
    const p = context.properties;
    if (p.protocol === 'rtp') context.element('jitter').set('latency', p.latency);
    const receiver = new Receiver(context);
    receivers.set(context, receiver);
    const where = `${p.protocol}://${hostPort(p.address ?? '0.0.0.0', p.port)}`;
    context.stat('connected', 0);
    context.line({
      bin: 'line',
      meter: 'meter',
      into: ['keep'],
      peer: where,
      // UDP knows no connection: it is ready again at once for whoever sends.
      wait: [1, 1],
      patience: p.timeout,
      prepare: () => receiver.prepare(),
      explain: (error) => explain(where, error),
      changed: (connected) => {
        context.stat('connected', connected ? 1 : 0);
        if (connected) context.count('connections');
      },
    });
    receiver.begin();
  },
  stop: (context) => {
    receivers.get(context)?.stop();
  },
});
