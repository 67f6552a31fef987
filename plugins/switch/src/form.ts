import { capsText, type Fraction } from '@flumotion/core/plugin';

/** What a switch carries. */
export type Medium = 'video' | 'audio';

/** Form of raw media that leaves a switch; fields without a value are left to the media. */
export interface VideoForm {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly framerate?: Fraction | undefined;
  readonly 'pixel-aspect-ratio'?: Fraction | undefined;
}

/** The same for sound. */
export interface AudioForm {
  readonly rate?: number | undefined;
  readonly channels?: number | undefined;
}

/** Caps of what leaves a switch, as text. */
export interface Form {
  /** What every input is brought into, where they come together. */
  readonly input: string;
  /** What leaves. */
  readonly output: string;
}

/** Lines of a picture from which the colours of high definition are usual. */
const HIGH_DEFINITION = 720;

/** The form of pictures. Their rate is made the same only after they came together, from their times. */
export function videoForm({ framerate, ...form }: VideoForm): Form {
  const colorimetry = (form.height ?? 0) < HIGH_DEFINITION ? 'bt601' : 'bt709';
  const fields = { format: 'I420', ...form, colorimetry };
  return {
    input: capsText('video/x-raw', fields),
    output: capsText('video/x-raw', { ...fields, framerate }),
  };
}

/** The form of sound. */
export function audioForm(form: AudioForm): Form {
  const caps = capsText('audio/x-raw', { format: 'S16LE', layout: 'interleaved', ...form });
  return { input: caps, output: caps };
}

/** A field of caps text, without its type. */
function field(caps: string, name: string): string | undefined {
  return new RegExp(`[,;]\\s*${name}=(?:\\([^)]*\\))?([^,;\\s]+)`).exec(caps)?.[1];
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** A fraction that is not 0, which stands for a rate that varies. */
function fraction(text: string | undefined): Fraction | undefined {
  const [, above, below] = /^(\d+)\/(\d+)$/.exec(text ?? '') ?? [];
  return above === undefined || below === undefined || Number(above) === 0
    ? undefined
    : [Number(above), Number(below)];
}

/** The form of a feed, for everything else to be brought into; undefined while its caps are not known. */
export function formOf(medium: Medium, caps: string | undefined): Form | undefined {
  if (caps === undefined || !caps.startsWith(`${medium}/x-raw`)) return undefined;
  if (medium === 'audio') {
    const [rate, channels] = [number(field(caps, 'rate')), number(field(caps, 'channels'))];
    return rate === undefined || channels === undefined ? undefined : audioForm({ rate, channels });
  }
  const [width, height] = [number(field(caps, 'width')), number(field(caps, 'height'))];
  if (width === undefined || height === undefined) return undefined;
  return videoForm({
    width,
    height,
    // A rate that varies would let times go on unevenly; 25 is what most things show.
    framerate: fraction(field(caps, 'framerate')) ?? [25, 1],
    'pixel-aspect-ratio': fraction(field(caps, 'pixel-aspect-ratio')) ?? [1, 1],
  });
}

const COMPARED: Readonly<Record<string, readonly string[]>> = {
  'video/x-raw': ['format', 'width', 'height', 'framerate', 'pixel-aspect-ratio'],
  'audio/x-raw': ['format', 'rate', 'channels', 'layout'],
};

/** What makes two raw feeds alike, for people: `video/x-raw width=320 …`. */
export function essence(caps: string): string {
  const [type = ''] = caps.split(',', 1);
  return [type, ...(COMPARED[type] ?? []).map((name) => `${name}=${field(caps, name) ?? '?'}`)].join(' ');
}
