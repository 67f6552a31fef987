import {
  levelsOf,
  loudestOf,
  numbersOf,
  SILENCE,
  takeLevel,
  type Context,
  type ElementMessage,
  type PropertiesOf,
} from '@flumotion/core/plugin';
import type { declaration } from './declaration';
import { Ducking } from './ducking';
import { InputWatch } from './input-watch';
import { loudness } from './loudness';

/** The context of a mixer. */
export type MixerContext = Context<PropertiesOf<typeof declaration>>;
type InputSettings = MixerContext['properties']['input'][number];

/** dB of full scale above which samples are cut off; what is a little above is not heard. */
const CLIPS_ABOVE = 0.1;
/** Milliseconds for which the mix must not have clipped before the message goes. */
const CLIP_SHOWN = 10_000;

/** Least time that panning takes, in milliseconds: it moves in steps of 5. */
const PAN_TIME = 400;

/** What an input has that no block `input` is for. */
const AS_IT_COMES = { volume: 1, gain: 0, mute: false, pan: 0, fade: 50 } as const;

/** How an input is set now. */
interface Setting {
  readonly volume: number;
  readonly pan: number;
}

/** A mix that runs: sets what goes into it, and tells how loud it is. */
export class Mix {
  private readonly inputs = new Map<string, Setting>();
  private readonly ducking: Ducking;
  private readonly watch: InputWatch;
  private clipped: number | undefined;

  /** @param now - milliseconds that only go forwards. */
  constructor(
    private readonly context: MixerContext,
    private readonly now: () => number,
  ) {
    this.ducking = new Ducking(() => context.properties.ducking);
    this.watch = new InputWatch(context);
    const { volume, gain } = context.properties;
    context.element('volume').ramp('volume', loudness({ volume, gain }), 0);
  }

  /** An input has come: it is set at once, before its first sound. */
  join(alias: string): void {
    const { volume, pan } = this.wanted(alias);
    this.inputs.set(alias, { volume, pan });
    this.context.element(`volume:${alias}`).ramp('volume', volume, 0);
    this.context.element(`pan:${alias}`).ramp('panorama', pan, 0);
    this.context.stat('input-duck', this.ducking.gain(alias), alias);
  }

  /** Brings all inputs to what the properties say. */
  arrange(): void {
    for (const alias of this.inputs.keys()) this.fade(alias, this.settings(alias).fade);
    this.duck();
  }

  /** Brings the whole mix to what the properties say. */
  master(): void {
    const { volume, gain, fade } = this.context.properties;
    this.context.element('volume').ramp('volume', loudness({ volume, gain }), fade);
  }

  /** Takes what a meter says. */
  level(message: ElementMessage): void {
    if (message.name !== 'level') return;
    if (message.source === 'level') {
      takeLevel(this.context, message);
      const peak = Math.max(...levelsOf(message, 'peak'));
      if (peak > CLIPS_ABOVE) this.clips(peak);
      return;
    }
    const alias = message.source.slice('level:'.length);
    const rms = loudestOf(message, 'rms');
    this.context.stat('input-peak', loudestOf(message, 'peak'), alias);
    this.context.stat('input-rms', rms, alias);
    this.ducking.hear(alias, rms, this.now());
    this.watch.arrived(alias, endOf(message.text));
    this.duck();
  }

  /** Looks after inputs that are away, and ends what nothing is heard of any more. */
  look(): void {
    this.duck();
    for (const alias of this.watch.look()) {
      if (!this.inputs.has(alias)) continue;
      this.context.stat('input-peak', SILENCE, alias);
      this.context.stat('input-rms', SILENCE, alias);
    }
    if (this.clipped === undefined || this.now() - this.clipped < CLIP_SHOWN) return;
    this.clipped = undefined;
    this.context.clear('clipping');
  }

  private duck(): void {
    for (const [alias, { gain, time }] of this.ducking.changes(this.now())) {
      if (!this.inputs.has(alias)) continue;
      this.context.stat('input-duck', gain, alias);
      this.fade(alias, time);
    }
  }

  /** Moves an input to where it is to be; what is there stays alone. */
  private fade(alias: string, milliseconds: number): void {
    const before = this.inputs.get(alias);
    const wanted = this.wanted(alias);
    if (wanted.volume !== before?.volume) {
      this.context.element(`volume:${alias}`).ramp('volume', wanted.volume, milliseconds);
    }
    if (wanted.pan !== before?.pan) {
      this.context.element(`pan:${alias}`).ramp('panorama', wanted.pan, Math.max(PAN_TIME, milliseconds));
    }
    this.inputs.set(alias, wanted);
  }

  private wanted(alias: string): Setting {
    const settings = this.settings(alias);
    return { volume: loudness(settings, this.ducking.gain(alias)), pan: settings.pan };
  }

  private settings(alias: string): Omit<InputSettings, 'feeder-alias'> {
    return this.context.properties.input.find((one) => one['feeder-alias'] === alias) ?? AS_IT_COMES;
  }

  private clips(peak: number): void {
    const before = this.clipped;
    this.clipped = this.now();
    if (before !== undefined || this.context.properties.limiter) return;
    this.context.message({
      level: 'warning',
      id: 'clipping',
      text: `The mix is ${peak.toFixed(1)} dB too loud, so its peaks are cut off.`,
      advice: 'Lower the volume of the mix or of its inputs, or set "limiter".',
    });
  }
}

/** Nanoseconds of running time at which what a meter measured ends. */
function endOf(text: string): number | undefined {
  const [start] = numbersOf(text, 'running-time');
  const [length] = numbersOf(text, 'duration');
  return start === undefined || length === undefined ? undefined : start + length;
}
