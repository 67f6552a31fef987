import type { Socket } from 'node:net';
import { defineComponent } from '@flumotion/core/plugin';
import { Link } from './link';
import { checkLink, LINK_PROPERTIES, modeProperty } from './properties';

/** Most bytes that wait for a slow connection; what comes meanwhile is left out. */
const MAX_WAITING = 8 * 1024 * 1024;

/** Where a packet says what it is, and what it says when it is media or caps. */
const TYPE = 4;
const MEDIA = 1;
const CAPS = 2;

/**
 * Whether a packet that is marked as a header went out when headers became known, as it does with each connection. Caps and
 * events do, and media where the caps have it. Keyframes of H.264 are marked too, since they bring their parameters
 * along, and nothing else has those.
 */
function wentOut(packet: Buffer, header: readonly Buffer[]): boolean {
  if (packet.readUInt16BE(TYPE) !== MEDIA) return true;
  return header.some((each) => each.readUInt16BE(TYPE) === CAPS && each.includes('streamheader='));
}

const links = new WeakMap<object, Link>();

/** Sends a stream to another planet. */
export const consumer = defineComponent(
  {
    type: 'fgdp-consumer',
    kind: 'consumer',
    description: "Sends a stream to another planet's fgdp-producer.",
    eaters: { default: { caps: 'ANY', description: 'Any stream.' } },
    stats: {
      bytes: { kind: 'counter', unit: 'bytes', description: 'Bytes sent.' },
      dropped: {
        kind: 'counter',
        unit: 'bytes',
        description: 'Bytes left out, since the connection was too slow.',
      },
      connections: { kind: 'counter', description: 'Times the connection was made.' },
    },
    properties: { mode: modeProperty('push'), ...LINK_PROPERTIES },
    wizard: {
      step: 'consumer',
      label: 'Another planet (FGDP)',
      rank: 20,
      pages: [['mode', 'host', 'port', 'username', 'password']],
    },
    // The tap gives packets of GDP, as they go out.
    pipeline: '@eater:default@ ! gdppay crc-header=false ! @tap:packets@',
  },
  {
    check: checkLink,
    async start(context) {
      let header: readonly Buffer[] = [];
      let socket: Socket | undefined;
      const begin = (): void => {
        for (const packet of header) socket?.write(packet);
      };
      const link = new Link(context, (made) => {
        socket = made;
        context.count('connections');
        // Nothing comes from the other end; only who reads learns that it ended.
        made.resume().once('close', () => {
          if (socket === made) socket = undefined;
        });
        begin();
      });
      links.set(context, link);
      context.tap('packets', {
        caps: ({ streamHeader }) => {
          header = streamHeader;
          begin();
        },
        buffer: ({ data, header: isHeader }) => {
          if (!socket || (isHeader && wentOut(data, header))) return;
          if (socket.writableLength > MAX_WAITING) {
            context.count('dropped', data.length);
            return;
          }
          context.count('bytes', data.length);
          socket.write(data);
        },
      });
      await link.open();
    },
    stop(context) {
      links.get(context)?.close();
    },
  },
);
