import { drawn, installed, WizardWorld } from '../../support/wizard-world';
import type { ComponentConfig, FeedLink } from '../../../core/src/model/planet';
import { Names } from '../../../core/src/manager/wizard/names';
import { wizardOffer } from '../../../core/src/manager/wizard/wizard';

describe('names', () => {
  it('get the next number where they are taken', () => {
    const names = new Names(['a', 'a2', 'b9']);
    expect([names.free('a'), names.free('b9'), names.free('b9'), names.free('c')]).toEqual([
      'a3',
      'b10',
      'b11',
      'c',
    ]);
  });
});

describe('a second stream', () => {
  it('gets a flow and a port of its own', () => {
    const world = new WizardWorld();
    world.add({ scenario: 'live' });
    const plan = world.add({ scenario: 'live' });
    expect(plan.flows[0]?.name).toBe('default2');
    expect(plan.flows[0]?.components.at(-1)?.properties['port']).toBe(8801);
  });

  it('cannot have the name of a flow, nor a port, that is taken', () => {
    const world = new WizardWorld();
    world.add({ scenario: 'live' });
    expect(world.plan({ scenario: 'live', flow: 'default' }).problems[0]).toMatchObject({ property: 'flow' });
    const taken = world.plan({ scenario: 'live', streams: [{ properties: { port: 8800 } }] });
    expect(taken.problems[0]).toMatchObject({ step: 'streams.0', property: 'port' });
  });

  it('goes through the porter that is there', () => {
    const world = new WizardWorld();
    const first = world.add({ scenario: 'live', streams: [{}, { kind: 'audio' }] });
    const plan = world.add({ scenario: 'live' });
    expect(plan.atmosphere).toEqual([]);
    expect(plan.flows[0]?.components.at(-1)?.properties).toMatchObject({
      type: 'slave',
      'mount-point': '/ogg-audio-video-2',
      'porter-password': first.atmosphere[0]?.properties['password'],
    });
  });
});

describe('another format', () => {
  it('is made of the picture as it is encoded, with names that are free', () => {
    const world = new WizardWorld();
    world.add({ scenario: 'live' });
    const plan = world.add({ scenario: 'add-format', flow: 'default', format: { type: 'webm-muxer' } });
    expect(plan.flows[0]).toMatchObject({ name: 'default', exists: true });
    expect(drawn(plan.flows[0]?.components)).toEqual([
      'encoder-video2: vp8-encoder < overlay-video',
      'encoder-audio2: vorbis-encoder < producer-audio',
      'muxer-audio-video2: webm-muxer < encoder-video2 encoder-audio2',
      'http-audio-video2: http-streamer < muxer-audio-video2',
    ]);
    expect(plan.flows[0]?.components.at(-1)?.properties['port']).toBe(8801);
  });

  it('can be of the picture without what was drawn over it, and without sound', () => {
    const world = new WizardWorld();
    world.add({ scenario: 'live' });
    const video = { feed: 'producer-video:default' };
    const plan = world.add({ scenario: 'add-format', flow: 'default', video, audio: null, worker: 'edge' });
    expect(drawn(plan.flows[0]?.components)[0]).toBe('encoder-video2: theora-encoder < producer-video');
    expect(plan.flows[0]?.components[0]?.worker).toBe('edge');
  });

  it('needs a flow and a feed that exist', () => {
    const world = new WizardWorld();
    world.add({ scenario: 'live' });
    expect(world.plan({ scenario: 'add-format', flow: 'defalt' }).problems[0]?.text).toContain(
      'no such flow',
    );
    const video = { feed: 'producer-vidio' };
    expect(world.plan({ scenario: 'add-format', flow: 'default', video }).problems[0]).toMatchObject({
      step: 'video',
      text: expect.stringContaining('did you mean "producer-video"') as string,
    });
  });
});

