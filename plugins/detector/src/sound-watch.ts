import { levelsOf, numbersOf, takeLevel, type ElementMessage, type ValuesOf } from '@flumotion/core/plugin';
import type { AlarmTimes } from './alarm';
import { Alarms, type AlarmContext } from './alarms';
import type { SOUND_PROPERTIES } from './sound-properties';

/** Values of what watches sound. */
export type SoundValues = ValuesOf<typeof SOUND_PROPERTIES>;

/** dB by which a sum of two channels is quieter than they are when they cancel each other out. */
const CANCELLED = 10;
/** Seconds for which a peak that was too loud counts. */
const PEAK_COUNTS = 1;

/** Judges what meters say of sound. Times are those of the media. */
export class SoundWatch {
  readonly alarms: Alarms;
  private loud = -Infinity;
  private steady: { from: number; least: number; most: number } | undefined;
  private channels: { readonly at: number; readonly rms: readonly number[] } | undefined;

  constructor(
    private readonly context: AlarmContext & { readonly properties: SoundValues },
    wall?: () => number,
  ) {
    this.alarms = new Alarms(context, wall);
  }

  /** Takes what a meter says; other messages are left alone. */
  take(message: ElementMessage): void {
    if (message.name !== 'level') return;
    const [start = 0] = numbersOf(message.text, 'running-time');
    const [length = 0] = numbersOf(message.text, 'duration');
    const now = (start + length) / 1e9;
    const rms = levelsOf(message, 'rms');
    if (rms.length === 0) return;
    if (message.source === 'mono') this.phase(now, rms[0] ?? 0);
    else {
      takeLevel(this.context, message);
      this.channels = { at: now, rms };
      this.silence(now, rms, start / 1e9);
      this.clipping(now, Math.max(...levelsOf(message, 'peak')));
      this.steadiness(now, Math.max(...rms), start / 1e9);
    }
  }

  private silence(now: number, rms: readonly number[], began: number): void {
    const p = this.context.properties;
    const limit = (id: string): number => p['silence-level'] + (this.alarms.raised(id) ? p.hysteresis : 0);
    const silent = Math.max(...rms) <= limit('silence');
    const tell = (since: string): { text: string; advice: string } => ({
      text: `There has been silence since ${since}: no channel is above ${dB(p['silence-level'])}.`,
      advice: 'Look after the source and its cable, or lower "silence-level" if this is to be heard.',
    });
    this.alarms.update('silence', silent, now, this.times('silence-time'), tell, began);
    const quiet = rms.findIndex((level) => level <= limit('channel-silence'));
    const other = Math.max(...rms) > limit('channel-silence') + p.hysteresis;
    const tellChannel = (since: string): { text: string; advice: string } => ({
      text: `Channel ${String(quiet + 1)} of ${String(rms.length)} has been silent since ${since}, while others are not.`,
      advice: 'Look after the cables and the balance of the source.',
    });
    const times = this.times('channel-time');
    this.alarms.update('channel-silence', quiet >= 0 && other, now, times, tellChannel, began);
  }

  private clipping(now: number, peak: number): void {
    const p = this.context.properties;
    const limit = p['clipping-level'] - (this.alarms.raised('clipping') ? p.hysteresis : 0);
    if (peak >= limit) this.loud = now;
    const tell = (since: string): { text: string; advice: string } => ({
      text: `The sound has been too loud since ${since}: its peaks reach ${dB(peak)}, the limit is ${dB(p['clipping-level'])}.`,
      advice: 'Turn the source down, or put effect-volume in front of its feeder.',
    });
    const often = now - this.loud < PEAK_COUNTS;
    this.alarms.update('clipping', often, now, this.times('clipping-time'), tell);
  }

  private steadiness(now: number, rms: number, began: number): void {
    const p = this.context.properties;
    const least = Math.min(rms, this.steady?.least ?? rms);
    const most = Math.max(rms, this.steady?.most ?? rms);
    const stays = this.steady !== undefined && most - least <= p['steady-range'];
    this.steady =
      stays && this.steady ? { from: this.steady.from, least, most } : { from: began, least: rms, most: rms };
    const tell = (since: string): { text: string; advice: string } => ({
      text: `The level has stood at ${dB(rms)} since ${since}, as that of a test tone, a hum or a stuck signal does.`,
      advice: 'Look whether the source still gives the programme.',
    });
    const bad = stays && rms > p['silence-level'];
    this.alarms.update('steady-sound', bad, now, this.times('steady-time'), tell, this.steady.from);
  }

  /** The sum of both channels is there: is it as loud as they are? */
  private phase(now: number, sum: number): void {
    const { channels } = this;
    const p = this.context.properties;
    // Both meters measure the same sound, but each tells of it in its own time.
    if (channels?.rms.length !== 2 || Math.abs(channels.at - now) > PEAK_COUNTS) return;
    const least = Math.min(...channels.rms);
    const lost = CANCELLED - (this.alarms.raised('phase') ? p.hysteresis : 0);
    const bad = least > p['silence-level'] && least - sum >= lost;
    const tell = (since: string): { text: string; advice: string } => ({
      text: `The two channels have cancelled each other out since ${since}: whoever listens in mono hears next to nothing.`,
      advice: 'One channel is upside down; look for a cable or a plug with its wires swapped.',
    });
    this.alarms.update('phase', bad, now, this.times('phase-time'), tell);
  }

  private times(
    name: 'silence-time' | 'channel-time' | 'clipping-time' | 'steady-time' | 'phase-time',
  ): AlarmTimes {
    const p = this.context.properties;
    return { after: p[name], clear: p['clear-time'] };
  }
}

function dB(level: number): string {
  return Number.isFinite(level) ? `${level.toFixed(1)} dB` : 'nothing';
}
