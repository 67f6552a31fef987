import type { Medium } from './form';

/** Longest gap that is filled with the last picture, in nanoseconds; a longer one stays a gap. */
const MAX_GAP = 10_000_000_000;

/** Where one kind of media leaves a switch, and by which eater each source brings it. */
export interface Rail {
  /** Absent where pictures and sound are both taken, and neither is converted. */
  readonly medium: Medium | undefined;
  /** Name of the element whose caps are the form that leaves. */
  readonly form: string | undefined;
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
 * The part of a pipeline where the feeds of one medium come together. All but one gate are shut. What passes has one
 * segment, so the rates notice when times go back, and drop that; they fill what is left out.
 */
export function railText(medium: Medium): string {
  return medium === 'video'
    ? 'funnel name=video-in ! identity single-segment=true ! videoconvert ! videoscale ' +
        `! videorate name=video-rate skip-to-first=true max-duplication-time=${String(MAX_GAP)} ` +
        '! capsfilter name=video-form ! @feeder:video@'
    : 'funnel name=audio-in ! identity single-segment=true ! audioconvert ! audioresample ' +
        '! audiorate name=audio-rate skip-to-first=true ! capsfilter name=audio-form ! @feeder:audio@';
}

/** Text of one input of a rail. */
export function inputText(eater: string, into: string, before = ''): string {
  return `@eater:${eater}@ ! ${before}valve name=${gateOf(eater)} drop=true ! ${into}.`;
}

/** Text of both rails with the inputs of sources, eaters being called `video-SOURCE` and `audio-SOURCE`. */
export function avText(sources: readonly string[], before: (eater: string) => string = () => ''): string {
  return (['video', 'audio'] as const)
    .flatMap((medium) => [
      railText(medium),
      ...sources.map((source) => {
        const eater = `${medium}-${source}`;
        return inputText(eater, `${medium}-in`, before(eater));
      }),
    ])
    .join(' ');
}

/** The rails of `avText`. */
export const AV_RAILS: readonly Rail[] = (['video', 'audio'] as const).map((medium) => ({
  medium,
  form: `${medium}-form`,
  eater: (source: string) => `${medium}-${source}`,
}));

/** Text of a switch for feeds of one kind, which are not converted. */
export const SINGLE_TEXT = [
  'funnel name=in ! identity single-segment=true ! @feeder:default@',
  inputText('master', 'in'),
  inputText('backup', 'in'),
].join(' ');

/** The rail of `SINGLE_TEXT`. */
export const SINGLE_RAIL: Rail = { medium: undefined, form: undefined, eater: (source) => source };
