import { expect, test } from '@jest/globals';
import { mainComplaints, playlistComplaints, successionComplaints } from '../../../test/support/hls-rules';

/** A sound playlist with everything in it. */
const SOUND = `#EXTM3U
#EXT-X-VERSION:9
#EXT-X-TARGETDURATION:2
#EXT-X-MEDIA-SEQUENCE:7
#EXT-X-DISCONTINUITY-SEQUENCE:3
#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12.0,PART-HOLD-BACK=1.5
#EXT-X-PART-INF:PART-TARGET=0.5
#EXT-X-MAP:URI="h.mp4"
#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.000Z
#EXTINF:2.00000,
f7.m4s
#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:02.000Z
#EXT-X-PART:DURATION=0.5,URI="f8.0.m4s",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.5,URI="f8.1.m4s"
#EXT-X-PART:DURATION=0.5,URI="f8.2.m4s"
#EXT-X-PART:DURATION=0.5,URI="f8.3.m4s"
#EXTINF:2.00000,
f8.m4s
#EXT-X-DISCONTINUITY
#EXT-X-MAP:URI="h.mp4"
#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:01:00.000Z
#EXT-X-PART:DURATION=0.5,URI="f9.0.m4s",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.5,URI="f9.1.m4s"
#EXT-X-PART:DURATION=0.2,URI="f9.2.m4s"
#EXTINF:1.20000,
f9.m4s
#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:01:01.200Z
#EXT-X-PART:DURATION=0.5,URI="f10.0.m4s",INDEPENDENT=YES
#EXT-X-PRELOAD-HINT:TYPE=PART,URI="f10.1.m4s"
#EXT-X-RENDITION-REPORT:URI="../low.m3u8",LAST-MSN=10,LAST-PART=0
`;

/** The playlist without lines that begin so. */
const without = (line: string): string =>
  SOUND.split('\n')
    .filter((each) => !each.startsWith(line))
    .join('\n');

test('a sound playlist has no complaints', () => {
  expect(playlistComplaints(SOUND)).toEqual([]);
});

test.each([
  ['4.1', SOUND.replace('f8.m4s', 'f8\u0007.m4s')],
  ['4.1', `\ufeff${SOUND}`],
  ['4.1', SOUND.slice(0, -1)],
  ['4.1', SOUND.replace('f8.m4s', ' f8.m4s')],
  ['4.3.1.1', SOUND.replace('#EXTM3U\n', '')],
  ['4.3.1.2', without('#EXT-X-VERSION')],
  ['4.3.1.2', SOUND.replace('VERSION:9\n', 'VERSION:9\n#EXT-X-VERSION:9\n')],
  ['4.3.2.1', SOUND.replace('#EXTINF:2.00000,\nf8.m4s', 'f8.m4s')],
  ['4.3.2.1', SOUND.replace('#EXTINF:2.00000,', '#EXTINF:2.00000')],
  ['4.3.2.6', SOUND.replace('00:00:02.000Z', '00:00:02')],
  ['4.3.2.6', SOUND.replace('00:00:02.000Z', '00:00:03.000Z')],
  ['4.3.3.1', SOUND.replace('TARGETDURATION:2', 'TARGETDURATION:1')],
  ['4.3.3.1', SOUND.replace('TARGETDURATION:2', 'TARGETDURATION:1.5')],
  ['4.3.3.1', without('#EXT-X-TARGETDURATION')],
  [
    '4.3.3.2',
    SOUND.replace('#EXT-X-MEDIA-SEQUENCE:7\n', '').replace('f8.m4s\n', 'f8.m4s\n#EXT-X-MEDIA-SEQUENCE:7\n'),
  ],
  ['4.3.3.4', `${SOUND}#EXT-X-ENDLIST\n`],
  ['6.2.1', SOUND.replace('f8.m4s', 'f7.m4s')],
  ['3.3', without('#EXT-X-MAP')],
  ['7', SOUND.replace('VERSION:9', 'VERSION:5')],
  ['4.2', SOUND.replace('TYPE=PART,URI', 'TYPE=PART URI')],
  ['4.3.2.5', SOUND.replace('MAP:URI="h.mp4"', 'MAP:URI=h.mp4')],
  ['bis 4.4.3.7', without('#EXT-X-PART-INF')],
  ['bis 4.4.3.8', SOUND.replace('PART-HOLD-BACK=1.5', 'PART-HOLD-BACK=1.4')],
  ['bis 4.4.3.8', SOUND.replace('CAN-SKIP-UNTIL=12.0', 'CAN-SKIP-UNTIL=11.0')],
  ['bis 4.4.3.8', SOUND.replace('CAN-SKIP-UNTIL', 'CAN-JUMP-UNTIL')],
  ['bis B.1', SOUND.replace('CAN-BLOCK-RELOAD=YES,', '')],
  ['bis B.1', without('#EXT-X-PROGRAM-DATE-TIME')],
  ['bis 4.4.4.9', SOUND.replace('DURATION=0.5,URI="f9.1', 'DURATION=0.6,URI="f9.1')],
  ['bis 4.4.4.9', SOUND.replace('DURATION=0.5,URI="f9.1', 'DURATION=0.4,URI="f9.1')],
  [
    'bis 4.4.4.9',
    SOUND.replace('#EXT-X-DISCONTINUITY\n', '').replace('#EXTINF:1.2', '#EXT-X-DISCONTINUITY\n#EXTINF:1.2'),
  ],
  ['bis 3.2', SOUND.replace('#EXTINF:1.20000', '#EXTINF:1.40000')],
  ['bis 4.4.5.3', SOUND.replace('f10.1.m4s', 'f10.0.m4s')],
  ['bis 6.2.6', without('#EXT-X-PRELOAD-HINT')],
  ['bis 4.4.5.2', SOUND.replace('f8.m4s\n', 'f8.m4s\n#EXT-X-SKIP:SKIPPED-SEGMENTS=3\n')],
  [
    'bis 8',
    SOUND.replace('VERSION:9', 'VERSION:8').replace(
      '#EXT-X-MAP',
      '#EXT-X-SKIP:SKIPPED-SEGMENTS=3\n#EXT-X-MAP',
    ),
  ],
  [
    'bis 6.2.5.1',
    SOUND.replace(',CAN-SKIP-UNTIL=12.0', '').replace(
      '#EXT-X-MAP',
      '#EXT-X-SKIP:SKIPPED-SEGMENTS=3\n#EXT-X-MAP',
    ),
  ],
  ['an unexpected tag', SOUND.replace('#EXT-X-MAP', '#EXT-X-STREAM-INF:BANDWIDTH=1\n#EXT-X-MAP')],
])('%s is seen when it is broken (%#)', (rule, text) => {
  expect(text).not.toBe(SOUND);
  expect(playlistComplaints(text).filter((complaint) => complaint.startsWith(rule))).not.toEqual([]);
});

