import { parsePlanet } from '../../../core/src/config/planet-file';
import { writePlanet } from '../../../core/src/config/planet-writer';
import { answersSchema, type AnswersOf } from '../../../core/src/manager/wizard/answers';
import type { WizardPlan } from '../../../core/src/manager/wizard/plan';
import type { ComponentConfig } from '../../../core/src/model/planet';
import { drawn, installed, WizardWorld } from '../../support/wizard-world';

function live(answers: Omit<AnswersOf<'live'>, 'scenario'> = {}): WizardPlan {
  return new WizardWorld().plan({ scenario: 'live', ...answers });
}

function component(plan: WizardPlan, name: string): ComponentConfig {
  const all = [...plan.atmosphere, ...plan.flows.flatMap(({ components }) => components)];
  const found = all.find((one) => one.name === name);
  if (!found) throw new Error(`there are ${all.map((one) => one.name).join(', ')}`);
  return found;
}

describe('only defaults', () => {
  const plan = live();

  it('make test picture and tone with overlay, as Ogg Theora and Vorbis over HTTP', () => {
    expect(plan.flows).toHaveLength(1);
    expect(plan.flows[0]).toMatchObject({ name: 'default', exists: false });
    expect(drawn(plan.flows[0]?.components)).toEqual([
      'producer-video: videotest-producer',
      'producer-audio: audiotest-producer',
      'overlay-video: overlay-converter < producer-video',
      'encoder-video: theora-encoder < overlay-video',
      'encoder-audio: vorbis-encoder < producer-audio',
      'muxer-audio-video: ogg-muxer < encoder-video encoder-audio',
      'http-audio-video: http-streamer < muxer-audio-video',
    ]);
  });

  it('are a valid planet, and its file says the same', () => {
    expect(plan.problems).toEqual([]);
    const text = writePlanet({ file: 'x.xml', ...plan }, installed);
    const { planet, warnings } = parsePlanet(text, 'x.xml', installed);
    expect(warnings).toEqual([]);
    expect(drawn(planet.flows[0]?.components)).toEqual(drawn(plan.flows[0]?.components));
  });

  it('put it at the root of port 8800, without a porter', () => {
    const streamer = component(plan, 'http-audio-video');
    expect(streamer.properties).toEqual({ 'burst-on-connect': true, 'burst-time': 3 });
    expect(plan.atmosphere).toEqual([]);
    expect(plan.streams).toEqual([{ component: '/default/http-audio-video', kind: 'audio-video' }]);
  });

  it('draw text and logo', () => {
    expect(component(plan, 'overlay-video').properties).toEqual({
      'fluendo-logo': true,
      'show-text': true,
      text: 'Flumotion',
    });
  });

  it('run on the first worker that is logged in', () => {
    expect(new Set(plan.flows[0]?.components.map(({ worker }) => worker))).toEqual(new Set(['studio']));
  });
});

it('takes what was answered, and takes away what was cleared', () => {
  const plan = live({
    flow: 'concert',
    video: { properties: { width: 640, pattern: 18 } },
    videoEncoder: { type: 'vp8-encoder', properties: { bitrate: null, quality: 20 }, worker: 'edge' },
    format: { type: 'webm-muxer' },
    audioEncoder: { type: 'opus-encoder' },
    streams: [{ properties: { 'burst-on-connect': null, port: 9000 } }],
  });
  expect(plan.problems).toEqual([]);
  expect(plan.flows[0]?.name).toBe('concert');
  expect(component(plan, 'producer-video').properties).toEqual({ width: 640, pattern: 18 });
  expect(component(plan, 'encoder-video')).toMatchObject({ worker: 'edge', properties: { quality: 20 } });
  expect(component(plan, 'http-audio-video').properties).toEqual({ 'burst-time': 3, port: 9000 });
});

it('needs no overlay where nothing is to be drawn', () => {
  const off = { 'fluendo-logo': false, 'show-text': false };
  for (const overlay of [null, { properties: off }]) {
    const plan = live({ overlay });
    expect(drawn(plan.flows[0]?.components)).toContain('encoder-video: theora-encoder < producer-video');
  }
});

it('makes sound alone, as MP3 without a muxer', () => {
  const plan = live({ video: null, format: { type: 'mp3-encoder' }, streams: [{ type: 'icy-streamer' }] });
  expect(plan.problems).toEqual([]);
  expect(drawn(plan.flows[0]?.components)).toEqual([
    'producer-audio: audiotest-producer',
    'encoder-audio: mp3-encoder < producer-audio',
    'icy-audio: icy-streamer < encoder-audio',
  ]);
});

it('makes raw sound a stream without an encoder', () => {
  const plan = live({ video: null, format: { type: 'wav-muxer' } });
  expect(drawn(plan.flows[0]?.components)).toContain('muxer-audio: wav-muxer < producer-audio');
  expect(plan.problems).toEqual([]);
});

it('chooses a format that carries what there is', () => {
  expect(live({ audio: null }).problems).toEqual([]);
  expect(live({ format: { type: 'mp3-encoder' } }).problems).toEqual([]);
  const plan = live({ audio: null, format: { type: 'mp3-encoder' } });
  expect(plan.problems).toEqual([
    expect.objectContaining({
      step: 'format',
      text: expect.stringContaining('there is only video') as string,
    }),
  ]);
});

