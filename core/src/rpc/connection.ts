import {
  createMessageConnection,
  ErrorCodes,
  type MessageConnection,
  type MessageReader,
  type MessageWriter,
  ResponseError,
} from 'vscode-jsonrpc/node';
import { FlumotionError, isFlumotionError } from '../errors';
import { escapeText, type Logger } from '../log/logger';
import { check } from './check';
import { guardReader } from './guard';
import { errorFromWire, errorToWire } from './error-wire';
import { heartbeat, type NotificationType, type RequestType } from './messages';

/** Milliseconds between heartbeats, and of silence after which a connection counts as dead. */
export interface Timing {
  readonly heartbeat: number;
  readonly silence: number;
}

/** The timing of every connection of the system. */
export const TIMING: Timing = { heartbeat: 5_000, silence: 30_000 };

/** Code with which the library fails what waits when the connection is disposed of. */
const PENDING_REJECTED: number = ErrorCodes.PendingResponseRejected;
/** Requests that may be unanswered past their deadline before the connection is given up. */
const MAX_UNANSWERED = 256;
/** Requests of the peer that may be in work at one time. */
const MAX_IN_WORK = 1_024;

/**
 * Typed requests and notifications over one transport, both ways. Everything that arrives is checked against its
 * type; every request has a deadline; heartbeats find a dead peer. Register handlers, then call `listen`.
 */
export class Connection {
  /** Resolves with the reason when the connection has closed; never rejects. */
  readonly closed: Promise<string>;
  private readonly rpc: MessageConnection;
  private resolveClosed: (reason: string) => void = () => undefined;
  private closeReason: string | undefined;
  private lastHeard = Date.now();
  private lastBeat = Date.now();
  private beat: NodeJS.Timeout | undefined;
  private unanswered = 0;
  private inWork = 0;
  private badMessages = 0;

  constructor(
    reader: MessageReader,
    private readonly writer: MessageWriter,
    readonly peer: string,
    private readonly log: Logger,
    private readonly timing: Timing = TIMING,
  ) {
    this.closed = new Promise((resolve) => (this.resolveClosed = resolve));
    const guarded = guardReader(
      reader,
      () => (this.lastHeard = Date.now()),
      (text) => {
        this.countMalformed(text);
      },
    );
    const quiet = (text: string): void => {
      this.log.debug(`${this.peer}: ${text}`);
    };
    this.rpc = createMessageConnection(guarded, writer, {
      error: quiet,
      warn: quiet,
      info: quiet,
      log: quiet,
    });
    this.rpc.onError(([error]) => {
      this.close(error.message);
    });
    this.rpc.onClose(() => {
      this.close('the other side closed it');
    });
    this.rpc.onUnhandledNotification((message) => {
      this.countMalformed(`notification ${message.method} is not known here`);
    });
    this.onNotification(heartbeat, () => undefined);
  }

  /** Whether the connection can still carry messages. */
  get open(): boolean {
    return this.closeReason === undefined;
  }

  /** Messages received so far that were not of the agreed form. */
  get malformed(): number {
    return this.badMessages;
  }

  /** Starts reading and beating. Call once, after the handlers are registered. */
  listen(): void {
    if (!this.open) return;
    this.lastHeard = this.lastBeat = Date.now();
    this.rpc.listen();
    this.beat = setInterval(() => {
      this.tick();
    }, this.timing.heartbeat);
    this.beat.unref();
  }

