import { declareComponent, type PropertiesOf } from '@flumotion/core/plugin';
import { ALL_CAPS, CAPS_BY_ENCODING, ENCODING, ENCODINGS, type EncodingName } from './encodings';
import { COMMON, MAX_SSRC } from './properties';
import { readSdp } from './sdp-reader';

/** Declaration of the rtp-producer. */
export const declaration = declareComponent({
  type: 'rtp-producer',
  kind: 'producer',
  description:
    'Receives a stream as RTP, or an MPEG transport stream over UDP, from one sender or a multicast group.',
  feeders: {
    default: {
      caps: ALL_CAPS,
      capsBy: CAPS_BY_ENCODING,
      description: 'The stream as it was encoded, in the time of the flow.',
    },
  },
  properties: {
    port: {
      type: 'int',
      required: true,
      min: 1,
      max: 65_535,
      listens: 'udp',
      listensAt: 'address',
      description: 'UDP port to receive on; usually even, as RTCP comes to the next one.',
    },
    address: {
      type: 'string',
      description:
        'Multicast group to receive from, or address of the machine to listen on; the group of the SDP, or all addresses, when left out.',
    },
    source: {
      type: 'string',
      description:
        'Address of the only sender that is let in from a multicast group (source-specific multicast); that of the SDP when left out.',
    },
    encoding: {
      type: 'enum',
      values: ENCODINGS,
      description: 'What comes; as the SDP says, else mpegts, when left out. l16 and l24 are raw sound.',
    },
    ...COMMON,
    sdp: {
      type: 'rawstring',
      description: 'Description of the stream (SDP), as senders such as ffmpeg print it.',
    },
    'sdp-file': {
      type: 'string',
      description:
        'File with the SDP, read whenever the stream is awaited anew; encoding says what is in it.',
    },
    'payload-type': {
      type: 'int',
      min: 0,
      max: 127,
      description: 'Payload type of the packets that are taken; that of the SDP, or any, when left out.',
    },
    'clock-rate': {
      type: 'int',
      min: 1,
      max: 384_000,
      unit: 'Hz',
      description: 'Ticks a second of the RTP time, the sample rate of sound; as is usual when left out.',
    },
    channels: {
      type: 'int',
      min: 1,
      max: 64,
      description: 'Channels of l16 and l24; those of the SDP, or 2, when left out.',
    },
    'format-parameters': {
      type: 'string',
      description:
        'What stands in a=fmtp of an SDP after the payload type, as config=1190; for those who have no SDP.',
    },
    ssrc: {
      type: 'long',
      min: 0,
      max: MAX_SSRC,
      description: 'Number of the stream in the packets, which SRTP needs.',
    },
    latency: {
      type: 'int',
      min: 0,
      max: 10_000,
      default: 200,
      unit: 'ms',
      description:
        'Time in which packets that are late or in the wrong order are waited for (jitter buffer).',
    },
    timeout: {
      type: 'int',
      min: 1,
      max: 3600,
      default: 5,
      unit: 's',
      description: 'Silence after which the component is hungry and joins the group again.',
    },
    'buffer-size': {
      type: 'int',
      min: 4096,
      max: 67_108_864,
      default: 2_097_152,
      unit: 'bytes',
      description: 'Receive buffer of the system, which may hold it lower (net.core.rmem_max).',
      sets: 'source.buffer-size',
    },
    'rtcp-port': {
      type: 'int',
      min: 1,
      max: 65_535,
      listens: 'udp',
      listensAt: 'address',
      listensAfter: 'port',
      listensUnless: [['protocol', 'udp'], ['rtcp', false], ['srtp-key']],
      description: 'UDP port to receive reports on; the one after port when left out.',
    },
  },
  clock: { priority: 0 },
  stats: {
    packets: { kind: 'counter', description: 'Datagrams that came.' },
    bytes: {
      kind: 'counter',
      unit: 'bytes',
      description: 'Bytes that came, heads of IP and UDP not counted.',
    },
    bitrate: { kind: 'gauge', unit: 'bit/s', description: 'Rate of the last seconds.' },
    lost: { kind: 'counter', description: 'Packets that did not come in time.' },
    late: { kind: 'counter', description: 'Packets that came too late to be used.' },
    duplicates: { kind: 'counter', description: 'Packets that came twice.' },
    jitter: { kind: 'gauge', unit: 'ms', description: 'Jitter of arrival.' },
    connected: { kind: 'gauge', description: '1 while the stream comes, else 0.' },
    connections: { kind: 'counter', description: 'Times the stream came after it was away.' },
  },
  wizard: {
    step: 'video-producer',
    label: 'RTP / UDP',
    rank: 45,
    pages: [
      ['port', 'address', 'encoding', 'protocol'],
      ['source', 'interface', 'latency', 'timeout'],
    ],
  },
  // The session lets nothing through that is no packet; the jitter buffer would warn of each. It is not to wait for
  // packets in a row either: where the network changes their order, the first would be lost.
  pipeline: (p) => {
    const decrypt = p['srtp-key'] === undefined ? '' : 'srtp.rtp_sink srtpdec name=srtp srtp.rtp_src ! ';
    const unpack =
      p.protocol === 'udp'
        ? 'tsparse set-timestamps=true split-on-rai=true alignment=7'
        : 'session.recv_rtp_sink rtpsession name=session probation=0 session.recv_rtp_src ! rtpjitterbuffer name=jitter ' +
          `! ${ENCODING[encodingOf(p)].depay}`;
    return (
      `( name=line udpsrc name=source retrieve-sender-address=false ! identity name=datagrams ` +
      // What decrypts must not share its packets with anybody: it would free those of others.
      `! ${decrypt}tee name=all all. ! ${unpack} ! identity name=meter ` +
      // Nobody ever connects to it: it counts the bytes.
      'all. ! multisocketsink name=bytes sync=false async=false enable-last-sample=false ) ' +
      'meter. ! funnel name=keep ! @feeder:default@'
    );
  },
});

/** Values of the properties. */
export type ProducerValues = PropertiesOf<typeof declaration>;

/** What comes, by the properties alone. */
export function encodingOf(p: {
  readonly encoding?: EncodingName | undefined;
  readonly sdp?: string | undefined;
  readonly port: number;
}): EncodingName {
  if (p.encoding !== undefined) return p.encoding;
  if (p.sdp === undefined) return 'mpegts';
  try {
    return readSdp(p.sdp, { port: p.port }).format.encoding;
  } catch {
    // The check tells what is wrong with it.
    return 'mpegts';
  }
}
