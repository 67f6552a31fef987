/** Bouncer and open door of every test planet: user `user`, password `test`. */
const MANAGER = `  <manager name="test">
    <component name="bouncer" type="htpasswdcrypt-bouncer">
      <property name="data">user:PSfNpHTkpTx1M</property>
    </component>
  </manager>`;

/** A planet file around flows. */
export function planet(flows: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<planet>\n${MANAGER}\n${flows}\n</planet>\n`;
}

/** One component as XML; eaters as `name → feeds`. */
export function component(
  name: string,
  type: string,
  options: {
    readonly worker?: string;
    readonly eat?: Readonly<Record<string, readonly string[]>>;
    readonly properties?: Readonly<Record<string, string | number>>;
  } = {},
): string {
  const eaters = Object.entries(options.eat ?? {}).map(
    ([eater, feeds]) =>
      `      <eater name="${eater}">${feeds.map((feed) => `<feed>${feed}</feed>`).join('')}</eater>`,
  );
  const properties = Object.entries(options.properties ?? {}).map(
    ([property, value]) => `      <property name="${property}">${String(value)}</property>`,
  );
  return [
    `    <component name="${name}" type="${type}" worker="${options.worker ?? 'localhost'}">`,
    ...eaters,
    ...properties,
    '    </component>',
  ].join('\n');
}

/** Test picture and tone, small enough for many to run at once, as Ogg on a port. */
export function oggFlow(port: number, name = 'default'): string {
  return [
    `  <flow name="${name}">`,
    component('video', 'videotest-producer', {
      properties: { width: 160, height: 120, framerate: '15/1', pattern: 18 },
    }),
    component('audio', 'audiotest-producer', { properties: { samplerate: 44100, volume: 0.5 } }),
    component('theora', 'theora-encoder', {
      eat: { default: ['video'] },
      properties: { bitrate: 200000, 'keyframe-maxdistance': 15 },
    }),
    component('vorbis', 'vorbis-encoder', { eat: { default: ['audio'] } }),
    component('muxer', 'ogg-muxer', { eat: { default: ['theora', 'vorbis'] } }),
    component('http', 'http-streamer', {
      eat: { default: ['muxer'] },
      properties: { port, 'mount-point': '/', 'burst-on-connect': 'true', 'burst-time': 2 },
    }),
    '  </flow>',
  ].join('\n');
}
