import { encodeAttribute } from './references';

/** A type of Flumotion 0.10 that is known and no longer there. */
export interface RetiredType {
  readonly kind: 'component' | 'plug';
  /** Why it is gone, as the rest of a sentence that begins with its name. */
  readonly why: string;
  /** What stands in for it, in a few words. */
  readonly instead: string;
  /** What to write instead; `{name}` and `{worker}` are those of the component. Empty: take the element away. */
  readonly lines: readonly string[];
}

/** What a planet file says of the element that names a retired type. */
export interface RetiredUse {
  readonly name?: string | undefined;
  readonly worker?: string | undefined;
}

const METRICS = [
  'scrape_configs:',
  '  - job_name: flumotion',
  '    scheme: https',
  '    basic_auth: { username: USER, password: PASSWORD }',
  '    tls_config: { insecure_skip_verify: true }',
  '    static_configs: [{ targets: ["MANAGER:7531"] }]',
];
const MANHOLE =
  'let people into a Python shell inside the process; there is no Python in it, and a shell for whoever finds the port is no way to steer it';

/** Every retired type by its name in planet files. This is their only list. */
export const RETIRED_TYPES: Readonly<Record<string, RetiredType>> = {
  'dirac-encoder': {
    kind: 'component',
    why: 'made Dirac, which no browser and hardly a player shows',
    instead: 'theora-encoder, which goes into the same ogg-muxer',
    lines: [
      '<component name="{name}" type="theora-encoder" worker="{worker}">',
      '  <!-- its <eater> and its bitrate as they are -->',
      '</component>',
    ],
  },
  'smoke-encoder': {
    kind: 'component',
    why: 'made Smoke, a format of GStreamer 0.10 that nothing else ever read',
    instead: 'jpeg-encoder, which goes into the same multipart-muxer',
    lines: [
      '<component name="{name}" type="jpeg-encoder" worker="{worker}">',
      '  <!-- its <eater> as it is -->',
      '  <property name="quality">85</property>',
      '</component>',
    ],
  },
  'tvcard-producer': {
    kind: 'component',
    why: 'read BTTV cards through Video4Linux 1, which Linux has no more',
    instead: 'webcam-producer, which reads them through Video4Linux 2; choose channel and norm with v4l2-ctl',
    lines: [
      '<component name="{name}" type="webcam-producer" worker="{worker}">',
      '  <property name="device">/dev/video0</property>',
      '  <property name="width">320</property>',
      '  <property name="height">240</property>',
      '  <property name="framerate">25/1</property>',
      '</component>',
    ],
  },
  'ivtv-producer': {
    kind: 'component',
    why: 'read MPEG from PVR cards that have not been made for years',
    instead: 'webcam-producer for the picture of a capture device and soundcard-producer for its sound',
    lines: [
      '<component name="{name}" type="webcam-producer" worker="{worker}">',
      '  <property name="device">/dev/video0</property>',
      '</component>',
      '<component name="{name}-audio" type="soundcard-producer" worker="{worker}">',
      '  <property name="device">hw:1</property>',
      '</component>',
      '<!-- what ate {name}:video now eats {name}, what ate {name}:audio now eats {name}-audio -->',
    ],
  },
  'component-cortado': {
    kind: 'plug',
    why: 'put a Java applet on a page, which browsers no longer run',
    instead: 'component-html5, which puts a player of the browser there',
    lines: [
      '<plug type="component-html5">',
      '  <property name="stream-url">http://localhost:8800/live.webm</property>',
      '  <property name="width">320</property>',
      '  <property name="height">240</property>',
      '  <property name="mime-type">video/webm</property>',
      '  <property name="codecs">vp8,vorbis</property>',
      '</plug>',
    ],
  },
  'component-rrd': {
    kind: 'plug',
    why: 'wrote figures into RRD files',
    instead: "the manager's page /metrics, which Prometheus reads; take the <plug> away",
    lines: METRICS,
  },
  'component-manhole': {
    kind: 'plug',
    why: MANHOLE,
    instead: "the manager's API, and Node's inspector after kill -USR1 PID; take the <plug> away",
    lines: [],
  },
  'manager-manhole': {
    kind: 'plug',
    why: MANHOLE,
    instead: "the manager's API, and Node's inspector after kill -USR1 PID; take the <plug> away",
    lines: [],
  },
};

/** The retired type of a name; undefined for every other name. */
export function retiredType(type: string, kind: RetiredType['kind']): RetiredType | undefined {
  const found = Object.hasOwn(RETIRED_TYPES, type) ? RETIRED_TYPES[type] : undefined;
  return found?.kind === kind ? found : undefined;
}

/**
 * What to tell somebody who names a retired type: why it is gone, what replaced it and the lines to write, each on a
 * line of its own.
 * @returns undefined when the type is not retired.
 */
export function retiredText(
  type: string,
  kind: RetiredType['kind'],
  use: RetiredUse = {},
): string | undefined {
  const found = retiredType(type, kind);
  if (!found) return undefined;
  const said = `${kind === 'plug' ? 'plug' : 'component'} type "${type}" is retired: it ${found.why}. Instead there is ${found.instead}`;
  if (found.lines.length === 0) return said;
  const values = { name: use.name ?? 'NAME', worker: use.worker ?? 'WORKER' };
  const lines = found.lines.map((line) =>
    line.replace(/\{(name|worker)\}/g, (_, key: keyof typeof values) => encodeAttribute(values[key])),
  );
  return [`${said}. Write:`, ...lines.map((line) => `    ${line}`)].join('\n');
}
