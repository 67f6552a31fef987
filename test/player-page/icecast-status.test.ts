import { expect, test } from '@jest/globals';
import { icecastStatus, mergeStatus, type StatusSource } from '../../player-page/src';

const server = { host: 'radio.example', began: Date.UTC(2026, 10, 29, 6, 30) };

function source(url: string, about: Partial<StatusSource['about']> = {}): StatusSource {
  return {
    url,
    about: { name: 'The "Radio"', ...about },
    contentType: 'audio/mpeg',
    listeners: 3,
    peak: 7,
    bitrate: 127_900,
    since: Date.UTC(2026, 10, 29, 6, 31, 5),
  };
}

interface Read {
  icestats: { source?: unknown } & Record<string, unknown>;
}
const read = (text: string): Read['icestats'] => (JSON.parse(text) as Read).icestats;

test('no source is none, one is an object, several are an array', () => {
  expect(read(icecastStatus(server, []))).not.toHaveProperty('source');
  expect(read(icecastStatus(server, [source('http://a/1')])).source).toMatchObject({
    listenurl: 'http://a/1',
  });
  expect(read(icecastStatus(server, [source('http://a/1'), source('http://a/2')])).source).toHaveLength(2);
});

test('dates as monitors parse them, rates in kbit/s, numbers as numbers and text as text', () => {
  const shown = read(
    icecastStatus(server, [source('http://a/1', { title: '1984', genre: 'Rock', url: 'http://w/' })]),
  );
  expect(shown).toMatchObject({
    server_start: 'Sun, 29 Nov 2026 06:30:00 +0000',
    server_start_iso8601: '2026-11-29T06:30:00+0000',
    source: {
      bitrate: 128,
      genre: 'Rock',
      listener_peak: 7,
      listeners: 3,
      server_description: 'The "Radio"',
      server_name: 'The "Radio"',
      server_type: 'audio/mpeg',
      server_url: 'http://w/',
      stream_start: 'Sun, 29 Nov 2026 06:31:05 +0000',
      stream_start_iso8601: '2026-11-29T06:31:05+0000',
      title: '1984',
    },
  });
});

test('the figures of several servers become one document; what is none is left out', () => {
  const [one, two] = [source('http://a/1'), source('http://a/2')];
  const texts = [icecastStatus(server, [one]), 'no JSON', 'null', '{"icestats":{"source":[1,null,{}]}}'];
  expect(read(mergeStatus(server, 'http://b:80', texts)).source).toMatchObject({
    listenurl: 'http://b:80/1',
  });
  const more = [...texts, icecastStatus(server, []), icecastStatus(server, [one, two])];
  expect(read(mergeStatus(server, 'http://b', more)).source).toHaveLength(3);
});
