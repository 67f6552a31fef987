import type { PipelineError } from './behaviour';
import type { Message } from './message';

/**
 * What is told while a line is away: usually a warning; an `error` makes the component sad until the line is back.
 * @example
 * ```ts
 * const trouble: LineTrouble = { level: 'error', text: 'The password is wrong.', advice: 'Correct it.' };
 * ```
 */
export type LineTrouble = Omit<Message, 'id'>;

/**
 * A part of the pipeline that connects to the outside, such as a source that reads from a server: when it fails or
 * ends, it alone is begun again, with growing waits, for ever. The rest of the pipeline plays on.
 *
 * In the pipeline text it is a bin, `( name=line … identity name=meter … )`. A line that brings media in goes on into a
 * `funnel`, which keeps its end from going further. A line that takes media out comes after
 * `errorignore ignore-error=true ignore-notlinked=true ignore-eos=true convert-to=ok` and begins with a leaky `queue`;
 * its sinks have `async=false`.
 * @example
 * ```ts
 * const behaviour: Behaviour = {
 *   start: (context) =>
 *     context.line({ bin: 'line', meter: 'meter', into: ['merge'], peer: 'srt://example.org:9000', patience: 10 }),
 * };
 * ```
 */
export interface Line {
  /** Name of the bin. */
  readonly bin: string;
  /** Name of an `identity` in the bin that all media passes. */
  readonly meter: string;
  /** Names of the funnels it goes into; none for a line that takes media out. */
  readonly into?: readonly string[];
  /** Name of the `errorignore` before it; none for a line that brings media in. */
  readonly from?: string;
  /** What it connects to, for people and the log; without secrets. */
  readonly peer: string;
  /** Seconds before the second attempt, and the most between two; each is twice the last. 1 and 30 when left out. */
  readonly wait?: readonly [first: number, most: number];
  /** Seconds without media after which the line counts as lost; for ever when left out. */
  readonly patience?: number;
  /** Whether it is connected; when left out, it is as soon as media has passed. Asked twice a second. */
  readonly connected?: () => boolean;
  /**
   * Called before each attempt, at most 10 s; what it throws counts as a failure of the attempt, and so does trouble
   * that it returns.
   */
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- most have nothing to return
  readonly prepare?: () => LineTrouble | void | Promise<LineTrouble | void>;
  /** Asked twice a second while it plays: why it is of no use any more, so that it is begun again. */
  readonly broken?: () => LineTrouble | undefined;
  /** Turns what broke the line into words; undefined leaves it to the core. */
  readonly explain?: (error: PipelineError) => LineTrouble | undefined;
  /**
   * Judges a warning of its elements, such as one for each packet that cannot be sent: true counts as a failure of the
   * line, false is kept quiet, and with undefined it is told as that of any element.
   */
  readonly failing?: (warning: PipelineError) => boolean | undefined;
  /** It is connected now, or no longer. */
  readonly changed?: (connected: boolean) => void;
}
