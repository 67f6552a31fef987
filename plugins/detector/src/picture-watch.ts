import type { FeedBuffer, ValuesOf } from '@flumotion/core/plugin';
import type { AlarmTimes } from './alarm';
import { Alarms, type AlarmContext } from './alarms';
import type { PICTURE_WATCH_PROPERTIES } from './picture-properties';

/** Values of what watches pictures. */
export type PictureValues = ValuesOf<typeof PICTURE_WATCH_PROPERTIES>;

/** Size of the pictures that are looked at. */
export const LOOK = { width: 64, height: 36 } as const;
const CELLS = LOOK.width * LOOK.height;
/** Luma of black and of white. */
const [BLACK, WHITE] = [16, 235];
/** Per cent by which a picture must be brighter than black to count as well again. */
const BRIGHTER = 2;
/** Seconds between pictures that are looked at; more come only where a source tells no rate. */
const APART = 0.2;

/** Judges small pictures (I420, as large as `LOOK`). Times are those of the media. */
export class PictureWatch {
  readonly alarms: Alarms;
  private reference: { readonly luma: Buffer; readonly at: number } | undefined;
  private last = -Infinity;

  constructor(
    private readonly context: AlarmContext & { readonly properties: PictureValues },
    wall?: () => number,
  ) {
    this.alarms = new Alarms(context, wall);
  }

  /** Takes one picture. */
  take({ data, pts }: Pick<FeedBuffer, 'data' | 'pts'>): void {
    if (pts === undefined || data.length < CELLS) return;
    const now = Number(pts) / 1e9;
    if (now - this.last < APART && now >= this.last) return;
    this.last = now;
    const luma = data.subarray(0, CELLS);
    const dark = this.black(now, luma);
    this.frozen(now, luma, dark);
  }

  private black(now: number, luma: Buffer): boolean {
    const p = this.context.properties;
    const level = p['black-level'] + (this.alarms.raised('black') ? BRIGHTER : 0);
    const limit = BLACK + ((WHITE - BLACK) * level) / 100;
    let cells = 0;
    for (const value of luma) if (value <= limit) cells++;
    const dark = cells >= (CELLS * p['black-area']) / 100;
    const tell = (since: string): { text: string; advice: string } => ({
      text: `The picture has been black since ${since}.`,
      advice: 'Look after the source and its cable, or lower "black-level" if this is a picture.',
    });
    this.alarms.update('black', dark, now, this.times('black-time'), tell);
    this.context.stat('brightness', percent(luma));
    return dark;
  }

  /** A picture is compared with the one that was there when it last moved, so that slow changes count too. */
  private frozen(now: number, luma: Buffer, dark: boolean): void {
    const p = this.context.properties;
    const { reference } = this;
    const same = reference !== undefined && !differs(reference.luma, luma, p['freeze-tolerance']);
    if (!same) this.reference = { luma: Buffer.from(luma), at: now };
    const tell = (since: string): { text: string; advice: string } => ({
      text: `The picture has stood still since ${since}.`,
      advice: 'Look after the camera or player, or raise "freeze-time" if this picture may stand so long.',
    });
    const times = this.times('freeze-time');
    this.alarms.update('freeze', same && !dark, now, times, tell, reference?.at);
  }

  private times(name: 'black-time' | 'freeze-time'): AlarmTimes {
    const p = this.context.properties;
    return { after: p[name], clear: p['clear-time'] };
  }
}

function differs(a: Buffer, b: Buffer, tolerance: number): boolean {
  if (tolerance === 0) return !a.equals(b);
  for (let at = 0; at < CELLS; at++) {
    if (Math.abs((a[at] ?? 0) - (b[at] ?? 0)) > tolerance) return true;
  }
  return false;
}

/** Mean brightness between black and white. */
function percent(luma: Buffer): number {
  const mean = luma.reduce((sum, value) => sum + value, 0) / CELLS;
  return Math.min(100, Math.max(0, Math.round(((mean - BLACK) / (WHITE - BLACK)) * 1000) / 10));
}
