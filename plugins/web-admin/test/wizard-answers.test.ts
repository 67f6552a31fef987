import { asked, stepsOf, streamsOf, withValue, shownValues, type Answers } from '../app/wizard/answers';
import { fileUrl, playerPage, isRefused } from '../app/wizard/finish';
import { forgetAnswers, keepAnswers, keepMade, keptAnswers, keptMade } from '../app/wizard/kept';
import type { Choice, Offer } from '../app/wizard/offer';

function choice(type: string): Choice {
  return { type, label: type, description: '', pages: [], plugs: [] };
}

const offer: Offer = {
  scenarios: [],
  flow: 'default',
  workers: ['w'],
  producers: { video: [choice('test-picture')], audio: [choice('test-sound')] },
  overlays: [choice('overlay')],
  formats: [
    {
      type: 'ogg',
      label: 'Ogg',
      description: '',
      kinds: ['audio-video', 'video', 'audio'],
      encoders: { video: ['theora'], audio: ['vorbis'] },
      consumers: ['http', 'disk'],
    },
    {
      type: 'mp3',
      label: 'MP3',
      description: '',
      kinds: ['audio'],
      encoders: { video: [], audio: [] },
      consumers: ['icy'],
    },
  ],
  encoders: [choice('theora'), choice('vorbis'), choice('mp3')],
  muxers: [choice('ogg')],
  consumers: [choice('http'), choice('disk'), choice('icy')],
  servers: [],
  existing: [],
};
const live: Answers = { scenario: 'live' };
const ids = (answers: Answers): readonly string[] => stepsOf(offer, answers).map(({ id }) => id);

it('goes through all that a stream needs, and nothing else', () => {
  expect(ids(live)).toEqual([
    'scenario',
    'production',
    'video',
    'overlay',
    'audio',
    'format',
    'videoEncoder',
    'audioEncoder',
    'consumption',
    'streams.0',
    'summary',
  ]);
  expect(ids({ ...live, video: null, format: { type: 'mp3' } })).toEqual([
    'scenario',
    'production',
    'audio',
    'format',
    'consumption',
    'streams.0',
    'summary',
  ]);
});

it('forgets what does not fit any more, for as long as it does not', () => {
  const answers: Answers = {
    ...live,
    format: { type: 'mp3' },
    videoEncoder: { type: 'vp8', properties: { bitrate: 1 } },
    streams: [{ type: 'icy', kind: 'audio' }],
  };
  // With pictures there is no MP3.
  expect(asked(offer, answers)).toMatchObject({
    format: {},
    videoEncoder: {},
    streams: [{ type: 'http', kind: 'audio-video' }],
  });
  expect(streamsOf(offer, { ...answers, video: null })).toEqual([{ type: 'icy', kind: 'audio' }]);
});

it('shows what is proposed, and takes it away when it is cleared', () => {
  const fields = [
    { name: 'port', spec: { type: 'int' as const, description: '' } },
    { name: 'burst', spec: { type: 'bool' as const, description: '' }, proposed: true },
  ];
  expect(shownValues(fields, { port: 8800 })).toEqual({ burst: true, port: 8800 });
  const cleared = withValue(fields, { port: 8800 }, 'burst', undefined);
  expect(cleared).toEqual({ port: 8800, burst: null });
  expect(shownValues(fields, cleared)).toEqual({ port: 8800 });
  expect(withValue(fields, cleared, 'port', undefined)).toEqual({ burst: null });
});

it('knows the page beside a stream, and takes nothing but HTTP for one', () => {
  expect(playerPage('http://studio:8800/', undefined)).toBe('http://studio:8800/index.html');
  expect(playerPage('http://studio:8800/live', 'localhost')).toBe('http://localhost:8800/live.html');
  expect(playerPage('javascript:alert(1)', undefined)).toBeUndefined();
  expect(playerPage(undefined, undefined)).toBeUndefined();
});

it('knows where a file on demand is, whatever its name', () => {
  expect(fileUrl('http://studio:8800/', 'here', 'a film?.webm')).toBe('http://here:8800/a%20film%3F.webm');
  expect(fileUrl('http://studio:8800/films', undefined, 'a')).toBe('http://studio:8800/films/a');
  expect(fileUrl('http://studio:8800/films', undefined)).toBe('http://studio:8800/films');
  expect(fileUrl('file:///etc/passwd', undefined, 'a')).toBeUndefined();
});

it('knows what browsers do not let into encrypted pages', () => {
  const refused = (url: string): boolean => isRefused(url, 'https:');
  for (const url of [
    'http://studio:8800/',
    'http://192.0.2.1/',
    'http://localhost.example/',
    'http://[2001:db8::1]/',
  ])
    expect(refused(url)).toBe(true);
  for (const url of [
    'https://studio:8800/',
    'http://localhost:8800/',
    'http://127.0.0.1:8800/',
    'http://[::1]:8800/',
  ])
    expect(refused(url)).toBe(false);
  expect(isRefused('http://studio:8800/', 'http:')).toBe(false);
});

describe('answers that are kept', () => {
  const secret = { name: 'password', spec: { type: 'string' as const, description: '', secret: true } };
  const inner = { name: 'key', spec: { type: 'string' as const, description: '', secret: true } };
  const block = {
    name: 'login',
    spec: { type: 'compound' as const, description: '', properties: { key: inner.spec } },
  };
  const offered: Offer = {
    ...offer,
    scenarios: [{ id: 'live', label: '', description: '' }],
    consumers: [{ ...choice('http'), pages: [[], [secret, block]] }],
  };
  const keeper = () => {
    const kept = new Map<string, string>();
    return {
      kept,
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
  };

  it('are the same again, without secret values and files', () => {
    const browser = keeper();
    const properties = { port: 8800, password: 'hush', login: { user: 'ann', key: 'hush' } };
    const answers: Answers = {
      ...live,
      video: null,
      xml: '<hush/>',
      streams: [{ type: 'http', properties }],
    };
    keepAnswers(browser, offered, { answers, visited: ['scenario', 'video'] });
    expect([...browser.kept.values()].join()).not.toContain('hush');
    expect(keptAnswers(browser, offered)).toEqual({
      answers: {
        ...live,
        video: null,
        streams: [{ type: 'http', properties: { port: 8800, login: { user: 'ann' } } }],
      },
      visited: ['scenario', 'video'],
    });
    forgetAnswers(browser);
    expect(keptAnswers(browser, offered)).toBeUndefined();
  });

  it('give way to what was made', () => {
    const browser = keeper();
    keepAnswers(browser, offered, { answers: live, visited: [] });
    expect(keptMade(browser)).toBeUndefined();
    keepMade(browser, ['/main/http-both']);
    expect(keptAnswers(browser, offered)).toBeUndefined();
    expect(keptMade(browser)).toEqual(['/main/http-both']);
    for (const text of ['null', '{}', '<']) {
      browser.kept.set('flumotion-wizard-made', text);
      expect(keptMade(browser)).toBeUndefined();
    }
  });

  it('are few, and none where they are something else or do not fit any more', () => {
    const browser = keeper();
    keepAnswers(browser, offered, { answers: { ...live, flow: 'x'.repeat(70_000) }, visited: [] });
    expect(browser.kept.size).toBe(0);
    for (const text of [
      'null',
      '1',
      '{"answers":{}}',
      '{"answers":{"scenario":"add-format"},"visited":[]}',
      '<',
    ]) {
      browser.kept.set('flumotion-wizard', text);
      expect(keptAnswers(browser, offered)).toBeUndefined();
    }
  });
});
