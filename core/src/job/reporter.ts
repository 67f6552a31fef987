import { advise } from '../gst/advice';
import type { Logger } from '../log/logger';
import type { Behaviour, Context, ElementMessage, InputPad, PipelineError } from '../plugin';
import type { MediaEvents } from './gst-media';
import type { MoodKeeper } from './mood-keeper';
import type { JobPlugs } from './plugs';

/**
 * Milliseconds a component with a broken pipeline stays sad before it is tried again: devices are replugged and
 * servers come back. Longer than the span in which the worker counts deaths as a crash loop, divided by their number.
 */
export const RETRY_AFTER = 15_000;

/** Domain of the error of an eater whose feed has other media than before: nothing is wrong, and waiting helps nobody. */
const FEED_CHANGED = 'flumotion-feed-error';

/** Turns what a pipeline reports into messages for people. */
export class PipelineReporter implements MediaEvents {
  private readonly began = performance.now();
  private next: { readonly at: number; readonly timer: NodeJS.Timeout } | undefined;

  constructor(
    private readonly behaviour: Behaviour,
    private readonly context: () => Context | undefined,
    private readonly plugs: Pick<JobPlugs, 'elementMessage' | 'listen'>,
    private readonly mood: MoodKeeper,
    private readonly log: Logger,
    private readonly retry: () => void,
  ) {}

  get listens(): boolean {
    return this.behaviour.elementMessage !== undefined || this.plugs.listen;
  }

  error(error: PipelineError): void {
    const explained = this.behaviour.explain?.(error) ?? advise(error);
    const details = [`${error.source}: ${error.text}`, error.debug].filter((text) => text !== '');
    this.log.error(`${explained.text} (${details.join('; ')})`);
    this.mood.say({ level: 'error', debug: error.debug, ...explained });
    this.tryAgain(error.domain === FEED_CHANGED ? Math.max(0, RETRY_AFTER - this.lasted) : RETRY_AFTER);
  }

  warning(error: PipelineError): void {
    this.log.warn(`${error.source}: ${error.text} (${error.debug})`);
    this.mood.say({ level: 'warning', id: `element-${error.source}`, text: error.text, debug: error.debug });
  }

  ended(): void {
    this.mood.say({ level: 'error', id: 'stream-ended', text: 'the source of the stream has ended' });
    this.tryAgain(RETRY_AFTER);
  }

  joined(alias: string, pad: InputPad): void {
    const context = this.context();
    if (context) this.behaviour.joined?.(context, alias, pad);
  }

  element(message: ElementMessage): void {
    if (this.plugs.elementMessage(message)) return;
    const context = this.context();
    if (context) this.behaviour.elementMessage?.(context, message);
  }

  /** Milliseconds since the start. Without regard for it a feed that keeps changing would be a crash loop. */
  private get lasted(): number {
    return performance.now() - this.began;
  }

  private tryAgain(after: number): void {
    const at = performance.now() + after;
    if (this.next && this.next.at <= at) return;
    clearTimeout(this.next?.timer);
    this.next = { at, timer: setTimeout(this.retry, after).unref() };
  }
}
