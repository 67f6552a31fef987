import type { Medium } from './form';

/** Longest gap that is filled with the last picture, in nanoseconds; a longer one stays a gap. */
const MAX_GAP = 10_000_000_000;

/** Where one kind of media leaves a switch, and by which eater each source brings it. */
export interface Rail {
  /** Absent where pictures and sound are both taken, and neither is converted. */
  readonly medium: Medium | undefined;
  /** Names of the elements whose caps are the form of the inputs, and of what leaves. */
  readonly forms: { readonly inputs: readonly string[]; readonly output: string } | undefined;
  /** Name of the eater of a source. */
  eater(source: string): string;
  /** Name of a gate that is opened while no source is on air. */
  readonly filler?: string;
}

/** Name of the valve behind an eater. */
export function gateOf(eater: string): string {
  return `${eater}-gate`;
}

/**
 * Where feeds come together. Only the first that passes tells its caps and where its stream begins: what follows must
 * not take a change of source for the beginning of another stream, as muxers would. One segment lets the rates notice
 * when times go back; they drop that, and fill what is left out.
 */
const JOIN = 'forward-sticky-events=false ! identity single-segment=true';

const RATES: Readonly<Record<Medium, string>> = {
  video: `videorate name=video-rate skip-to-first=true max-duplication-time=${String(MAX_GAP)}`,
  audio: 'audiorate name=audio-rate skip-to-first=true',
};
const CONVERTERS: Readonly<Record<Medium, string>> = {
  video: 'videoconvert ! videoscale',
  audio: 'audioconvert ! audioresample',
};

/** The part of a pipeline where the feeds of one medium leave. All gates but one are shut. */
export function railText(medium: Medium): string {
  const output = `${RATES[medium]} ! capsfilter name=${medium}-form ! @feeder:${medium}@`;
  return `funnel name=${medium}-in ${JOIN} ! ${output}`;
}

/** Text of one input of a rail. What is behind a shut gate costs nothing. */
function inputText(medium: Medium, eater: string, before: string): string {
  const convert = `${CONVERTERS[medium]} ! capsfilter name=${eater}-form`;
  return `@eater:${eater}@ ! ${before}valve name=${gateOf(eater)} drop=true ! ${convert} ! ${medium}-in.`;
}

/** Text of both rails with the inputs of sources, eaters being called `video-SOURCE` and `audio-SOURCE`. */
export function avText(sources: readonly string[], before: (eater: string) => string = () => ''): string {
  return (['video', 'audio'] as const)
    .flatMap((medium) => [
      railText(medium),
      ...sources.map((source) => {
        const eater = `${medium}-${source}`;
        return inputText(medium, eater, before(eater));
      }),
    ])
    .join(' ');
}

/** The rails of `avText`. */
export function avRails(sources: readonly string[]): readonly Rail[] {
  return (['video', 'audio'] as const).map((medium) => ({
    medium,
    forms: { inputs: sources.map((source) => `${medium}-${source}-form`), output: `${medium}-form` },
    eater: (source: string) => `${medium}-${source}`,
  }));
}

/** Text of a switch for feeds of one kind, which are not converted. */
export const SINGLE_TEXT = [
  `funnel name=in ${JOIN} ! @feeder:default@`,
  ...['master', 'backup'].map((eater) => `@eater:${eater}@ ! valve name=${gateOf(eater)} drop=true ! in.`),
].join(' ');

/** The rail of `SINGLE_TEXT`. */
export const SINGLE_RAIL: Rail = { medium: undefined, forms: undefined, eater: (source) => source };