describe('another way out', () => {
  it('eats the stream that is there', () => {
    const world = new WizardWorld();
    world.add({ scenario: 'live' });
    const directory = '/srv/recordings';
    const plan = world.add({
      scenario: 'add-streamer',
      flow: 'default',
      streams: [{ type: 'disk-consumer', properties: { directory } }],
    });
    expect(drawn(plan.flows[0]?.components)).toEqual(['disk-audio-video: disk-consumer < muxer-audio-video']);
  });

  it('needs a stream', () => {
    const world = new WizardWorld();
    world.add({ scenario: 'live' });
    const { problems } = world.plan({ scenario: 'add-streamer', flow: 'default', feed: 'muxer' });
    expect(problems[0]).toMatchObject({ step: 'format' });
  });
});

describe('files on demand', () => {
  it('are served outside any flow', () => {
    const properties = { path: '/srv/films' };
    const plan = new WizardWorld().add({
      scenario: 'on-demand',
      server: { properties, plugs: [{ type: 'requestmodifier-forcedownload' }] },
    });
    expect(drawn(plan.atmosphere)).toEqual(['http-server-on-demand: http-server']);
    expect(plan.atmosphere[0]).toMatchObject({
      properties: { path: '/srv/films', port: 8800, 'allow-browsing': true },
      plugs: [{ properties: { 'argument-name': 'force', 'trigger-value': ['true'] } }],
    });
    expect(plan.streams[0]?.component).toBe('/atmosphere/http-server-on-demand');
  });

  it('need a folder', () => {
    const { problems } = new WizardWorld().plan({ scenario: 'on-demand' });
    expect(problems).toEqual([
      { level: 'error', step: 'server', property: 'path', text: 'path: a value is required' },
    ]);
  });

  it('get a free port', () => {
    const world = new WizardWorld();
    world.add({ scenario: 'live' });
    const plan = world.add({ scenario: 'on-demand', server: { properties: { path: '/srv' } } });
    expect(plan.atmosphere[0]?.properties['port']).toBe(8801);
  });
});

describe('a flow from a file', () => {
  const load = (xml: string, world = new WizardWorld()): ReturnType<WizardWorld['plan']> =>
    world.plan({ scenario: 'load-flow', xml });
  const producer = '<component name="p" type="videotest-producer" worker="w"/>';

  it('is what it says', () => {
    const plan = load(`<planet><flow name="mine">${producer}</flow></planet>`);
    expect(plan.problems).toEqual([]);
    expect(plan.flows).toMatchObject([{ name: 'mine', components: [{ name: 'p' }] }]);
  });

  it('has streams where something sends them out', () => {
    const { xml } = new WizardWorld().plan({ scenario: 'live', audio: null, flow: 'mine' });
    expect(load(xml).streams).toEqual([{ component: '/mine/http-video', kind: 'video' }]);
  });

  it('says each error with its line', () => {
    const plan = load(
      '<planet>\n<flow name="a">\n<component name="p" type="vidotest-producer"/>\n</flow></planet>',
    );
    expect(plan.problems[0]?.text).toMatch(/^flow\.xml:3: /);
    expect(load('<planet/>').problems[0]?.text).toContain('neither flow nor atmosphere');
    expect(load('no xml').problems).toHaveLength(1);
  });

  it('is refused where there is one of its name, or something would not fit together', () => {
    const world = new WizardWorld();
    world.add({ scenario: 'live' });
    const plan = load(
      `<planet><flow name="default">${producer.replace('"p"', '"q"')}</flow></planet>`,
      world,
    );
    expect(plan.problems[0]?.text).toContain('there is a flow default already');
    const unfed = '<component name="e" type="theora-encoder" worker="w"/>';
    expect(load(`<planet><flow name="x">${unfed}</flow></planet>`).problems).toHaveLength(1);
  });
});

