import { parseParams } from 'sdp-transform';
import { rtpCaps } from './caps';
import { ENCODING, isPlainSound, type EncodingName } from './encodings';

/** What the packets of a stream are, as SDP tells it. */
export interface Format {
  readonly encoding: EncodingName;
  /** Payload type of its packets; undefined when all are taken. */
  readonly payload?: number | undefined;
  /** Ticks a second of the RTP time. */
  readonly clockRate: number;
  /** Channels of sound, where they are known. */
  readonly channels?: number | undefined;
  /** Format parameters as they stand in `a=fmtp`, without the payload type. */
  readonly parameters?: string | undefined;
}

/** Samples of an AAC frame. */
const AAC_FRAME = 1024;
/** Parameters of GStreamer's own that an SDP must not set. */
const OWN = new Set([
  'media',
  'clock-rate',
  'encoding-name',
  'encoding-params',
  'payload',
  'ssrc',
  'channels',
]);

/** Format parameters by name, in lower case; values as text. */
export function parametersOf(text: string): Record<string, string> {
  const all: Record<string, string> = {};
  for (const [name, value] of Object.entries(parseParams(text))) {
    const key = name.toLowerCase();
    // A parameter without a value is a flag that no depayloader knows.
    if (!OWN.has(key) && value !== undefined) all[key] = String(value);
  }
  return all;
}

/**
 * Caps for the packets of a format.
 * @throws Error in words when a format parameter cannot be used.
 */
export function capsOf(format: Format, srtp?: { readonly ssrc: number; readonly key: string }): string {
  const { media, rtpName } = ENCODING[format.encoding];
  const { channels } = format;
  const caps = rtpCaps(
    srtp ? 'application/x-srtp' : 'application/x-rtp',
    {
      payload: format.payload,
      'clock-rate': format.clockRate,
      channels: isPlainSound(format.encoding) ? channels : undefined,
      ssrc: srtp?.ssrc,
    },
    {
      // Without it frames after the first of a packet would have no times at first.
      ...(format.encoding === 'aac' ? { constantduration: String(AAC_FRAME) } : {}),
      ...parametersOf(format.parameters ?? ''),
      media,
      'encoding-name': rtpName,
      'encoding-params': channels === undefined ? undefined : String(channels),
    },
  );
  if (!srtp) return caps;
  const [cipher, auth] = ['aes-128-icm', 'hmac-sha1-80'];
  const kinds = ['srtp', 'srtcp'].map((kind) => `${kind}-cipher=${cipher}, ${kind}-auth=${auth}`);
  return `${caps}, srtp-key=(buffer)${srtp.key}, ${kinds.join(', ')}`;
}
