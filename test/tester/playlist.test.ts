import {
  firstAddress,
  isHlsText,
  readPlaylist,
  type MediaPlaylist,
} from '../../core/src/tester/hls/playlist';
import { faultOfPlaylist, faultOfSuccession } from '../../core/src/tester/hls/rules';

const media = (text: string): MediaPlaylist => readPlaylist(text) as MediaPlaylist;

function playlist(first: number, last: number, extra = '', version = 3): string {
  const segments = Array.from({ length: last - first + 1 }, (_, at) => `#EXTINF:1.96,\ns${first + at}.ts\n`);
  return `#EXTM3U\n#EXT-X-VERSION:${version}\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:${first}\n${extra}${segments.join('')}`;
}

it('reads what a player needs', () => {
  const text =
    '#EXTM3U\r\n#EXT-X-VERSION:7\r\n#EXT-X-TARGETDURATION:4\r\n#EXT-X-MEDIA-SEQUENCE:9\r\n#EXT-X-MAP:URI="i.mp4",BYTERANGE="10@2"\r\n' +
    '#EXT-X-KEY:METHOD=AES-128,URI="k?a,b",IV=0x1\r\n# comment\r\n#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00Z\r\n' +
    '#EXTINF:4,title\r\n#EXT-X-BYTERANGE:5@7\r\na.m4s\r\n#EXT-X-DISCONTINUITY\r\n#EXTINF:3.5,\r\n#EXT-X-BYTERANGE:6\r\na.m4s\r\n#EXT-X-ENDLIST\r\n';
  expect(media(text)).toMatchObject({ version: 7, target: 4, sequence: 9, ended: true });
  const [first, second] = media(text).segments;
  expect(first).toMatchObject({
    uri: 'a.m4s',
    duration: 4,
    discontinuity: false,
    map: { uri: 'i.mp4', range: { length: 10, offset: 2 } },
    key: { method: 'AES-128', uri: 'k?a,b', iv: Buffer.from([...Array<number>(15).fill(0), 1]) },
    range: { length: 5, offset: 7 },
    date: Date.UTC(2026, 0, 1),
  });
  expect(second).toMatchObject({ duration: 3.5, discontinuity: true, range: { length: 6, offset: 12 } });
  expect(faultOfPlaylist(text, media(text))).toBeUndefined();
  expect(
    readPlaylist(
      '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=2\nhigh.m3u8\n',
    ),
  ).toEqual({ variants: ['low.m3u8', 'high.m3u8'] });
});

it('tells playlists of HLS from plain lists of addresses', () => {
  expect(isHlsText(playlist(1, 2))).toBe(true);
  const plain = '#EXTM3U\r\n#EXTINF:-1,Radio\r\nhttp://localhost/live\r\n';
  expect(isHlsText(plain)).toBe(false);
  expect(firstAddress(plain)).toBe('http://localhost/live');
});

it.each<[string, string]>([
  [playlist(1, 3).replace('#EXTM3U\n', ''), 'first line'],
  [playlist(1, 3).replace('#EXT-X-TARGETDURATION:2\n', ''), 'target duration'],
  [playlist(1, 3).replace('1.96', '2.6'), 'longer than the target'],
  [playlist(1, 3, '', 2), 'version is too low'],
  [playlist(1, 3, '#EXT-X-VERSION:3\n'), 'stands twice'],
  [playlist(1, 3).replace('#EXTINF:1.96,\n', ''), 'no duration'],
  [`${playlist(1, 3)}#EXT-X-DISCONTINUITY-SEQUENCE:1\n`, 'comes after it'],
  [playlist(1, 3, '#EXT-X-MAP:URI="i.mp4"\n'), 'version is too low'],
])('finds the fault of a playlist, %#', (text, fault) => {
  expect(faultOfPlaylist(text, media(text))?.reason).toContain(fault);
});

it('lets a window move on', () => {
  expect(faultOfPlaylist(playlist(1, 3), media(playlist(1, 3)))).toBeUndefined();
  expect(faultOfSuccession(media(playlist(1, 3)), media(playlist(2, 4)))).toBeUndefined();
  expect(faultOfSuccession(media(playlist(1, 3)), media(playlist(9, 12)))).toBeUndefined();
});

it.each<[string, string, string]>([
  [playlist(2, 4), playlist(1, 4), 'older than before'],
  [playlist(1, 3), playlist(1, 3).replace('TION:2', 'TION:3'), 'target duration changed'],
  [playlist(1, 3), playlist(1, 3).replace('s2.ts', 's2b.ts'), 'changed, moved'],
  [playlist(1, 3), playlist(2, 2), 'went too early'],
  [`${playlist(1, 3)}#EXT-X-ENDLIST\n`, playlist(1, 3), 'goes on'],
  [playlist(1, 3), playlist(2, 4, '#EXT-X-DISCONTINUITY-SEQUENCE:1\n'), 'count of discontinuities'],
])('finds what may not change, %#', (before, after, fault) => {
  expect(faultOfSuccession(media(before), media(after))?.reason).toContain(fault);
});
