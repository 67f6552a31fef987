import { join } from 'node:path';
import { Catalogue } from '../../core/src/catalogue';
import { parsePlanet } from '../../core/src/config/planet-file';
import { checkPlanet } from '../../core/src/manager/check';
import { Planet } from '../../core/src/manager/planet';
import { planetProblemText } from '../../core/src/manager/planet-problem';

const catalogue = Catalogue.scan({ roots: [join(__dirname, '../..')], folders: [] });

type Values = Readonly<Record<string, string>>;
type Eaters = Readonly<Record<string, readonly string[]>>;

/** A component on one line of a planet file. */
function component(name: string, type: string, eaters: Eaters = {}, values: Values = {}): string {
  const eating = Object.entries(eaters).map(
    ([eater, feeds]) =>
      `<eater name="${eater}">${feeds.map((feed) => `<feed>${feed}</feed>`).join('')}</eater>`,
  );
  const properties = Object.entries(values).map(
    ([property, value]) => `<property name="${property}">${value}</property>`,
  );
  return `<component name="${name}" type="${type}" worker="w">${eating.join('')}${properties.join('')}</component>`;
}

/** What is wrong with a flow, whose components stand in the lines from the second on. */
function problems(...components: readonly string[]): readonly string[] {
  const text = `<planet><flow name="main">\n${components.join('\n')}\n</flow></planet>`;
  const { planet } = parsePlanet(text, 'planet.xml', catalogue);
  return checkPlanet(Planet.of([planet], catalogue)).map(planetProblemText);
}

const video = component('video', 'videotest-producer');
const audio = component('audio', 'audiotest-producer');
const h264 = component('h264', 'h264-encoder', { default: ['video'] });
const aac = component('aac', 'aac-encoder', { default: ['audio'] });
const mp3 = component('mp3', 'mp3-encoder', { default: ['audio'] });
const opus = component('opus', 'opus-encoder', { default: ['audio'] });

describe('a property that says what the feed is to carry', () => {
  const rtp = (feed: string, encoding?: string): string =>
    component(
      'rtp',
      'rtp-consumer',
      { default: [feed] },
      { host: '127.0.0.1', port: '5004', ...(encoding === undefined ? {} : { encoding }) },
    );

  it.each([
    [h264, 'h264', 'h264'],
    [aac, 'aac', 'aac'],
    [mp3, 'mp3', 'mp3'],
    [opus, 'opus', 'opus'],
    [audio, 'audio', 'l24'],
  ])('takes what fits', (encoder, feed, encoding) => {
    expect(problems(video, audio, encoder === audio ? '' : encoder, rtp(feed, encoding))).toEqual([]);
  });

  it.each([
    [
      h264,
      'h264',
      'opus',
      'takes audio/x-opus with encoding opus, the feed carries video/x-h264, stream-format=byte-stream, alignment=au; set encoding to h264, or put',
    ],
    [h264, 'h264', undefined, 'takes video/mpegts with encoding mpegts, the feed carries video/x-h264'],
    [mp3, 'mp3', 'aac', 'set encoding to mp3, or put'],
    [aac, 'aac', 'mp3', 'set encoding to aac, or put'],
    [audio, 'audio', 'h264', 'set encoding to l16 or l24, or put'],
  ])('refuses what does not', (encoder, feed, encoding, words) => {
    expect(problems(video, audio, encoder === audio ? '' : encoder, rtp(feed, encoding))).toEqual([
      expect.stringContaining(words),
    ]);
  });

  it('MP3 is no AAC elsewhere either', () => {
    const adts = (feed: string): string => component('adts', 'adts-muxer', { default: [feed] });
    expect(problems(audio, aac, adts('aac'))).toEqual([]);
    expect(problems(audio, mp3, adts('mp3'))).toEqual([
      expect.stringContaining('adts cannot eat mp3:default'),
    ]);
  });

  it('narrows what a feed carries too', () => {
    const received = (encoding: string): string =>
      component('received', 'rtp-producer', {}, { port: '6000', encoding });
    const muxer = component('muxer', 'mpegts-muxer', { default: ['received'] });
    expect(problems(received('h264'), muxer)).toEqual([]);
    expect(problems(received('vp8'), muxer)).toEqual([
      expect.stringMatching(
        /^planet\.xml:3: muxer cannot eat received:default: .*, the feed carries video\/x-vp8;/,
      ),
    ]);
  });
});