/** The playlist that follows: the first segment has left it, and another part has come. */
const NEXT = SOUND.replace('SEQUENCE:7', 'SEQUENCE:8')
  .replace(/#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.000Z\n#EXTINF:2.00000,\nf7.m4s\n/, '')
  .replace('#EXT-X-PRELOAD-HINT', '#EXT-X-PART:DURATION=0.5,URI="f10.1.m4s"\n#EXT-X-PRELOAD-HINT')
  .replace('URI="f10.1.m4s"\n#EXT-X-REND', 'URI="f10.2.m4s"\n#EXT-X-REND');

test.each([
  ['6.2.2: MEDIA-SEQUENCE went back', NEXT, SOUND],
  ['6.2.1: EXT-X-TARGETDURATION', SOUND, NEXT.replace('TARGETDURATION:2', 'TARGETDURATION:3')],
  ['6.2.1: f8.m4s', SOUND, NEXT.replace('f8.m4s', 'f8b.m4s')],
  [
    '6.2.2: DISCONTINUITY-SEQUENCE',
    SOUND,
    NEXT.replace('DISCONTINUITY-SEQUENCE:3', 'DISCONTINUITY-SEQUENCE:4'),
  ],
  ['6.2.2: only', SOUND, NEXT],
  ['bis 6.2.1: parts', SOUND, NEXT.replace('f10.0', 'f10.x')],
  ['bis 6.2.1: parts', SOUND, NEXT.replace('URI="f9.1', 'URI="f9.x')],
  ['6.2.1: something follows', `${SOUND}#EXT-X-ENDLIST\n`, NEXT],
])('%s is seen when a playlist follows another', (rule, before, after) => {
  expect(successionComplaints(before, after).filter((complaint) => complaint.startsWith(rule))).not.toEqual(
    [],
  );
});

test('a sound succession has no complaints', () => {
  expect(successionComplaints(SOUND, SOUND)).toEqual([]);
});

const MAIN = `#EXTM3U
#EXT-X-VERSION:6
#EXT-X-STREAM-INF:BANDWIDTH=1000,AVERAGE-BANDWIDTH=900,CODECS="avc1.42c01e,mp4a.40.2",RESOLUTION=640x360
a.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=500
b.m3u8
`;

test.each([
  ['4.3.4.2', MAIN.replace('BANDWIDTH=500', 'RESOLUTION=1x1')],
  ['4.3.4.2', MAIN.replace('640x360', '640')],
  ['4.3.4.2', MAIN.replace('AVERAGE-BANDWIDTH=900', 'AVERAGE-BANDWIDTH=1100')],
  ['4.3.4.2', MAIN.replace('b.m3u8', 'a.m3u8')],
  ['4.3.4.2', MAIN.replace('a.m3u8\n', '')],
  ['3.4', MAIN.replace('avc1.42c01e', 'h264')],
  ['4.1', MAIN.replace('VERSION:6', 'VERSION:6\n#EXT-X-TARGETDURATION:2')],
  ['4.3.1.2', MAIN.replace('#EXT-X-VERSION:6\n', '')],
  ['4.3.4', '#EXTM3U\n#EXT-X-VERSION:6\n'],
])('%s is seen when a main playlist breaks it (%#)', (rule, text) => {
  expect(mainComplaints(MAIN)).toEqual([]);
  expect(mainComplaints(text).filter((complaint) => complaint.startsWith(rule))).not.toEqual([]);
});
