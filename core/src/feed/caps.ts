import { FlumotionError } from '../errors';
import type { FeedCaps } from '../plugin';
import { scanStructure, type Field } from './structure-text';

/**
 * Reads caps text as GStreamer writes it: the media type and the stream header buffers (`< hex, hex >`, one bare
 * value, or the type repeated before each value).
 * @throws FlumotionError `feed-invalid` when the text is not caps.
 */
export function parseCaps(text: string): FeedCaps {
  const { name: mediaType, fields } = scanStructure(text);
  const header = fields.find((field) => field.name === 'streamheader');
  return { text, mediaType, streamHeader: header ? buffersOf(header) : [] };
}

/**
 * Caps short enough for a greeting line: fields that hold buffers are left out, and all fields when the text is still
 * longer than `most` characters. The eater needs them only to choose a pad; the feed itself carries them whole.
 * @throws FlumotionError `feed-invalid` when the text is not caps.
 */
export function briefCaps(text: string, most: number): string {
  const { name: mediaType, features, fields } = scanStructure(text);
  const kept = fields.filter((field) => field.type !== 'buffer' && !field.value.includes('(buffer)'));
  const brief = [
    mediaType + features,
    ...kept.map(({ name, type, value }) => `${name}=${type === '' ? '' : `(${type})`}${value}`),
  ].join(', ');
  return brief.length <= most ? brief : mediaType + features;
}

function buffersOf(field: Field): Buffer[] {
  const listed = /^[<{]([^]*)[>}]$/.exec(field.value);
  const parts = (listed ? (listed[1] as string) : field.value).split(',').map((part) => part.trim());
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const hex = part.replace(/^\(\s*\w+\s*\)\s*/, '').replace(/^"(.*)"$/s, '$1');
      if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(hex)) {
        throw FlumotionError.of('feed-invalid', {
          reason: `stream header ${JSON.stringify(hex.slice(0, 20))} in the caps, expected hexadecimal bytes`,
        });
      }
      return Buffer.from(hex, 'hex');
    });
}
