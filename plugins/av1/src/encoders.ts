import type { HasElement } from '@flumotion/core/plugin';

/** Libraries that encode AV1; `auto` takes the first there is, in this order. */
export const IMPLEMENTATIONS = ['auto', 'aom', 'svt', 'rav1e'] as const;

/** One of the implementations. */
export type Implementation = (typeof IMPLEMENTATIONS)[number];

/** What is wanted of any of them. */
export interface Aim {
  /** bit/s. */
  readonly bitrate: number;
  /** Largest distance of keyframes, in pictures. */
  readonly keyframes: number;
  /** From 0 (best picture) to 4 (least work). */
  readonly speed: number;
  readonly threads: number | undefined;
}

/** Values of an element's properties, by name. */
export type Settings = Readonly<Record<string, string | number | boolean>>;

interface Encoder {
  readonly factory: string;
  /** Settings that never change. */
  readonly fixed: string;
  readonly settings: (aim: Aim) => Settings;
  /** Of these settings the ones that can change while it plays. */
  readonly live: readonly string[];
}

const kilobits = (bitrate: number): number => Math.max(1, Math.round(bitrate / 1000));

const ENCODERS: Readonly<Record<Exclude<Implementation, 'auto'>, Encoder>> = {
  aom: {
    factory: 'av1enc',
    // The element's own quantizers, both 0, end the process when the bit rate is constant.
    fixed:
      'usage-profile=realtime end-usage=cbr lag-in-frames=0 min-quantizer=2 max-quantizer=63 row-mt=true ' +
      'buf-sz=1000 buf-initial-sz=500 buf-optimal-sz=600',
    settings: ({ bitrate, keyframes, speed, threads }) => ({
      'target-bitrate': kilobits(bitrate),
      'keyframe-max-dist': keyframes,
      'cpu-used': 6 + speed,
      ...(threads === undefined ? {} : { threads }),
    }),
    live: ['target-bitrate'],
  },
  svt: {
    factory: 'svtav1enc',
    fixed: 'parameters-string=pred-struct=1:rc=2',
    settings: ({ bitrate, keyframes, speed, threads }) => ({
      'target-bitrate': kilobits(bitrate),
      'intra-period-length': keyframes - 1,
      preset: 9 + speed,
      ...(threads === undefined ? {} : { 'logical-processors': threads }),
    }),
    live: [],
  },
  rav1e: {
    factory: 'rav1enc',
    fixed: 'low-latency=true',
    settings: ({ bitrate, keyframes, speed, threads }) => ({
      bitrate,
      'max-key-frame-interval': keyframes,
      'speed-preset': 6 + speed,
      ...(threads === undefined ? {} : { threads }),
    }),
    live: [],
  },
};

function encoderFor(factory: string): Encoder {
  const found = Object.values(ENCODERS).find((encoder) => encoder.factory === factory);
  if (!found) throw new Error(`${factory} is no AV1 encoder that is known here`);
  return found;
}

/** Launch text of the element that encodes on a machine, without its name. */
export function chooseEncoder(implementation: Implementation, has: HasElement): string {
  const all = Object.values(ENCODERS);
  const chosen =
    implementation === 'auto'
      ? (all.find(({ factory }) => has(factory)) ?? ENCODERS.aom)
      : ENCODERS[implementation];
  return `${chosen.factory} name=encoder ${chosen.fixed}`;
}

/** Settings of an element for an aim. @throws Error for an unknown element. */
export function encoderSettings(factory: string, aim: Aim): Settings {
  return encoderFor(factory).settings(aim);
}

/** Those of the settings that change while the element plays; undefined when it cannot. */
export function liveSettings(factory: string, aim: Aim): Settings | undefined {
  const { settings, live } = encoderFor(factory);
  if (live.length === 0) return undefined;
  return Object.fromEntries(Object.entries(settings(aim)).filter(([name]) => live.includes(name)));
}
