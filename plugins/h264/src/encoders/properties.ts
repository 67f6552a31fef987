import type { PipelineElement } from '@flumotion/core/plugin';
import { IMPLEMENTATIONS } from './implementations';

/** Values of an element's properties, by name. */
export type Settings = Readonly<Record<string, string | number | boolean>>;

/** Target bit rate. */
export const BITRATE = {
  type: 'int',
  min: 10_000,
  max: 100_000_000,
  unit: 'bit/s',
  default: 2_000_000,
  description: 'Bit rate, kept constant.',
  live: true,
} as const;

/** Distance of keyframes; what is asked for by eaters comes in addition. */
export const KEYFRAMES = {
  type: 'int',
  min: 1,
  max: 10_000,
  default: 50,
  unit: 'frames',
  description: 'Largest distance between key frames; listeners join at key frames.',
} as const;

/** Where to encode. */
export const IMPLEMENTATION = {
  type: 'enum',
  values: IMPLEMENTATIONS,
  default: 'auto',
  description:
    'What encodes: software, or hardware of NVIDIA (nvenc), Intel and AMD (va, vaapi), Intel (qsv), boards (v4l2); auto takes hardware where there is some.',
} as const;

/** What both encoders tell. */
export const STATS = {
  encoder: { kind: 'text', description: 'Element that encodes, as x264enc or vah264enc.' },
} as const;

/** Puts settings on an element. @throws Error when it has no such property. */
export function applySettings(element: PipelineElement, settings: Settings): void {
  for (const [name, value] of Object.entries(settings)) element.set(name, value);
}
