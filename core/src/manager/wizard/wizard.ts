import { choice, formats, offered, producers, type Choice, type Format } from './choices';
import { existingFlow, type ExistingFlow } from './existing';
import type { World } from './draft';
import { freeFlow } from './plan';

/** A way through the wizard. */
export interface Scenario {
  readonly id: 'live' | 'on-demand' | 'load-flow' | 'add-format' | 'add-streamer';
  readonly label: string;
  readonly description: string;
  readonly steps: readonly string[];
}

/** Everything that the pages of the wizard show, made of what is installed and of what there is already. */
export interface WizardOffer {
  readonly scenarios: readonly Scenario[];
  /** Name for a new flow. */
  readonly flow: string;
  /** Names of the workers, those that are logged in first. */
  readonly workers: readonly string[];
  readonly producers: { readonly video: readonly Choice[]; readonly audio: readonly Choice[] };
  readonly overlays: readonly Choice[];
  readonly formats: readonly Format[];
  readonly encoders: readonly Choice[];
  readonly muxers: readonly Choice[];
  readonly consumers: readonly Choice[];
  readonly servers: readonly Choice[];
  readonly existing: readonly ExistingFlow[];
}

const ENCODING = ['format', 'videoEncoder', 'audioEncoder', 'consumption', 'streams'];

/** Ways through the wizard, the usual one first. */
const SCENARIOS: readonly Scenario[] = [
  {
    id: 'live',
    label: 'A live stream',
    description:
      'Picture and sound of a camera, a sound card, a file or a test, encoded and sent to listeners.',
    steps: ['video', 'audio', 'overlay', ...ENCODING, 'summary'],
  },
  {
    id: 'on-demand',
    label: 'Files on demand',
    description: 'The files of a folder, played from the beginning whenever somebody asks.',
    steps: ['server', 'summary'],
  },
  {
    id: 'load-flow',
    label: 'A flow from a file',
    description: 'A flow that was written or exported before, as XML.',
    steps: ['file', 'summary'],
  },
  {
    id: 'add-format',
    label: 'Another format',
    description: 'Picture and sound of a flow that is there, in one more format.',
    steps: ['sources', ...ENCODING, 'summary'],
  },
  {
    id: 'add-streamer',
    label: 'Another way out',
    description: 'A stream that is there, sent out, recorded or passed on once more.',
    steps: ['existing-format', 'consumption', 'streams', 'summary'],
  },
];

/** What can be chosen now. */
export function wizardOffer(world: World): WizardOffer {
  const { types } = world;
  const existing = world.flows
    .map(({ name }) => existingFlow(world, name))
    .filter(({ video, audio, formats: all }) => video.length + audio.length + all.length > 0);
  const choices = (step: Parameters<typeof offered>[1]): readonly Choice[] =>
    offered(types, step).map((spec) => choice(types, spec));
  const has = {
    'add-format': existing.some(({ video, audio }) => video.length + audio.length > 0),
    'add-streamer': existing.some(({ formats: all }) => all.length > 0),
    'on-demand': offered(types, 'on-demand').length > 0,
  };
  return {
    scenarios: SCENARIOS.filter(({ id }) => !Object.hasOwn(has, id) || has[id as keyof typeof has]),
    flow: freeFlow(world),
    workers: world.workers,
    producers: {
      video: producers(types, 'video').map((spec) => choice(types, spec)),
      audio: producers(types, 'audio').map((spec) => choice(types, spec)),
    },
    overlays: choices('overlay'),
    formats: formats(types),
    encoders: [...choices('video-encoder'), ...choices('audio-encoder')],
    muxers: choices('muxer'),
    consumers: choices('consumer'),
    servers: choices('on-demand'),
    existing,
  };
}
