import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { isMulticast } from './address';
import { ENCODING, isPlainSound } from './encodings';
import { capsOf, parametersOf, type Format } from './format';
import { encodingOf, type ProducerValues } from './producer-declaration';
import { checkSrtp, keyInHex } from './properties';
import { MAX_SDP, readSdp, type Described } from './sdp-reader';

/** Sample rate and channels where nothing says them. */
const USUAL = { rate: 48_000, channels: 2 } as const;

/** What is received where. */
export interface Stream {
  readonly format: Format;
  /** Address to listen on, or a group. */
  readonly address: string;
  /** The only sender of a group. */
  readonly source: string | undefined;
}

/** What is wrong with values that do not go together. */
export function checkProducer(p: ProducerValues): string | undefined {
  if (p.sdp !== undefined && p['sdp-file'] !== undefined)
    return 'sdp and sdp-file are two ways to say the same; leave one out';
  if (p.protocol === 'udp') {
    if ((p.encoding ?? 'mpegts') !== 'mpegts' || p.sdp !== undefined || p['sdp-file'] !== undefined)
      return 'protocol udp carries an MPEG transport stream alone, and there is no SDP of it; set protocol to rtp';
  }
  if (p.address !== undefined && isIP(p.address) === 0)
    return `address ${p.address} is no IP address; names are not looked up here`;
  if (p['rtcp-port'] === p.port) return 'rtcp-port is the same as port; RTCP needs one of its own';
  if (p.rtcp && p.protocol === 'rtp' && p.port === 65_535 && p['rtcp-port'] === undefined)
    return 'there is no port after 65535 for RTCP; set rtcp-port, or rtcp to false';
  if (p.source !== undefined && isIP(p.source) === 0) return `source ${p.source} is no IP address`;
  try {
    if (p['sdp-file'] !== undefined) return checkSrtp(p);
    const stream = streamOf(p, p.sdp === undefined ? undefined : readSdp(p.sdp, wanted(p)));
    if (p.source !== undefined && !isMulticast(stream.address))
      return 'source is for multicast groups; set address to a group, or leave source out';
    if (p.protocol === 'rtp' && stream.format.encoding === 'aac' && !hasConfig(stream.format))
      return 'AAC needs its settings: give the SDP of the sender, or its config in format-parameters';
    capsOf(stream.format);
  } catch (error) {
    return (error as Error).message;
  }
  return checkSrtp(p);
}

/** Reads what is received where, from the file when there is one. @throws Error in words. */
export async function findStream(p: ProducerValues): Promise<Stream> {
  const file = p['sdp-file'];
  if (file === undefined) return streamOf(p, p.sdp === undefined ? undefined : readSdp(p.sdp, wanted(p)));
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new Error(`the SDP cannot be read from ${file} (${code})`, { cause: error });
  }
  return streamOf(p, readSdp(text.slice(0, MAX_SDP + 1), { port: p.port, encoding: encodingOf(p) }));
}

/** Caps of the packets. @throws Error in words when a format parameter cannot be used. */
export function packetCaps(p: ProducerValues, format: Format): string {
  const key = p['srtp-key'];
  if (key === undefined || p.ssrc === undefined) return capsOf(format);
  return capsOf(format, { ssrc: p.ssrc, key: keyInHex(key) });
}

function wanted(p: ProducerValues): Parameters<typeof readSdp>[1] {
  return { port: p.port, encoding: p.encoding };
}

function streamOf(p: ProducerValues, described: Described | undefined): Stream {
  const told = described?.format;
  const encoding = told?.encoding ?? encodingOf(p);
  const plain = isPlainSound(encoding);
  const group = described?.address;
  const inGroup = group !== undefined && isMulticast(group);
  const address = p.address ?? (inGroup ? group : '0.0.0.0');
  const source = p.source ?? (inGroup && address === group ? described?.source : undefined);
  return {
    address,
    source: source === '*' ? undefined : source,
    format: {
      encoding,
      payload: p['payload-type'] ?? told?.payload,
      clockRate: p['clock-rate'] ?? told?.clockRate ?? ENCODING[encoding].clockRate ?? USUAL.rate,
      channels: p.channels ?? told?.channels ?? (plain ? channelsOf(encoding) : undefined),
      parameters: p['format-parameters'] ?? told?.parameters,
    },
  };
}

function channelsOf(encoding: string): number {
  return encoding.startsWith('pcm') ? 1 : USUAL.channels;
}

function hasConfig(format: Format): boolean {
  return parametersOf(format.parameters ?? '')['config'] !== undefined;
}
