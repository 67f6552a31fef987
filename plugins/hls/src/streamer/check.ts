import { checkEntrance, checkLimits, checkMount } from '@flumotion/web';
import { PLAYLIST, PREFIX } from '../names';
import type { Properties } from './declaration';

/** What is wrong with values that are each valid; undefined when nothing is. */
export function checkProperties(properties: Properties): string | undefined {
  return (
    checkMount(properties['mount-point']) ??
    checkEntrance(properties) ??
    checkLimits(properties) ??
    checkNames(properties) ??
    checkTimes(properties) ??
    checkUrl(properties['hls-url']) ??
    properties.variant.map(checkVariant).find((complaint) => complaint !== undefined)
  );
}

function checkNames(properties: Properties): string | undefined {
  const names = ['main-playlist', 'stream-playlist'] as const;
  for (const name of names) {
    const value = properties[name];
    if (!PLAYLIST.test(value))
      return `${name} ${JSON.stringify(value)} is no plain name of a playlist; expected one such as ${name === 'main-playlist' ? 'main' : 'stream'}.m3u8`;
  }
  const { 'main-playlist': main, 'stream-playlist': stream, 'fragment-prefix': prefix } = properties;
  if (main === stream) return `main-playlist and stream-playlist are both ${main}; give them two names`;
  if (!PREFIX.test(prefix))
    return `fragment-prefix ${JSON.stringify(prefix)} is no plain name; expected letters, digits, _ . and -, such as fragment`;
  return undefined;
}

function checkTimes(properties: Properties): string | undefined {
  const { 'part-duration': part, 'segment-duration': segment } = properties;
  if (part > 0 && part < 0.1)
    return `part-duration ${String(part)} s is too short for players; expected 0, or 0.1 s and more`;
  if (part > segment / 2)
    return `part-duration ${String(part)} s is more than half of segment-duration, ${String(segment)} s; give parts that are shorter`;
  return undefined;
}

function checkUrl(url: string | undefined): string | undefined {
  if (url === undefined || (/^https?:\/\/[^\s"<>?#]+$/.test(url) && URL.canParse(url))) return undefined;
  return `hls-url ${JSON.stringify(url)} is no URL of a folder; expected one such as https://cdn.example.org/live`;
}

function checkVariant({ url, codecs, resolution }: Properties['variant'][number]): string | undefined {
  if (!/^[\x21-\x7e]+$/.test(url) || url.includes('"') || url.startsWith('#'))
    return `the variant's url ${JSON.stringify(url)} is no URL; expected one such as ../low/stream.m3u8`;
  if (codecs !== undefined && !/^[\w.,-]+$/.test(codecs))
    return `the variant's codecs ${JSON.stringify(codecs)} are none; expected a list such as avc1.64001f,mp4a.40.2`;
  if (resolution !== undefined && !/^[1-9]\d{0,4}x[1-9]\d{0,4}$/.test(resolution))
    return `the variant's resolution ${JSON.stringify(resolution)} is none; expected one such as 1280x720`;
  return undefined;
}
