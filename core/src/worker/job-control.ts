import { errorText } from '../errors';
import type { Logger, LogLine } from '../log/logger';
import type { Connection } from '../rpc/connection';
import type { JobState } from '../rpc/job-state';
import { KEYCARD_MESSAGES } from '../rpc/keycard-messages';
import * as messages from '../rpc/messages';
import { connectUnix } from '../rpc/unix';
import type { KeycardMessage, Pass, VerdictMessage } from './judge';

/** What a job tells through its control socket. */
export interface ControlEvents {
  changed(state: JobState): void;
  logged(line: LogLine): void;
  authenticate(question: KeycardMessage): Promise<VerdictMessage>;
  /** The job asks another component. */
  readonly pass: Pass;
  /** The job does not answer; it may still run. */
  lost(reason: string): void;
}

/** Milliseconds a living job may stay out of reach before it counts as hanging. */
export const LOST_LIMIT = 30_000;

const RETRY = 250;
/** Milliseconds between questions to a job how it is: one that is stuck keeps its connection and says nothing. */
const LOOK = 5_000;

/** The worker's end of a job's control socket: connects, and connects again while the job lives. */
export class JobControl {
  /** Resolves when the job has been out of reach for too long. */
  readonly hangs: Promise<string>;
  private connection: Connection | undefined;
  private done = false;
  private giveUp: (reason: string) => void = () => undefined;

  constructor(
    private readonly path: string,
    private readonly peer: string,
    private readonly log: Logger,
    private readonly events: ControlEvents,
    private readonly lostLimit: number = LOST_LIMIT,
    private readonly look: number = LOOK,
  ) {
    this.hangs = new Promise((resolve) => (this.giveUp = resolve));
  }

  /** The connection to ask through; undefined while the job is out of reach. */
  get current(): Connection | undefined {
    return this.connection?.open ? this.connection : undefined;
  }

  /**
   * Connects once and asks the job how it is.
   * @throws FlumotionError `socket-failed`, `deadline-passed` or `connection-closed` when it does not answer.
   */
  async open(): Promise<JobState> {
    const connection = await connectUnix(this.path, this.peer, this.log);
    this.serve(connection);
    try {
      return (await connection.request(messages.describe, {})).state;
    } catch (error) {
      connection.close('it does not answer');
      throw error;
    }
  }

  /** Keeps connected until `close`. */
  async run(): Promise<void> {
    let lostSince = Date.now();
    while (!this.done) {
      let reason: string;
      try {
        if (!this.current) this.events.changed(await this.open());
        reason = await this.watch();
        lostSince = Date.now();
      } catch (error) {
        reason = errorText(error);
      }
      if (this.isDone()) return;
      if (Date.now() - lostSince > this.lostLimit) {
        this.giveUp(reason);
        return;
      }
      this.events.lost(reason);
      await new Promise((resolve) => setTimeout(resolve, RETRY).unref());
    }
  }

  /** Lets go of the job; it goes on. */
  close(): void {
    this.done = true;
    this.connection?.close('the worker lets go of the job');
  }

  /** Asks regularly until the connection closes. @returns why it closed. */
  private async watch(): Promise<string> {
    const { connection } = this;
    if (!connection) return 'it was never reached';
    let silent = false;
    const ask = async (): Promise<void> => {
      try {
        const { state } = await connection.request(messages.describe, {});
        if (silent) this.events.changed(state);
        silent = false;
      } catch (error) {
        silent = connection.open;
        if (silent) this.events.lost(errorText(error));
      }
    };
    const timer = setInterval(() => void ask(), this.look);
    try {
      return await connection.closed;
    } finally {
      clearInterval(timer);
    }
  }

  private isDone(): boolean {
    return this.done;
  }

  private serve(connection: Connection): void {
    connection.onNotification(messages.jobChanged, ({ state }) => {
      this.events.changed(state);
    });
    connection.onNotification(messages.logLine, (line) => {
      this.events.logged(line as LogLine);
    });
    connection.onRequest(messages.authenticate, (question) => this.events.authenticate(question));
    for (const type of KEYCARD_MESSAGES)
      connection.onRequest(type, (question) => this.events.pass(type, question));
    connection.listen();
    this.connection = connection;
    if (this.done) connection.close('the worker lets go of the job');
  }
}
