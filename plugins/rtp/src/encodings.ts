import type { CapsByValue } from '@flumotion/core/plugin';

/** Names of the encodings, as the property has them. */
export const ENCODINGS = [
  'mpegts',
  'h264',
  'h265',
  'vp8',
  'vp9',
  'jpeg',
  'opus',
  'aac',
  'mp3',
  'pcmu',
  'pcma',
  'l16',
  'l24',
] as const;

/** A kind of media that RTP can carry. */
export type EncodingName = (typeof ENCODINGS)[number];

/** How a kind of media is carried. */
export interface Encoding {
  readonly media: 'video' | 'audio';
  /** Name in SDP (`rtpmap`) and in caps. */
  readonly rtpName: string;
  /** Ticks a second of the RTP time; undefined where it is the sample rate. */
  readonly clockRate?: number;
  /** Payload type, where RFC 3551 fixes one; senders choose another for the rest. */
  readonly payload?: number;
  /** Caps of the feed. */
  readonly caps: string;
  /** Pipeline text from the feed to packets; the payloader is named `pay`. */
  readonly pay: string;
  /** Pipeline text from packets to the feed. */
  readonly depay: string;
}

/** What the settings of H.264 and H.265 need: once before each keyframe, in front of all its slices. */
const settled = (kind: 'h264' | 'h265'): string =>
  `${kind}parse config-interval=-1 ! video/x-${kind},stream-format=byte-stream,alignment=au`;

/**
 * Sound that was lost is silence: what plays it needs a sample for each moment. The times settle by less than the
 * tolerance (0.1 s), for which no sound is cut.
 */
const whole = (format: string): string =>
  `audioconvert ! audio/x-raw,format=${format},layout=interleaved ` +
  '! audiorate skip-to-first=true tolerance=100000000';

