import type { FeedCaps } from '@flumotion/core/plugin';

/** HTTP's names for media types that GStreamer calls something else. */
const NAMES: Readonly<Record<string, string>> = {
  'video/mpegts': 'video/mp2t',
  'video/quicktime': 'video/mp4',
  'audio/x-flac': 'audio/flac',
  'audio/x-wav': 'audio/wav',
  'audio/x-opus': 'audio/opus',
};

function field(caps: string, name: string): string | undefined {
  return new RegExp(`[,;]\\s*${name}\\s*=\\s*(?:\\([a-z]+\\)\\s*)?"?([\\w.:'()+/=?-]+)"?`).exec(caps)?.[1];
}

/** The Content-Type that tells a player what these caps are. */
export function contentType({ text, mediaType }: FeedCaps): string {
  if (mediaType === 'audio/mpeg') return mpegAudio(field(text, 'mpegversion'), field(text, 'profile'));
  if (mediaType === 'multipart/x-mixed-replace') {
    return `${mediaType};boundary=${field(text, 'boundary') ?? 'ThisRandomString'}`;
  }
  return (
    NAMES[mediaType] ?? (/^[\w.+-]+\/[\w.+-]+$/.test(mediaType) ? mediaType : 'application/octet-stream')
  );
}

/** Players know the AAC of MPEG-2 and the efficient profiles as `aacp`. */
function mpegAudio(version: string | undefined, profile = ''): string {
  if (version === '1') return 'audio/mpeg';
  return version === '2' || profile.startsWith('he-') ? 'audio/aacp' : 'audio/aac';
}

/** Whether it is AAC as it comes from an encoder, whose frames say neither where they begin nor what they are. */
export function isUnframed({ text, mediaType }: FeedCaps): boolean {
  return mediaType === 'audio/mpeg' && field(text, 'stream-format') === 'raw';
}