describe('what the pages are told', () => {
  const world = new WizardWorld();
  const offer = wizardOffer(world.world);

  it('has the test sources first, and fields from declarations', () => {
    expect(offer.producers.video[0]).toMatchObject({ type: 'videotest-producer', label: 'Test picture' });
    expect(offer.producers.audio[0]).toMatchObject({ type: 'audiotest-producer' });
    const field = offer.producers.video[0]?.pages[0]?.find(({ name }) => name === 'width');
    expect(field).toMatchObject({ spec: { type: 'int', min: 16, max: 8192, default: 320 } });
    expect(field?.spec).not.toHaveProperty('sets');
    const path = offer.servers[0]?.pages[0]?.find(({ name }) => name === 'path');
    expect(path?.spec.required).toBe(true);
  });

  it('has what gives sound beside its picture among the sources of sound', () => {
    const sound = offer.producers.audio.map(({ type }) => type);
    expect(sound).toEqual(expect.arrayContaining(['loop-producer', 'firewire-producer']));
    expect(offer.producers.video.map(({ type }) => type)).not.toContain('pipewire-producer');
  });

  it('says of each format what plays it, what encodes it and what sends it out', () => {
    const ogg = offer.formats[0];
    expect(ogg).toMatchObject({ type: 'ogg-muxer', kinds: ['audio-video', 'video', 'audio'] });
    expect(ogg?.encoders.video[0]).toBe('theora-encoder');
    expect(ogg?.encoders.audio[0]).toBe('vorbis-encoder');
    expect(ogg?.consumers[0]).toBe('http-streamer');
    expect(offer.formats.filter(({ plays }) => plays === undefined)).toEqual([]);
    const adts = offer.formats.find(({ type }) => type === 'adts-muxer');
    expect(adts).toMatchObject({ kinds: ['audio'], encoders: { video: [], audio: ['aac-encoder'] } });
    expect(offer.formats.find(({ type }) => type === 'mp3-encoder')).toMatchObject({ kinds: ['audio'] });
  });

  it('offers what can be added only where there is something to add it to', () => {
    expect(offer.scenarios.map(({ id }) => id)).toEqual(['live', 'on-demand', 'load-flow']);
    world.add({ scenario: 'live' });
    const later = wizardOffer(world.world);
    expect(later.scenarios.map(({ id }) => id)).toContain('add-streamer');
    expect(later.flow).toBe('default2');
    expect(later.existing).toEqual([
      {
        name: 'default',
        video: [
          { feed: 'overlay-video', worker: 'studio' },
          { feed: 'producer-video', worker: 'studio' },
        ],
        audio: [{ feed: 'producer-audio', worker: 'studio' }],
        formats: [expect.objectContaining({ feed: 'muxer-audio-video', label: 'Ogg', kind: 'audio-video' })],
      },
    ]);
  });

  it('offers what a switch hands on as what it is', () => {
    const switched = new WizardWorld();
    const eats = (feed: string): FeedLink[] => [{ feed, alias: 'x' }];
    const one = (name: string, type: string, eaters: ComponentConfig['eaters'] = {}): ComponentConfig => ({
      ...{ name, type, eaters, worker: 'studio', properties: {}, plugs: [], virtualFeeds: {} },
    });
    const components = [
      one('tone', 'audiotest-producer'),
      one('switch', 'single-switch-combiner', { master: eats('tone') }),
      one('empty', 'single-switch-combiner'),
      one('picture', 'videotest-producer'),
      one('theora', 'theora-encoder', { default: eats('picture') }),
      one('vorbis', 'vorbis-encoder', { default: eats('switch') }),
    ];
    const [flow] = wizardOffer({ ...switched.world, flows: [{ name: 'main', components }] }).existing;
    expect(flow?.video.map(({ feed }) => feed)).toEqual(['picture']);
    expect(flow?.audio.map(({ feed }) => feed)).toEqual(['switch', 'tone']);
  });

  it('offers every type that declares a place in the wizard', () => {
    const told = JSON.stringify(offer);
    const all = installed.types().filter((type) => installed.find(type)?.wizard !== undefined);
    expect(all.filter((type) => !told.includes(`"${type}"`))).toEqual([]);
  });
});
