import type { ElementMessage, Message } from '@flumotion/core/plugin';

/** Debian packages that decode media, by its type; the first match wins. */
const PACKAGES: readonly (readonly [RegExp, string])[] = [
  [/theora|vorbis|opus|ogg/, 'gstreamer1.0-plugins-base'],
  [
    /vp[89]|matroska|webm|flv|quicktime|x-flac|speex|layer=\(int\)3|jpeg|mulaw|alaw|x-wav/,
    'gstreamer1.0-plugins-good',
  ],
  [/av1|mpegts/, 'gstreamer1.0-plugins-bad'],
];
const ANYTHING_ELSE = 'gstreamer1.0-libav';

/** Media that a machine cannot decode. */
export interface Missing {
  /** `video` or `audio`; undefined for a container. */
  readonly kind: string | undefined;
  /** Its name for people. */
  readonly name: string;
  /** Its caps. */
  readonly media: string;
}

/** What a `missing-plugin` message says is missing; undefined when it says nothing. */
export function missingIn({ name, text }: ElementMessage): Missing | undefined {
  if (name !== 'missing-plugin') return undefined;
  const plain = text.replaceAll('\\', '');
  const media = /detail=\((?:GstCaps|string)\)(?:\[|"|<)*\s*([^;\]>]+)/.exec(plain)?.[1] ?? '';
  const said = /\bname=\(string\)"?([^",;]+)/.exec(plain)?.[1] ?? media.split(',')[0] ?? 'the media';
  const kind = /type=\(string\)decoder/.test(plain) ? /^(video|audio)\//.exec(media)?.[1] : undefined;
  return { kind, name: said.replace(/ ?(decoder|demuxer)$/i, ''), media };
}

/**
 * The message about what is missing.
 * @param blacklist - elements that people do not want.
 * @param level - `error` when nothing else can be decoded.
 */
export function missingMessage(
  missing: Missing,
  blacklist: readonly string[],
  level: 'error' | 'warning',
): Message {
  const pack = PACKAGES.find(([media]) => media.test(missing.media))?.[1] ?? ANYTHING_ELSE;
  const barred =
    blacklist.length > 0 ? `, or take what decodes it out of blacklist (${blacklist.join(', ')})` : '';
  return {
    level,
    id: 'missing-decoder',
    text: `no decoder for ${missing.name} is on this machine`,
    advice: `Install it with: sudo apt-get install ${pack}${barred}. Then start the component again.`,
    debug: missing.media,
  };
}
