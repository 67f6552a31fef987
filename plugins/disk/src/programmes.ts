import type { FeedBuffer, FeedCaps, TapHandler } from '@flumotion/core/plugin';
import { sameEvent, type Occurrence } from '@flumotion/plugin-ical/schedule';
import { Recorder, type RecorderContext } from './recorder';
import type { Written } from './written';

interface Running {
  event: Occurrence;
  readonly recorder: Recorder;
  readonly wish: Wish;
}

/** Whether an event is recorded: the calendar wants it, until somebody says otherwise while it takes place. */
interface Wish {
  recorded: boolean;
}

/** Records each event of a calendar to a file of its own, also those that overlap. */
export class Programmes implements TapHandler {
  private running: Running[] = [];
  private readonly ending = new Set<Promise<void>>();
  private stream: FeedCaps | undefined;
  /** Recorders that write a file now. */
  private readonly writing = new Set<object>();

  constructor(
    private readonly context: RecorderContext,
    private readonly written: Written,
  ) {}

  /** Takes note of the events that take place now. */
  take(active: readonly Occurrence[]): void {
    for (const one of this.running) {
      const now = active.find((event) => sameEvent(event, one.event));
      if (now) one.event = now;
      else one.recorder.leave();
    }
    this.sweep();
    const known = (event: Occurrence): boolean => this.running.some((one) => sameEvent(one.event, event));
    for (const event of active.filter((each) => !known(each))) {
      this.context.log.info(`the event ${JSON.stringify(event.summary)} begins`);
      const { summary: title, start, offset } = event;
      const wish = { recorded: true };
      const recorder = new Recorder(this.contextFor(wish), this.written, { title, start, offset });
      if (this.stream) recorder.caps(this.stream);
      this.running.push({ event, recorder, wish });
    }
  }

  caps(caps: FeedCaps): void {
    this.stream = caps;
    for (const { recorder } of this.running) recorder.caps(caps);
  }

  buffer(buffer: FeedBuffer): void {
    for (const { recorder } of this.running) recorder.buffer(buffer);
    if (!buffer.delta) this.sweep();
  }

  /** Ends the recordings of the events that take place, or begins them again at the next keyframe. */
  switch(recorded: boolean): void {
    for (const { recorder, wish } of this.running) {
      wish.recorded = recorded;
      if (!recorded) recorder.end();
    }
    this.sweep();
  }

  /**
   * Has each recording go on in another file from the next keyframe on.
   * @returns whether there is one that is being written.
   */
  next(filename?: string): boolean {
    return this.running.map(({ recorder }) => recorder.next(filename)).includes(true);
  }

  /** Ends all files and waits until they are on the disk. */
  async finish(): Promise<void> {
    await Promise.all(this.running.map(({ recorder }) => recorder.finish()));
    this.running = [];
    await Promise.all(this.ending);
  }

  private sweep(): void {
    for (const { recorder } of this.running.filter((one) => one.recorder.over)) {
      const ended = recorder.finish().finally(() => this.ending.delete(ended));
      this.ending.add(ended);
    }
    this.running = this.running.filter(({ recorder }) => !recorder.over);
  }

  /** The component's context, but for what is the event's own and the figure that several recorders make together. */
  private contextFor(wish: Wish): RecorderContext {
    const { context, writing } = this;
    return {
      name: context.name,
      get properties() {
        return { ...context.properties, 'start-recording': wish.recorded };
      },
      log: context.log,
      stat: (name, value) => {
        if (name !== 'recording') {
          context.stat(name, value);
          return;
        }
        if (value === 1) writing.add(wish);
        else writing.delete(wish);
        context.stat(name, writing.size > 0 ? 1 : 0);
      },
      count: (name, by) => {
        context.count(name, by);
      },
      message: (message) => {
        context.message(message);
      },
      clear: (id) => {
        context.clear(id);
      },
      waitFor: (reason) => {
        context.waitFor(reason);
      },
    };
  }
}