describe('a decoder', () => {
  const single = (feed: string, media: string): string =>
    component('decoder', 'single-generic-decoder', { default: [feed] }, { 'media-type': media });
  const both = component('decoder', 'av-generic-decoder', { default: ['h264'] });
  const sound = component('again', 'opus-encoder', { default: ['decoder:audio'] });
  const ogg = component('ogg', 'ogg-muxer', { default: ['opus'] });

  it('takes what has the medium, or may have it', () => {
    expect(problems(video, h264, single('h264', 'video'))).toEqual([]);
    expect(problems(audio, opus, single('opus', 'audio'))).toEqual([]);
    for (const media of ['video', 'audio'])
      expect(problems(audio, opus, ogg, single('ogg', media))).toEqual([]);
  });

  it('refuses what surely has not', () => {
    expect(problems(video, h264, single('h264', 'audio'))).toEqual([
      'planet.xml:4: decoder is to decode sound (media-type audio), but the feed h264:default carries video/x-h264, ' +
        'stream-format=byte-stream, alignment=au, which has none; feed it a stream that has, or set media-type to video',
    ]);
    expect(problems(audio, opus, single('opus', 'video'))).toEqual([
      expect.stringContaining(
        'is to decode pictures (media-type video), but the feed opus:default carries audio/x-opus',
      ),
    ]);
  });

  it('gives what its property says to those behind it', () => {
    const encoder = component('again', 'theora-encoder', { default: ['decoder'] });
    expect(problems(audio, opus, ogg, single('ogg', 'audio'), encoder)).toEqual([
      expect.stringContaining('again cannot eat decoder:default: its eater default takes video/x-raw'),
    ]);
  });

  it('of both media may lack the one that nobody eats', () => {
    const pictures = component('again', 'theora-encoder', { default: ['decoder:video'] });
    expect(problems(video, h264, both, pictures)).toEqual([]);
    expect(problems(video, h264, both, sound)).toEqual([
      expect.stringMatching(/is to decode sound for its feeder audio.*or let nothing eat decoder:audio$/),
    ]);
  });
});

describe('a switch that gives what it is fed', () => {
  it.each(['single-switch-combiner', 'single-basic-watchdog-combiner'])('%s is fed one medium', (type) => {
    const other = component('other', 'videotest-producer');
    const fed = (backup: string): string =>
      component('switch', type, { master: ['video'], backup: [backup] });
    expect(problems(video, other, fed('other'))).toEqual([]);
    expect(problems(video, audio, fed('audio'))).toEqual([
      'planet.xml:4: the eaters master and backup of switch must be fed the same kind of media, but video:default carries ' +
        'video/x-raw and audio:default audio/x-raw; feed both with pictures or both with sound',
    ]);
  });
});

describe('a muxer whose format has one track of each medium', () => {
  const second = component('second', 'h264-encoder', { default: ['video'] });

  it('takes one of each, and no more', () => {
    const flv = (...feeds: string[]): string => component('flv', 'flv-muxer', { default: feeds });
    expect(problems(video, audio, h264, aac, flv('h264', 'aac'))).toEqual([]);
    expect(problems(video, audio, h264, second, aac, flv('h264', 'aac', 'second'))).toEqual([
      'planet.xml:7: eater default of flv takes at most 1 feed with pictures, not 2 (h264:default, second:default); take one ' +
        'away, or use another type of muxer than flv-muxer',
    ]);
    expect(problems(audio, aac, mp3, flv('mp3', 'aac'))).toEqual([
      expect.stringContaining('takes at most 1 feed with sound, not 2 (mp3:default, aac:default)'),
    ]);
  });

  it('others take several', () => {
    const muxer = component('muxer', 'matroska-muxer', { default: ['h264', 'second'] });
    expect(problems(video, h264, second, muxer)).toEqual([]);
  });
});

describe('the port after another', () => {
  const rtp = (name: string, port: number, values: Values = {}): string =>
    component(name, 'rtp-producer', {}, { port: String(port), ...values });

  it('is that of RTCP, and nobody else may have it', () => {
    expect(problems(rtp('one', 5004), rtp('two', 5006))).toEqual([]);
    expect(problems(rtp('one', 5004), rtp('two', 5005))).toEqual([
      'planet.xml:3: two and one (its rtcp-port is the one after port) both listen on port 5005 on worker w; give one of them ' +
        'another port',
    ]);
    expect(problems(rtp('two', 5005), rtp('one', 5004))).toEqual([
      expect.stringContaining('one (its rtcp-port is the one after port) and two both listen on port 5005'),
    ]);
  });

  it.each<Values>([
    { rtcp: 'false' },
    { protocol: 'udp', encoding: 'mpegts' },
    { 'rtcp-port': '5010' },
    { 'srtp-key': 'A'.repeat(40), ssrc: '1' },
  ])('is free with %j', (values) => {
    expect(problems(rtp('one', 5004, values), rtp('two', 5005))).toEqual([]);
  });
});
