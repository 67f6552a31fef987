import type { PropertiesOf } from '@flumotion/core/plugin';
import type { declaration } from './declaration';

/** Values of the properties. */
export type Properties = PropertiesOf<typeof declaration>;

/** Properties that become lines of the request. */
const LINES = ['ip', 'user', 'mount-point', 'short-name', 'description', 'url', 'genre'] as const;

const CONTROL = /[\x00-\x1f\x7f]/;

/** What is wrong with values that do not go together. */
export function checkProperties(p: Properties): string | undefined {
  if (!p['mount-point'].startsWith('/')) return `mount-point ${p['mount-point']} must begin with a slash`;
  const broken = LINES.find((name) => CONTROL.test(p[name] ?? ''));
  if (broken !== undefined) return `${broken} holds a line break or another control character`;
  return p.user.includes(':') ? 'user must not hold a colon' : undefined;
}

/** Type that the server is told, by media type of the feed. */
export function contentType(mediaType: string, capsText: string): string {
  if (mediaType === 'audio/mpeg' && !/mpegversion=\(int\)1\b/.test(capsText)) return 'audio/aac';
  return mediaType;
}

/** The beginning of the conversation with the server. */
export function requestHead(p: Properties, type: string): string {
  const host = p.ip.includes(':') ? `[${p.ip}]` : p.ip;
  const credentials = Buffer.from(`${p.user}:${p.password ?? ''}`).toString('base64');
  const put = p.protocol === 'http';
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['Host', `${host}:${String(p.port)}`],
    ['Authorization', `Basic ${credentials}`],
    ['User-Agent', 'Flumotion'],
    ['Content-Type', type],
    ['Ice-Public', p.public ? '1' : '0'],
    ['Ice-Name', p['short-name']],
    ['Ice-Description', p.description],
    ['Ice-URL', p.url],
    ['Ice-Genre', p.genre],
    ['Expect', put ? '100-continue' : undefined],
  ];
  const path = encodeURI(p['mount-point']);
  return [
    put ? `PUT ${path} HTTP/1.1` : `SOURCE ${path} HTTP/1.0`,
    ...lines.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`])),
    '\r\n',
  ].join('\r\n');
}
