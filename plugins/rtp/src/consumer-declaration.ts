import { declareComponent, type PropertiesOf } from '@flumotion/core/plugin';
import { ALL_CAPS, CAPS_BY_ENCODING, ENCODING, ENCODINGS } from './encodings';
import { COMMON, MAX_SSRC } from './properties';

/** Declaration of the rtp-consumer. */
export const declaration = declareComponent({
  type: 'rtp-consumer',
  kind: 'consumer',
  description:
    'Sends a stream as RTP, or an MPEG transport stream over UDP, to one address or to a multicast group.',
  eaters: {
    default: { caps: ALL_CAPS, capsBy: CAPS_BY_ENCODING, description: 'What the property encoding says.' },
  },
  properties: {
    host: {
      type: 'string',
      required: true,
      description: 'Name or address to send to; may be that of a multicast group.',
    },
    port: {
      type: 'int',
      required: true,
      min: 1,
      max: 65_535,
      description: 'UDP port to send to; usually even, as RTCP goes to the next one.',
    },
    encoding: {
      type: 'enum',
      values: ENCODINGS,
      default: 'mpegts',
      description: 'What the feed carries and packets are made of; l16 and l24 are raw sound.',
    },
    ...COMMON,
    'rtcp-port': {
      type: 'int',
      min: 1,
      max: 65_535,
      description: 'UDP port that reports are sent to; the one after port when left out.',
    },
    'payload-type': {
      type: 'int',
      min: 0,
      max: 127,
      description: 'Payload type in the packets; the fixed one of the encoding, or 96, when left out.',
    },
    ssrc: {
      type: 'long',
      min: 0,
      max: MAX_SSRC,
      description: 'Number of the stream in the packets; another one at each start when left out.',
    },
    mtu: {
      type: 'int',
      min: 256,
      max: 9000,
      default: 1400,
      unit: 'bytes',
      description: 'Most bytes of an RTP packet.',
    },
    'packet-time': {
      type: 'float',
      min: 0.125,
      max: 100,
      unit: 'ms',
      description:
        'Sound in a packet of l16, l24, pcmu and pcma, 1 for AES67; as much as fits when left out.',
    },
    delay: {
      type: 'int',
      min: 0,
      max: 10_000,
      unit: 'ms',
      description:
        'Packets are sent at their time and this much later, which evens the rate out; as soon as they are made when left out.',
    },
    'multicast-ttl': {
      type: 'int',
      min: 0,
      max: 255,
      default: 1,
      description:
        'Routers that packets to a multicast group may pass, and one more; 0 stays on the machine.',
      sets: 'sink.ttl-mc',
    },
    'multicast-loop': {
      type: 'bool',
      default: true,
      description: 'Whether programs on the same machine get what is sent to a multicast group.',
      sets: 'sink.loop',
    },
    dscp: {
      type: 'int',
      min: 0,
      max: 63,
      description: 'Class of service in the IP packets (DSCP), as 34 for AF41 or 46 for EF.',
      sets: 'sink.qos-dscp',
    },
    'buffer-size': {
      type: 'int',
      min: 4096,
      max: 67_108_864,
      unit: 'bytes',
      description: 'Send buffer of the system; the usual one when left out.',
      sets: 'sink.buffer-size',
    },
    'sdp-file': {
      type: 'string',
      description: 'File that the SDP is written to, by which ffmpeg, VLC and others receive the stream.',
    },
  },
  clock: { priority: 0 },
  stats: {
    packets: { kind: 'counter', description: 'Packets sent.' },
    bytes: { kind: 'counter', unit: 'bytes', description: 'Bytes sent, heads of IP and UDP not counted.' },
    bitrate: { kind: 'gauge', unit: 'bit/s', description: 'Rate of the last seconds.' },
    receivers: { kind: 'gauge', description: 'Receivers that report by RTCP.' },
    loss: { kind: 'gauge', unit: '%', description: 'Packets lost on the way; the worst receiver.' },
    lost: { kind: 'gauge', description: 'Packets lost altogether; the worst receiver.' },
    jitter: { kind: 'gauge', unit: 'ms', description: 'Jitter of arrival; the worst receiver.' },
    rtt: { kind: 'gauge', unit: 'ms', description: 'Round trip time; the longest.' },
    sdp: { kind: 'text', description: 'Description of what is sent (SDP), for players.' },
  },
  wizard: {
    step: 'consumer',
    label: 'RTP / UDP',
    rank: 55,
    pages: [
      ['host', 'port', 'encoding', 'protocol'],
      ['interface', 'multicast-ttl', 'dscp', 'sdp-file'],
    ],
  },
  // Packets of UDP are lost where nobody takes them; so is what cannot be sent, and never kept.
  pipeline: (p) => {
    const pay =
      p.protocol === 'udp' ? 'tsparse alignment=7 ! identity name=datagrams' : ENCODING[p.encoding].pay;
    const encrypt = p['srtp-key'] === undefined ? '' : '! srtpenc name=srtp ';
    return (
      '@eater:default@ ! errorignore name=guard ignore-error=true ignore-notlinked=true ignore-eos=true ' +
      'convert-to=ok ! ( name=line queue leaky=downstream max-size-buffers=0 max-size-bytes=33554432 ' +
      `max-size-time=1000000000 ! identity name=meter ! ${pay} ${encrypt}` +
      '! udpsink name=sink auto-multicast=false async=false sync=false enable-last-sample=false )'
    );
  },
});

/** Values of the properties. */
export type ConsumerValues = PropertiesOf<typeof declaration>;
