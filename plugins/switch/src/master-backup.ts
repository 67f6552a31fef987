import type { Behaviour, Context, PropertyValues, ReadTable, ValuesOf } from '@flumotion/core/plugin';
import { scheduleRows, type FollowedCalendar } from '@flumotion/plugin-ical/schedule';
import type { ChoiceRules } from './chooser';
import { SOURCES, type FORM_PROPERTIES, type SWITCH_PROPERTIES, type SWITCH_TABLES } from './declared';
import { audioForm, videoForm } from './form';
import type { Rail } from './rails';
import { followEvents } from './schedule';
import type { Clocks } from './steady-clock';
import { Switcher } from './switcher';

/** Milliseconds without data after which a source counts as lost. */
const LOST_AFTER = 1500;
/** Milliseconds that the wanted source is waited for at the start. */
const PATIENCE = 3000;
/** Milliseconds for which the wanted source must be there again before a watchdog goes back to it. */
const HOLD = 2000;

/** What a switch between master and backup does about a source that is lost. */
export const RULES = {
  /** Nothing: the wanted source is put on air as soon as it is there. */
  plain: { replace: false, comeBack: false, hold: 0 },
  /** The other source takes its place, and goes when it has come back. */
  watchdog: { replace: true, comeBack: true, hold: HOLD },
} as const satisfies Readonly<Record<string, ChoiceRules>>;

type Values = ValuesOf<typeof SWITCH_PROPERTIES> & Partial<ValuesOf<typeof FORM_PROPERTIES>>;

interface Running {
  readonly switcher: Switcher;
  calendar?: FollowedCalendar;
}

/** A behaviour whose hooks are all there. */
type SwitchBehaviour = Required<Pick<Behaviour<Values>, 'check' | 'start' | 'changed' | 'stop'>> & {
  readonly tables: { readonly schedule: ReadTable<Context<Values>, (typeof SWITCH_TABLES)['schedule']> };
  /** Asks for a source of a component that runs. */
  want(context: Context<Values>, source: string): void;
};

/** What the switches between master and backup do. */
export function masterBackup(rails: readonly Rail[], rules: ChoiceRules, clocks: Clocks): SwitchBehaviour {
  const running = new WeakMap<object, Running>();
  const want = (context: Context<Values>, source: string): void => {
    running.get(context)?.switcher.want(source);
  };
  return {
    check: (values) => allOrNone(values, 'video-') ?? allOrNone(values, 'audio-'),

    async start(context) {
      const { 'ical-schedule': file, 'active-eater': wanted } = context.properties;
      const plan = {
        sources: SOURCES,
        rails,
        rules: () => rules,
        lostAfter: () => LOST_AFTER,
        patience: PATIENCE,
      };
      const switcher = new Switcher(context, plan, clocks.steady);
      const own: Running = { switcher };
      running.set(context, own);
      fixForms(context, rails, switcher);
      switcher.begin(wanted);
      if (file === undefined) return;
      let first = true;
      own.calendar = await followEvents(
        context,
        file,
        (takesPlace) => {
          // Between events, what a person asked for before the start still counts.
          if (takesPlace || !first) want(context, takesPlace ? 'backup' : 'master');
          first = false;
        },
        clocks.calendar,
      );
    },

    changed(context, name, value) {
      if (name === 'active-eater' && typeof value === 'string') want(context, value);
    },

    stop(context) {
      const own = running.get(context);
      own?.calendar?.close();
      own?.switcher.close();
    },

    tables: { schedule: (context) => scheduleRows(running.get(context)?.calendar, clocks.calendar) },

    want,
  };
}

function allOrNone(values: PropertyValues, prefix: 'video-' | 'audio-'): string | undefined {
  const names = Object.keys(NAMES).filter((name) => name.startsWith(prefix));
  const given = names.filter((name) => values[name] !== undefined);
  if (given.length === 0 || given.length === names.length) return undefined;
  const absent = names.filter((name) => !given.includes(name));
  return `${given.join(', ')} needs ${absent.join(', ')} too; give all of them, or none`;
}

const NAMES: Readonly<Record<keyof typeof FORM_PROPERTIES, true>> = {
  'video-width': true,
  'video-height': true,
  'video-framerate': true,
  'video-pixel-aspect-ratio': true,
  'audio-samplerate': true,
  'audio-channels': true,
};

/** Fixes what leaves the rails where the properties say it; otherwise the first feed will. */
function fixForms(context: Context<Values>, rails: readonly Rail[], switcher: Switcher): void {
  const p = context.properties;
  for (const rail of rails) {
    if (rail.medium === 'video' && p['video-width'] !== undefined) {
      const [width, height, framerate] = [p['video-width'], p['video-height'], p['video-framerate']];
      const shape = { width, height, framerate, 'pixel-aspect-ratio': p['video-pixel-aspect-ratio'] };
      switcher.fix(rail, videoForm(shape));
    }
    if (rail.medium === 'audio' && p['audio-samplerate'] !== undefined) {
      switcher.fix(rail, audioForm({ rate: p['audio-samplerate'], channels: p['audio-channels'] }));
    }
  }
}
