import { declareComponent, defineComponent, type ComponentDefinition } from '@flumotion/core/plugin';
import { AV_FEEDERS, avEaters, FORM_PROPERTIES, SWITCH_STATS } from './declared';
import { audioForm, videoForm } from './form';
import { avRails, avText, type Rail } from './rails';
import { machineClocks, type Clocks } from './steady-clock';
import { Switcher } from './switcher';

/** Sources by priority. */
const SOURCES = ['primary', 'backup', 'backup-2', 'backup-3', 'filler'] as const;

/** Least time that the primary is waited for at the start, in milliseconds. */
const PATIENCE = 3000;

/** Black pictures and silence, for when no source is there. */
const FILLERS = [
  'videotestsrc name=video-black pattern=black ! capsfilter name=video-black-form ! clocksync',
  '! valve name=video-black-gate drop=true ! video-in.',
  'audiotestsrc name=audio-silence wave=silence samplesperbuffer=1024 ! capsfilter name=audio-silence-form',
  '! clocksync ! valve name=audio-silence-gate drop=true ! audio-in.',
].join(' ');

const RAILS: readonly Rail[] = avRails(SOURCES).map((rail) => ({
  ...rail,
  filler: rail.medium === 'video' ? 'video-black-gate' : 'audio-silence-gate',
}));

/** Declaration of the fallback switch. */
export const fallbackDeclaration = declareComponent({
  type: 'fallback-switch',
  kind: 'combiner',
  description:
    'Keeps a programme on air: the best of several sources that is there, or a filler, without a break for what follows.',
  eaters: avEaters(SOURCES),
  feeders: AV_FEEDERS,
  properties: {
    'active-eater': {
      type: 'enum',
      values: ['auto', ...SOURCES],
      default: 'auto',
      live: true,
      control: true,
      description: 'Source that is wanted on air before all others; auto leaves it to their order.',
    },
    'lost-after': {
      type: 'int',
      min: 200,
      max: 60_000,
      default: 1000,
      unit: 'ms',
      live: true,
      description:
        'Time without data after which a source counts as lost; one whose component ends does at once.',
    },
    'hold-time': {
      type: 'float',
      min: 0,
      max: 3600,
      default: 5,
      unit: 's',
      live: true,
      description:
        'Time for which a better source must be there without a break before it goes on air again.',
    },
    'return-policy': {
      type: 'enum',
      values: ['automatic', 'stay'],
      default: 'automatic',
      live: true,
      description: 'Go back to a better source when it is there again, or stay until the one on air is lost.',
    },
    'video-width': { ...FORM_PROPERTIES['video-width'], default: 640 },
    'video-height': { ...FORM_PROPERTIES['video-height'], default: 360 },
    'video-framerate': { ...FORM_PROPERTIES['video-framerate'], default: [25, 1] },
    'video-pixel-aspect-ratio': {
      ...FORM_PROPERTIES['video-pixel-aspect-ratio'],
      default: [1, 1],
      description: 'Width of a pixel divided by its height.',
    },
    'audio-samplerate': { ...FORM_PROPERTIES['audio-samplerate'], default: 44_100 },
    'audio-channels': {
      ...FORM_PROPERTIES['audio-channels'],
      default: 2,
      description: 'Channels that leave the switch.',
    },
  },
  stats: { 'active-eater': SWITCH_STATS['active-eater'], switches: SWITCH_STATS.switches },
  clock: { priority: 50 },
  pipeline: `${avText(SOURCES)} ${FILLERS}`,
});

/** Makes the fallback-switch. */
export function fallbackSwitch(clocks: Clocks = machineClocks): ComponentDefinition {
  const running = new WeakMap<object, Switcher>();
  const wanted = (value: unknown): string | undefined => (value === 'auto' ? undefined : String(value));
  return defineComponent(fallbackDeclaration, {
    start(context) {
      const p = context.properties;
      const plan = {
        sources: SOURCES,
        rails: RAILS,
        rules: () => ({
          replace: true,
          comeBack: context.properties['return-policy'] === 'automatic',
          hold: context.properties['hold-time'] * 1000,
        }),
        lostAfter: () => context.properties['lost-after'],
        patience: Math.max(PATIENCE, p['lost-after']),
      };
      const switcher = new Switcher(context, plan, clocks.steady);
      running.set(context, switcher);
      const pictures = videoForm({
        width: p['video-width'],
        height: p['video-height'],
        framerate: p['video-framerate'],
        'pixel-aspect-ratio': p['video-pixel-aspect-ratio'],
      });
      const sound = audioForm({ rate: p['audio-samplerate'], channels: p['audio-channels'] });
      for (const rail of RAILS) switcher.fix(rail, rail.medium === 'video' ? pictures : sound);
      context.element('video-black-form').set('caps', pictures.output);
      context.element('audio-silence-form').set('caps', sound.output);
      context.cue({ kind: 'follow', element: 'video-black', grid: p['video-framerate'] });
      context.cue({ kind: 'follow', element: 'audio-silence', grid: [p['audio-samplerate'], 1] });
      switcher.begin(wanted(p['active-eater']));
    },

    changed(context, name, value) {
      if (name === 'active-eater') running.get(context)?.want(wanted(value));
    },

    stop(context) {
      running.get(context)?.close();
    },
  });
}