it('makes one component of what gives both picture and sound', () => {
  const properties = { location: '/srv/film.ogg' };
  const loop = { type: 'loop-producer', properties };
  const plan = live({ video: loop, audio: { type: 'loop-producer' } });
  expect(plan.problems).toEqual([]);
  expect(drawn(plan.flows[0]?.components)).toEqual(
    expect.arrayContaining([
      'producer-audio-video: loop-producer',
      'overlay-video: overlay-converter < producer-audio-video:video',
      'encoder-audio: vorbis-encoder < producer-audio-video:audio',
    ]),
  );
  const other = { type: 'loop-producer', properties: { location: '/srv/other.ogg' } };
  expect(drawn(live({ video: loop, audio: other }).flows[0]?.components)).toContain(
    'producer-audio: loop-producer',
  );
});

it('decodes what comes encoded', () => {
  const plan = live({ video: { type: 'rtp-producer', properties: { port: 5004 } } });
  expect(plan.problems).toEqual([]);
  expect(drawn(plan.flows[0]?.components)).toEqual(
    expect.arrayContaining([
      'decoder-video: av-generic-decoder < producer-video',
      'overlay-video: overlay-converter < decoder-video:video',
    ]),
  );
});

describe('several ways out', () => {
  it('share a port through a porter, each at a path of its own', () => {
    const plan = live({ streams: [{}, { kind: 'audio' }, { kind: 'video', worker: 'edge' }] });
    expect(plan.problems).toEqual([]);
    const [porter] = plan.atmosphere;
    expect(porter).toMatchObject({ name: 'porter-http', type: 'porter', worker: 'studio' });
    expect(porter?.properties['port']).toBe(8800);
    const [all, audio, video] = ['http-audio-video', 'http-audio', 'http-video'].map((name) =>
      component(plan, name),
    );
    expect(all?.properties).toMatchObject({
      type: 'slave',
      'mount-point': '/ogg-audio-video',
      'porter-socket-path': porter?.properties['socket-path'],
      'porter-username': porter?.properties['username'],
      'porter-password': porter?.properties['password'],
    });
    expect(audio?.properties).toMatchObject({ type: 'slave', 'mount-point': '/ogg-audio' });
    expect(video?.properties).not.toHaveProperty('type');
    expect(drawn(plan.flows[0]?.components)).toEqual(
      expect.arrayContaining([
        'muxer-audio: ogg-muxer < encoder-audio',
        'muxer-video: ogg-muxer < encoder-video',
      ]),
    );
  });

  it('cannot be at one path', () => {
    const properties = { 'mount-point': 'live' };
    const plan = live({
      streams: [{ properties }, { kind: 'audio', properties: { 'mount-point': '/live' } }],
    });
    expect(plan.problems).toEqual([
      {
        level: 'error',
        step: 'streams.1',
        property: 'mount-point',
        text: expect.stringContaining('is at /live already') as string,
      },
    ]);
  });

  it('record and publish', () => {
    const plan = live({
      streams: [
        {},
        { type: 'disk-consumer', properties: { directory: '/srv/recordings' } },
        { type: 'shout2-consumer', properties: { 'mount-point': '/live.ogg', password: 'hackme' } },
      ],
    });
    expect(plan.problems).toEqual([]);
    expect(plan.streams.map(({ component: id }) => id)).toEqual([
      '/default/http-audio-video',
      '/default/disk-audio-video',
      '/default/shout2-audio-video',
    ]);
  });

  it('have plugs', () => {
    const plan = live({ streams: [{ plugs: [{ type: 'requestlogger-file' }] }] });
    expect(plan.problems).toEqual([]);
    expect(component(plan, 'http-audio-video').plugs).toEqual([
      { type: 'requestlogger-file', properties: { logfile: '/tmp/access.log' } },
    ]);
  });
});

describe('what is wrong is told where it is', () => {
  it.each([
    [{ video: { properties: { width: 3 } } }, 'video', 'width', '16 to 8192'],
    [{ video: { type: 'videotest' } }, 'video', undefined, 'videotest-producer'],
    [{ videoEncoder: { type: 'h264-encoder' } }, 'videoEncoder', undefined, 'none of them'],
    [{ streams: [{ type: 'rtmp-consumer' }] }, 'streams.0', undefined, 'none of them'],
    [{ streams: [{ type: 'disk-consumer' }] }, 'streams.0', 'directory', 'a value is required'],
    [{ streams: [{ plugs: [{ type: 'nothing' }] }] }, 'streams.0', undefined, 'no plug "nothing"'],
    [{ audio: null, streams: [{ kind: 'audio' }] }, 'streams.0', undefined, 'there is no audio'],
    [{ video: null, audio: null }, 'video', undefined, 'neither picture nor sound'],
  ] as const)('%j', (given, step, property, text) => {
    const answers = answersSchema.parse({ scenario: 'live', ...given });
    const [problem] = new WizardWorld().plan(answers).problems;
    expect(problem).toMatchObject({ step, ...(property !== undefined && { property }) });
    expect(problem?.text).toContain(text);
  });

  it('says that there is no worker', () => {
    const { problems } = new WizardWorld([]).plan({ scenario: 'live' });
    expect(problems).toEqual([
      { level: 'error', step: 'scenario', text: expect.stringContaining('no worker is logged in') as string },
    ]);
  });
});