/** How each kind of media is carried, by name. */
export const ENCODING: Readonly<Record<EncodingName, Encoding>> = {
  mpegts: {
    media: 'video',
    rtpName: 'MP2T',
    clockRate: 90_000,
    payload: 33,
    caps: 'video/mpegts',
    pay: 'tsparse alignment=7 ! rtpmp2tpay name=pay',
    depay: 'rtpmp2tdepay ! tsparse set-timestamps=true split-on-rai=true alignment=7',
  },
  h264: {
    media: 'video',
    rtpName: 'H264',
    clockRate: 90_000,
    caps: 'video/x-h264',
    pay: `${settled('h264')} ! rtph264pay name=pay config-interval=0 aggregate-mode=zero-latency`,
    depay: `rtph264depay ! ${settled('h264')}`,
  },
  h265: {
    media: 'video',
    rtpName: 'H265',
    clockRate: 90_000,
    caps: 'video/x-h265',
    pay: `${settled('h265')} ! rtph265pay name=pay config-interval=0 aggregate-mode=zero-latency`,
    depay: `rtph265depay ! ${settled('h265')}`,
  },
  vp8: {
    media: 'video',
    rtpName: 'VP8',
    clockRate: 90_000,
    caps: 'video/x-vp8',
    pay: 'rtpvp8pay name=pay picture-id-mode=15-bit',
    depay: 'rtpvp8depay wait-for-keyframe=true',
  },
  vp9: {
    media: 'video',
    rtpName: 'VP9',
    clockRate: 90_000,
    caps: 'video/x-vp9',
    pay: 'rtpvp9pay name=pay picture-id-mode=15-bit',
    depay: 'rtpvp9depay wait-for-keyframe=true ! vp9parse ! video/x-vp9,alignment=super-frame',
  },
  jpeg: {
    media: 'video',
    rtpName: 'JPEG',
    clockRate: 90_000,
    payload: 26,
    caps: 'image/jpeg',
    pay: 'rtpjpegpay name=pay',
    depay: 'rtpjpegdepay ! jpegparse',
  },
  opus: {
    media: 'audio',
    rtpName: 'OPUS',
    clockRate: 48_000,
    caps: 'audio/x-opus',
    // The headers of other containers are nothing that RTP knows.
    pay: 'identity drop-buffer-flags=header ! rtpopuspay name=pay',
    depay: 'rtpopusdepay ! opusparse',
  },
  aac: {
    media: 'audio',
    rtpName: 'MPEG4-GENERIC',
    caps: 'audio/mpeg, mpegversion=(int)4',
    pay: 'aacparse ! audio/mpeg,mpegversion=4,stream-format=raw ! rtpmp4gpay name=pay',
    depay: 'rtpmp4gdepay ! aacparse ! audio/mpeg,mpegversion=4,stream-format=raw',
  },
  mp3: {
    media: 'audio',
    rtpName: 'MPA',
    clockRate: 90_000,
    payload: 14,
    caps: 'audio/mpeg, mpegversion=(int)1',
    pay: 'mpegaudioparse ! rtpmpapay name=pay',
    depay: 'rtpmpadepay ! mpegaudioparse',
  },
  pcmu: {
    media: 'audio',
    rtpName: 'PCMU',
    clockRate: 8000,
    payload: 0,
    caps: 'audio/x-mulaw',
    pay: 'rtppcmupay name=pay',
    depay: 'rtppcmudepay',
  },
  pcma: {
    media: 'audio',
    rtpName: 'PCMA',
    clockRate: 8000,
    payload: 8,
    caps: 'audio/x-alaw',
    pay: 'rtppcmapay name=pay',
    depay: 'rtppcmadepay',
  },
  l16: {
    media: 'audio',
    rtpName: 'L16',
    caps: 'audio/x-raw',
    pay: 'audioconvert ! audio/x-raw,format=S16BE,layout=interleaved ! rtpL16pay name=pay',
    depay: `rtpL16depay ! ${whole('S16LE')}`,
  },
  l24: {
    media: 'audio',
    rtpName: 'L24',
    caps: 'audio/x-raw',
    pay: 'audioconvert ! audio/x-raw,format=S24BE,layout=interleaved ! rtpL24pay name=pay',
    depay: `rtpL24depay ! ${whole('S24LE')}`,
  },
};

/** Payload type that is used where none is fixed. */
export const DYNAMIC_PAYLOAD = 96;

/** Caps of all feeds that RTP can carry, each once. */
export const ALL_CAPS = [...new Set(ENCODINGS.map((name) => ENCODING[name].caps))].join('; ');

/** What a feed carries by the property that names its encoding. */
export const CAPS_BY_ENCODING: CapsByValue = {
  property: 'encoding',
  caps: Object.fromEntries(ENCODINGS.map((name) => [name, ENCODING[name].caps])),
};

/** Encodings whose packets are cut by time. */
export const isPlainSound = (name: EncodingName): boolean => ['pcmu', 'pcma', 'l16', 'l24'].includes(name);

/** The encoding that a feed with these caps needs; undefined when RTP carries none such. */
export function encodingOfFeed(caps: string): EncodingName | undefined {
  const [type = ''] = caps.split(',', 1);
  const version = /\bmpegversion=\(int\)(\d)/.exec(caps)?.[1];
  return ENCODINGS.find((name) => {
    const [mediaType, field] = ENCODING[name].caps.split(', ');
    return mediaType === type && (field === undefined || field.endsWith(version ?? '?'));
  });
}

/** Whether a feed with these caps can be sent as an encoding. */
export function sameFeed(caps: string, encoding: EncodingName): boolean {
  const fits = encodingOfFeed(caps);
  return fits !== undefined && ENCODING[fits].caps === ENCODING[encoding].caps;
}

/** The encoding that SDP calls by a name. */
export function encodingOfRtp(rtpName: string): EncodingName | undefined {
  return ENCODINGS.find((name) => ENCODING[name].rtpName === rtpName.toUpperCase());
}
