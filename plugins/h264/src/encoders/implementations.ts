import type { HasElement } from '@flumotion/core/plugin';

/** A codec, as it stands in the names of elements. */
export type Codec = 'h264' | 'h265';

/**
 * Where to encode. GStreamer knows the elements of hardware only on machines that have it.
 * - `auto`: in the first hardware there is, else in software
 * - `software`: x264 or x265
 * - `nvenc`: NVIDIA; `va` and `vaapi`: Intel and AMD through VA-API, new and old; `qsv`: Intel Quick Sync; `v4l2`: boards such
 *   as the Raspberry Pi
 */
export const IMPLEMENTATIONS = ['auto', 'software', 'nvenc', 'va', 'vaapi', 'qsv', 'v4l2'] as const;

/** One of the implementations. */
export type Implementation = (typeof IMPLEMENTATIONS)[number];

type Hardware = Exclude<Implementation, 'auto' | 'software'>;

const SOFTWARE: Readonly<Record<Codec, string>> = { h264: 'x264enc', h265: 'x265enc' };

/** The best first. Some Intel machines have only the low-power form. */
const HARDWARE: readonly (readonly [Hardware, (codec: Codec) => readonly [string, ...string[]]])[] = [
  ['nvenc', (codec) => [`nv${codec}enc`]],
  ['va', (codec) => [`va${codec}enc`, `va${codec}lpenc`]],
  ['vaapi', (codec) => [`vaapi${codec}enc`]],
  ['qsv', (codec) => [`qsv${codec}enc`]],
  ['v4l2', (codec) => [`v4l2${codec}enc`]],
];

/**
 * The element that encodes on a machine. One that was asked for by name is named also where it is absent, so that the
 * worker can be told what it lacks.
 */
export function chooseEncoder(codec: Codec, implementation: Implementation, has: HasElement): string {
  if (implementation === 'software') return SOFTWARE[codec];
  for (const [name, factories] of HARDWARE) {
    const all = factories(codec);
    const found = all.find(has);
    if (name === implementation) return found ?? all[0];
    if (implementation === 'auto' && found !== undefined) return found;
  }
  return SOFTWARE[codec];
}

/** Whether an element encodes in hardware. */
export function isHardware(factory: string): boolean {
  return !Object.values(SOFTWARE).includes(factory);
}