  /**
   * Asks the peer and waits for the answer, at most the type's deadline.
   * @throws FlumotionError `deadline-passed`, `connection-closed`, `message-invalid`, `peer-failed`, or the error with which the peer answered.
   */
  async request<P, R>(type: RequestType<P, R>, params: P): Promise<R> {
    if (!this.open) throw this.closedError();
    const answered = this.rpc.sendRequest<unknown>(type.method, params);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(FlumotionError.of('deadline-passed', this.lateValues(type)));
        this.countUnanswered(answered);
      }, type.deadline);
    });
    try {
      const answer = await Promise.race([answered, late]);
      return check(type.result, answer, `answer to ${type.method}`, this.peer);
    } catch (error) {
      throw isFlumotionError(error) ? error : this.requestError(type.method, error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Tells the peer; lost without an error when the connection is closed. */
  notify<P>(type: NotificationType<P>, params: P): void {
    if (!this.open) return;
    this.rpc.sendNotification(type.method, params).catch((error: unknown) => {
      this.log.debug(`${type.method} to ${this.peer} was not sent: ${String(error)}`);
    });
  }

  /** Answers requests of a type; a FlumotionError thrown by the handler reaches the asker with its code and text. */
  onRequest<P, R>(type: RequestType<P, R>, handler: (params: P) => R | Promise<R>): void {
    this.rpc.onRequest(type.method, async (raw: unknown) => {
      if (this.inWork >= MAX_IN_WORK) throw errorToWire(this.busyError(type.method));
      this.inWork += 1;
      try {
        return await handler(this.checkParams(type, raw));
      } catch (error) {
        if (!isFlumotionError(error))
          this.log.warn(`${type.method} asked by ${this.peer} failed: ${stackOf(error)}`);
        throw errorToWire(error);
      } finally {
        this.inWork -= 1;
      }
    });
  }

  /** Takes notifications of a type; malformed ones and errors of the handler are logged and counted. */
  onNotification<P>(type: NotificationType<P>, handler: (params: P) => void | Promise<void>): void {
    this.rpc.onNotification(type.method, async (raw: unknown) => {
      let params: P;
      try {
        params = this.checkParams(type, raw);
      } catch {
        return;
      }
      try {
        await handler(params);
      } catch (error) {
        this.log.warn(`${type.method} from ${this.peer} could not be handled: ${stackOf(error)}`);
      }
    });
  }

  /** Closes the transport and fails what waits. The first reason given stays. */
  close(reason: string): void {
    if (!this.open) return;
    this.closeReason = reason;
    clearInterval(this.beat);
    this.writer.end();
    this.rpc.dispose();
    this.resolveClosed(reason);
  }

  private tick(): void {
    const now = Date.now();
    const overslept = now - this.lastBeat > 2 * this.timing.heartbeat + 1_000;
    this.lastBeat = now;
    // A process that was itself suspended has not read what waits for it: it may not blame the peer.
    if (overslept) this.lastHeard = now;
    if (now - this.lastHeard > this.timing.silence)
      this.close(`nothing was heard for ${Math.round((now - this.lastHeard) / 1000)} s`);
    else this.notify(heartbeat, {});
  }

  private checkParams<P>(type: { method: string; params: NotificationType<P>['params'] }, raw: unknown): P {
    try {
      return check(type.params, raw, type.method, this.peer);
    } catch (error) {
      this.countMalformed((error as Error).message);
      throw error;
    }
  }

  private countUnanswered(answered: Promise<unknown>): void {
    this.unanswered += 1;
    const settle = (): void => {
      this.unanswered -= 1;
    };
    answered.then(settle, settle);
    if (this.unanswered >= MAX_UNANSWERED) this.close(`${this.unanswered} requests are past their deadline`);
  }

  private countMalformed(text: string): void {
    this.badMessages += 1;
    // The first ones and then each hundredth: a peer cannot fill the log.
    if (this.badMessages <= 10 || this.badMessages % 100 === 0)
      this.log.warn(
        `malformed message ${this.badMessages} from ${this.peer}: ${escapeText(text.slice(0, 500))}`,
      );
  }

  private requestError(method: string, error: unknown): FlumotionError {
    if (!this.open) return this.closedError();
    if (error instanceof ResponseError) {
      if (error.code === PENDING_REJECTED) return this.closedError();
      return errorFromWire(error, method, this.peer);
    }
    return FlumotionError.of('peer-failed', { peer: this.peer, method, reason: String(error) });
  }

  private closedError(): FlumotionError {
    return FlumotionError.of('connection-closed', { peer: this.peer, reason: this.closeReason ?? 'closed' });
  }

  private busyError(method: string): FlumotionError {
    return FlumotionError.of('peer-failed', {
      peer: 'this side',
      method,
      reason: `${MAX_IN_WORK} requests are in work already`,
    });
  }

  private lateValues(type: { method: string; deadline: number }): { what: string; seconds: number } {
    return { what: `${type.method} asked of ${this.peer}`, seconds: type.deadline / 1000 };
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
