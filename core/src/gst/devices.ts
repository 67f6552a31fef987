import type { Fraction } from '../plugin';
import { gstNamespace } from './node-gtk';
import { textOf } from './text';

/** A device as a worker shows it: for people, and as values of properties. */
export interface FoundDevice {
  readonly label: string;
  /** Values by the names that properties of sources have, as `device`. */
  readonly values: Readonly<Record<string, string | number | Fraction>>;
  /** What it can give. */
  readonly modes: readonly FoundMode[];
}

/** A form in which a device gives its media. */
export interface FoundMode {
  readonly label: string;
  readonly values: Readonly<Record<string, string | number | Fraction>>;
}

/** Most modes told of one device. */
const MOST_MODES = 60;
const CLASSES = { video: 'Video/Source', sound: 'Audio/Source' } as const;
/** Elements that are known as sources of sound or pictures, by the property that names what they read. */
const SOURCES: Readonly<Record<string, string>> = {
  v4l2src: 'device',
  alsasrc: 'device',
  pulsesrc: 'device',
  osssrc: 'device',
  pipewiresrc: 'targetObject',
};

/** Cameras, or sources of sound, of this machine. Only for a process that ends soon: the binding keeps what it was given. */
export function findDevices(kind: keyof typeof CLASSES): readonly FoundDevice[] {
  const gst = gstNamespace();
  const monitor = new gst.DeviceMonitor();
  monitor.addFilter(CLASSES[kind], null);
  if (!monitor.start()) return [];
  try {
    return monitor.getDevices().flatMap((device) => {
      const element = device.createElement(null);
      const factory = element?.getFactory()?.name ?? '';
      const named = element?.[SOURCES[factory] ?? ''];
      if (typeof named !== 'string' || named === '') return [];
      const caps = device.getCaps();
      const values = kind === 'video' ? { device: named } : { 'source-element': factory, device: named };
      const modes = kind === 'video' && caps ? modesOf(textOf('GstCaps', caps)) : [];
      return [{ label: device.getDisplayName(), values, modes }];
    });
  } finally {
    monitor.stop();
  }
}

/** The sizes and rates that caps text names, the largest picture first. */
export function modesOf(caps: string): readonly FoundMode[] {
  const modes = new Map<string, { readonly mode: FoundMode; readonly area: number }>();
  for (const structure of caps.split(/;\s*/)) {
    const mime = /^\s*([\w/-]+)/.exec(structure)?.[1] ?? '';
    const [width, height] = [number(structure, 'width'), number(structure, 'height')];
    if ((mime !== 'video/x-raw' && mime !== 'image/jpeg') || !width || !height) continue;
    for (const framerate of fractions(structure)) {
      const rate = Math.round((framerate[0] / framerate[1]) * 100) / 100;
      const label = `${width} × ${height}, ${rate}/s${mime === 'image/jpeg' ? ', JPEG' : ''}`;
      modes.set(label, {
        mode: { label, values: { mime, width, height, framerate } },
        area: width * height + rate,
      });
    }
  }
  return [...modes.values()]
    .sort((one, other) => other.area - one.area)
    .slice(0, MOST_MODES)
    .map(({ mode }) => mode);
}

function number(structure: string, field: string): number | undefined {
  const found = new RegExp(`\\b${field}=\\(int\\)(\\d+)`).exec(structure)?.[1];
  return found === undefined ? undefined : Number(found);
}

function fractions(structure: string): readonly Fraction[] {
  const given = /\bframerate=\(fraction\)(\{[^}]*\}|[^,;]+)/.exec(structure)?.[1] ?? '';
  return [...given.matchAll(/(\d+)\/(\d+)/g)]
    .map(([, top, bottom]): Fraction => [Number(top), Number(bottom)])
    .filter(([top, bottom]) => top > 0 && bottom > 0 && top < 1_000_000);
}
