import { parse, type MediaDescription } from 'sdp-transform';
import { ENCODING, ENCODINGS, encodingOfRtp, type EncodingName } from './encodings';
import type { Format } from './format';

/** Most characters of an SDP. */
export const MAX_SDP = 65_536;

/** What an SDP tells of one stream. */
export interface Described {
  readonly format: Format;
  readonly port: number;
  /** Where the packets are sent to; undefined when it is not said. */
  readonly address?: string | undefined;
  /** The only sender, for a multicast group with a filter. */
  readonly source?: string | undefined;
}

/** Which of the streams of an SDP is meant. */
export interface Wanted {
  readonly port?: number | undefined;
  readonly encoding?: EncodingName | undefined;
}

/** Payload types with a meaning of their own that an SDP need not explain, as RFC 3551 has them. */
const STATIC: Readonly<Record<number, { rtpName: string; rate: number; channels?: number }>> = {
  0: { rtpName: 'PCMU', rate: 8000, channels: 1 },
  8: { rtpName: 'PCMA', rate: 8000, channels: 1 },
  10: { rtpName: 'L16', rate: 44_100, channels: 2 },
  11: { rtpName: 'L16', rate: 44_100, channels: 1 },
  14: { rtpName: 'MPA', rate: 90_000 },
  26: { rtpName: 'JPEG', rate: 90_000 },
  33: { rtpName: 'MP2T', rate: 90_000 },
};

/**
 * Reads one stream out of an SDP: that on the wanted port, else the first of the wanted encoding, else the first that
 * can be received.
 * @throws Error in words when the SDP has no such stream.
 */
export function readSdp(text: string, wanted: Wanted = {}): Described {
  if (text.length > MAX_SDP) throw new Error(`the SDP is longer than ${String(MAX_SDP)} characters`);
  const session = parse(text.trim().replace(/\r?\n[\t ]*/g, '\r\n'));
  const streams = session.media.flatMap((media) => {
    const format = formatOf(media);
    const filter = media.sourceFilter ?? session.sourceFilter;
    const [address] = (media.connection ?? session.connection)?.ip.split('/') ?? [];
    return format ? [{ format, port: media.port, address, source: sourceOf(filter) }] : [];
  });
  const fit = ({ format }: Described): boolean =>
    wanted.encoding === undefined || format.encoding === wanted.encoding;
  const found = streams.find((one) => one.port === wanted.port && fit(one)) ?? streams.find(fit);
  if (found) return found;
  const known = ENCODINGS.map((name) => ENCODING[name].rtpName).join(', ');
  throw new Error(
    wanted.encoding !== undefined && streams.length > 0
      ? `the SDP has no stream of ${wanted.encoding}, but ${streams.map((one) => one.format.encoding).join(', ')}`
      : `the SDP has no stream that can be received; expected an m= line with one of ${known}`,
  );
}

function formatOf(media: MediaDescription): Format | undefined {
  // The library gives a single one as a number.
  const listed: unknown = media.payloads;
  const payload = Number(/^\d+/.exec(String(listed))?.[0] ?? NaN);
  const map = media.rtp.find((one) => one.payload === payload);
  const known = STATIC[payload];
  const encoding = encodingOfRtp(map?.codec ?? known?.rtpName ?? '');
  const clockRate = map?.rate ?? known?.rate;
  if (encoding === undefined || clockRate === undefined || !Number.isInteger(payload)) return undefined;
  const channels = map?.encoding ?? known?.channels;
  return {
    encoding,
    payload,
    clockRate,
    ...(ENCODING[encoding].media === 'audio' && Number.isInteger(channels) ? { channels } : {}),
    parameters: media.fmtp.find((one) => one.payload === payload)?.config,
  };
}

function sourceOf(filter: { filterMode: string; srcList: string } | undefined): string | undefined {
  return filter?.filterMode === 'incl' ? filter.srcList.trim().split(/\s+/, 1)[0] : undefined;
}
