import { Attempt, type Outcome, type Watcher } from './attempt.js';
import { enginesFor } from './choose.js';
import type { Engine, Sound } from './engine.js';
import type { Server, ServerState } from './server.js';
import type { View } from './view.js';

/** Seconds until the next attempt: the first wait, and the longest. */
const [FIRST_WAIT, LONGEST_WAIT] = [1, 20];
/** Seconds of play after which an interruption counts as the first. */
const STEADY = 30;
/** Failures with which an engine is given up although the server would have given the stream. */
const MOST_FAILURES = 2;

const SENTENCES = {
  unsupported: 'This browser cannot play the stream. A player such as VLC can: see the addresses below.',
  refused: 'The server does not let you in.',
  waiting: 'The stream is not on the air. It will play here as soon as it is.',
} as const;

/** Whether somebody has paused; a function, for it changes while one waits. */
function ended(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** Plays the stream, and goes on by itself after every interruption, until somebody pauses. */
export class Session {
  private attempt: Attempt | undefined;
  private stopping: AbortController | undefined;
  /** Engines given up in this session, of those that may play. */
  private choice = 0;
  private failures = 0;

  /** @param blocked - told when the browser wants a gesture of the user. */
  constructor(
    private readonly server: Server,
    private readonly view: View,
    private sounding: Sound,
    private readonly blocked: () => void,
  ) {}

  /** Whether it plays or tries to. */
  get running(): boolean {
    return this.stopping !== undefined;
  }

  get sound(): Sound {
    return this.sounding;
  }

  set sound(sound: Sound) {
    this.sounding = sound;
    this.attempt?.sound(sound);
  }

  start(): void {
    if (this.stopping) return;
    this.stopping = new AbortController();
    this.choice = this.failures = 0;
    void this.loop(this.stopping.signal);
  }

  /** Disconnects: who goes on later wants what is on then. */
  pause(): void {
    this.halt();
    this.view.show('paused');
  }

  private halt(): void {
    this.stopping?.abort();
    this.stopping = undefined;
    this.attempt?.stop();
    this.attempt = undefined;
    this.view.put(undefined);
  }

  private async loop(signal: AbortSignal): Promise<void> {
    this.view.show('connecting');
    while (!ended(signal)) {
      const state = await this.onAir(signal);
      if (ended(signal)) return;
      const make = enginesFor(state.type ?? '', state.codecs ?? [])[this.choice];
      if (!make) {
        this.giveUp('unsupported');
        return;
      }
      this.attempt = new Attempt(make, this.watcher());
      const outcome = await this.attempt.run(this.server.streamUrl, this.sounding, (element) =>
        this.view.put(element),
      );
      if (ended(signal)) return;
      await this.after(outcome, signal);
    }
  }

  /** Waits until the server has the stream. */
  private async onAir(signal: AbortSignal): Promise<ServerState> {
    for (;;) {
      const state = await this.server.state();
      if (ended(signal) || state?.live === true) return state ?? { live: false };
      if (state) this.view.show('waiting', SENTENCES.waiting);
      else this.view.show('reconnecting', 'The server cannot be reached. Trying again.');
      await this.pass(state ? 3 : this.wait(), signal);
    }
  }

  private async after({ why, played }: Outcome, signal: AbortSignal): Promise<void> {
    if (why === 'blocked') {
      this.halt();
      this.view.show('paused');
      this.blocked();
      return;
    }
    if (played > STEADY) this.failures = 0;
    if (why === 'failed' && played === 0) {
      const status = await this.server.status();
      if (ended(signal)) return;
      if (status === 401 || status === 403) {
        this.giveUp('refused');
        return;
      }
      if (status === 200 && ++this.failures >= MOST_FAILURES) {
        this.choice++;
        this.failures = 0;
        return;
      }
    }
    // A clean end and a source that came back are no failures: the stream is there already.
    const seconds = played > 0 && this.failures === 0 ? 0 : this.wait();
    this.failures++;
    for (let left = Math.ceil(seconds); left > 0 && !ended(signal); left--) {
      this.view.show('reconnecting', `The stream was interrupted. Trying again in ${left} s.`);
      await this.pass(1, signal);
    }
    if (!ended(signal)) this.view.show('reconnecting');
  }

  /** Seconds until the next attempt, at random so that an audience does not come back all at once. */
  private wait(): number {
    const most = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.failures);
    return most * (0.5 + Math.random() / 2);
  }

  private giveUp(why: 'unsupported' | 'refused'): void {
    this.halt();
    this.view.show(why, SENTENCES[why]);
    this.blocked();
  }

  private watcher(): Watcher {
    return {
      moves: (engine: Engine) => {
        this.view.show('live');
        this.view.kind(engine.picture);
      },
      stands: (began) => {
        if (began) this.view.show('waiting');
        else this.view.show('connecting');
      },
      flows: async () => (await this.server.state())?.live ?? false,
    };
  }

  private pass(seconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
