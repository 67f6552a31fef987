import { defineComponent } from '@flumotion/core/plugin';
import { Link } from './link';
import { checkLink, LINK_PROPERTIES, modeProperty } from './properties';
import { Receiver, RECEIVED } from './receiver';

const links = new WeakMap<object, Link>();

/** Takes a stream from another planet. */
export const producer = defineComponent(
  {
    type: 'fgdp-producer',
    kind: 'producer',
    description: "Takes a stream from another planet's fgdp-consumer.",
    feeders: { default: { caps: 'ANY', description: 'The stream as the other planet sends it.' } },
    stats: RECEIVED,
    clock: { priority: 0 },
    properties: { mode: modeProperty('pull'), ...LINK_PROPERTIES },
    pipeline: '@inlet:stream@',
  },
  {
    check: checkLink,
    async start(context) {
      const receiver = new Receiver(context);
      const link = new Link(context, (socket) => {
        receiver.take(socket);
      });
      links.set(context, link);
      await link.open();
    },
    stop(context) {
      links.get(context)?.close();
    },
  },
);
