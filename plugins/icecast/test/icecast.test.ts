import { describe, expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import icecast from '../src';
import { IcySplitter, namedIn } from '../src/icy';
import { kindOf } from '../src/kinds';
import { OggPages } from '../src/ogg-pages';
import { OggRelay } from '../src/ogg-relay';

test('the declaration is sound', () => {
  expect(checkComponent(icecast)).toEqual([]);
});

test('a url is needed', () => {
  expect(refusals(icecast, {})).toEqual([expect.stringContaining('url: a value is required')]);
});

test.each([
  [{ url: 'ftp://host/a' }, 'must begin with http://'],
  [{ url: 'host/a' }, 'must begin with http://'],
  [{ url: 'http://me:secret@host/a' }, 'set user and password instead'],
  [{ url: 'http://host/a', password: 'p' }, 'but no user'],
  [{ url: 'https://host/a', user: 'u', password: 'p' }, undefined],
])('%j', (values, words) => {
  const complaint = icecast.behaviour.check?.(values as never);
  if (words === undefined) expect(complaint).toBeUndefined();
  else expect(complaint).toContain(words);
});

test.each([
  [Buffer.from('OggS'), 'audio/mpeg', 'ogg'],
  [Buffer.from([0xff, 0xfb, 0x90]), '', 'mp3'],
  [Buffer.from('ID3\u0004'), '', 'mp3'],
  [Buffer.from([0xff, 0xf1, 0x50]), 'audio/mpeg', 'aac'],
  [Buffer.from([1, 2, 3]), 'audio/aacp', 'aac'],
  [Buffer.from([1, 2, 3]), 'Audio/MPEG', 'mp3'],
  [Buffer.from('<html'), 'text/html', undefined],
])('%j of %s is %s', (start, type, kind) => {
  expect(kindOf(start, type)).toBe(kind);
});

describe('metadata in the stream', () => {
  const block = (text: string): Buffer => {
    const body = Buffer.alloc(Math.ceil(Buffer.byteLength(text) / 16) * 16);
    body.write(text);
    return Buffer.concat([Buffer.from([body.length / 16]), body]);
  };

  test.each([1, 3, 7, 1000])('is taken out of pieces of %d bytes', (size) => {
    const stream = Buffer.concat([
      Buffer.from('abcdefgh'),
      block("StreamTitle='One';"),
      Buffer.from('ijklmnop\0qrstuvwx'),
      block("StreamTitle='It''s; two';StreamUrl='x';"),
      Buffer.from('yz'),
    ]);
    const titles: string[] = [];
    const splitter = new IcySplitter(8, ({ title }) => void titles.push(title));
    let media = '';
    for (let at = 0; at < stream.length; at += size)
      media += splitter.mediaOf(stream.subarray(at, at + size)).toString();
    expect(media).toBe('abcdefghijklmnopqrstuvwxyz');
    expect(titles).toEqual(['One', "It''s; two"]);
  });

  test('may be in Latin 1, and has no control characters', () => {
    expect(namedIn(Buffer.from("StreamTitle='M\xfcll\n';", 'latin1'))?.title).toBe('Müll');
    expect(namedIn(Buffer.from("StreamTitle='Müll';StreamUrl='http://a/';"))).toEqual({
      title: 'Müll',
      url: 'http://a/',
    });
    expect(namedIn(Buffer.from("StreamUrl='x';"))).toBeUndefined();
  });
});

describe('pages of Ogg', () => {
  const page = (flags: number, granule: bigint, body: string): Buffer => {
    const head = Buffer.alloc(28);
    head.write('OggS');
    head[5] = flags;
    head.writeBigInt64LE(granule, 6);
    head[26] = 1;
    head[27] = body.length;
    return Buffer.concat([head, Buffer.from(body)]);
  };

  test('are found in pieces of any size, with rubbish between them', () => {
    const [one, two] = [page(2, 0n, 'first'), page(1, 99n, 'second')];
    const stream = Buffer.concat([Buffer.from('rubbish Og'), one, Buffer.from('Ogg'), two]);
    const pages = new OggPages();
    const found = [...stream].flatMap((byte) => pages.push(Buffer.from([byte])));
    expect(found).toEqual([
      { data: one, continued: false, beginning: true, header: true },
      { data: two, continued: true, beginning: false, header: false },
    ]);
  });

  test('headers are told apart, and told again when a new stream begins', () => {
    const told: string[] = [];
    const relay = new OggRelay(
      {
        caps: (_, headers = []) => void told.push(`caps ${String(headers.length)}`),
        buffer: ({ header, delta }) => void told.push(header ? 'header' : delta ? 'delta' : 'media'),
      },
      () => 5n,
    );
    relay.push(page(0, 7n, 'the middle of a stream'));
    relay.push(
      Buffer.concat([page(2, 0n, 'id'), page(0, 0n, 'codebooks'), page(0, 9n, 'a'), page(1, 11n, 'b')]),
    );
    relay.push(Buffer.concat([page(2, 0n, 'id'), page(0, 9n, 'a')]));
    expect(told).toEqual(['caps 2', 'header', 'header', 'media', 'delta', 'caps 1', 'header', 'media']);
  });
});
