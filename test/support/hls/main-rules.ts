import { judgeAttributes, readLines, type Attributes } from './reading';

/** A stream that a main playlist names. */
export interface Named {
  readonly uri: string;
  readonly attributes: Attributes;
}

const CODEC =
  /^(avc[13]\.[0-9a-f]{6}|h(vc|ev)1\.[ABC]?\d+\.[0-9a-f]+\.[LH]\d+(\.[0-9A-F]{1,2})*|mp4a\.(40\.\d+|[0-9a-f]{2})|av01\..+|vp09\..+|Opus|fLaC|alac|ac-3|ec-3)$/;

/** Reads a main playlist. @param complaints - takes what the standard says against it. */
export function readMain(text: string, complaints: string[] = []): readonly Named[] {
  const streams: Named[] = [];
  let pending: Attributes | undefined;
  let version: number | undefined;
  for (const line of readLines(text, complaints)) {
    if (pending && line.tag !== undefined) complaints.push('4.3.4.2: no URL follows EXT-X-STREAM-INF');
    if (line.tag === undefined) {
      if (!pending) complaints.push(`4.3.4.2: ${line.value} has no EXT-X-STREAM-INF`);
      streams.push({ uri: line.value, attributes: pending ?? new Map() });
      pending = undefined;
    } else if (line.tag === 'EXT-X-VERSION') {
      if (version !== undefined) complaints.push('4.3.1.2: EXT-X-VERSION stands twice');
      version = Number(line.value);
    } else if (line.tag === 'EXT-X-STREAM-INF') {
      const kinds = {
        'BANDWIDTH!': 'integer',
        'AVERAGE-BANDWIDTH': 'integer',
        CODECS: 'quoted',
        RESOLUTION: 'resolution',
        'FRAME-RATE': 'decimal',
      } as const;
      pending = judgeAttributes(line, '4.3.4.2', kinds, complaints);
    } else complaints.push(`4.1: ${line.tag} has no place in a main playlist`);
  }
  if (version === undefined) complaints.push('4.3.1.2: there is no EXT-X-VERSION');
  return streams;
}

/** What the standard says against a main playlist; nothing when it is sound. */
export function mainComplaints(text: string): readonly string[] {
  const complaints: string[] = [];
  const streams = readMain(text, complaints);
  if (streams.length === 0) complaints.push('4.3.4: no stream is named');
  for (const { uri, attributes } of streams) {
    const [bandwidth, average] = ['BANDWIDTH', 'AVERAGE-BANDWIDTH'].map((name) =>
      Number(attributes.get(name)?.value ?? NaN),
    );
    if (!((bandwidth ?? 0) > 0)) complaints.push(`4.3.4.2: ${uri} has no bandwidth`);
    if ((average ?? 0) > (bandwidth ?? 0))
      complaints.push(`4.3.4.2: ${uri} takes more on average than at most`);
    for (const codec of attributes.get('CODECS')?.value.split(',') ?? [])
      if (!CODEC.test(codec)) complaints.push(`3.4 (RFC 6381): ${uri} has the codec ${codec}`);
  }
  if (new Set(streams.map(({ uri }) => uri)).size !== streams.length)
    complaints.push('4.3.4.2: a stream stands twice');
  return complaints;
}
