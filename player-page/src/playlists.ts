import { escapeMarkup, oneLine } from './escape';

/** One stream in a playlist. */
export interface PlaylistEntry {
  readonly url: string;
  /** What is on it; outside text. */
  readonly name: string;
  /** What is playing; outside text. */
  readonly title?: string | undefined;
}

/** An M3U playlist. */
export function m3u({ url, name }: PlaylistEntry): string {
  return `#EXTM3U\r\n#EXTINF:-1,${oneLine(name)}\r\n${oneLine(url)}\r\n`;
}

/** An XSPF playlist, version 1. */
export function xspf({ url, name, title }: PlaylistEntry): string {
  const text = escapeMarkup(oneLine(name));
  return `<?xml version="1.0" encoding="UTF-8"?>
<playlist version="1" xmlns="http://xspf.org/ns/0/">
  <title>${text}</title>
  <trackList>
    <track>
      <location>${escapeMarkup(url)}</location>
      <title>${escapeMarkup(oneLine(title === undefined || title === '' ? name : title))}</title>
      <annotation>${text}</annotation>
    </track>
  </trackList>
</playlist>
`;
}
