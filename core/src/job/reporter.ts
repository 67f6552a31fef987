import { advise } from '../gst/advice';
import type { Logger } from '../log/logger';
import type { Behaviour, Context, ElementMessage, PipelineError } from '../plugin';
import type { MediaEvents } from './gst-media';
import type { MoodKeeper } from './mood-keeper';

/**
 * Milliseconds a component with a broken pipeline stays sad before it is tried again: devices are replugged and
 * servers come back. Longer than the span in which the worker counts deaths as a crash loop, divided by their number.
 */
export const RETRY_AFTER = 15_000;

/** Turns what a pipeline reports into messages for people. */
export class PipelineReporter implements MediaEvents {
  private retrying = false;

  constructor(
    private readonly behaviour: Behaviour,
    private readonly context: () => Context | undefined,
    private readonly mood: MoodKeeper,
    private readonly log: Logger,
    private readonly retry: () => void,
  ) {}

  error(error: PipelineError): void {
    const explained = this.behaviour.explain?.(error) ?? advise(error);
    this.log.error(`${explained.text} (${error.source}: ${error.text}; ${error.debug})`);
    this.mood.say({ level: 'error', debug: error.debug, ...explained });
    this.tryAgain();
  }

  warning(error: PipelineError): void {
    this.log.warn(`${error.source}: ${error.text} (${error.debug})`);
    this.mood.say({ level: 'warning', id: `element-${error.source}`, text: error.text, debug: error.debug });
  }

  ended(): void {
    this.mood.say({ level: 'error', id: 'stream-ended', text: 'the source of the stream has ended' });
    this.tryAgain();
  }

  element(message: ElementMessage): void {
    const context = this.context();
    if (context) this.behaviour.elementMessage?.(context, message);
  }

  private tryAgain(): void {
    if (this.retrying) return;
    this.retrying = true;
    setTimeout(this.retry, RETRY_AFTER).unref();
  }
}
