import type { Connection } from '../rpc/connection';

/** A worker that has connected and not yet said who it is. */
export interface Caller {
  readonly connection: Connection;
  /** Address from which it comes. */
  readonly address: string;
  /** Address of the manager that it reached. */
  readonly via: string;
}

/**
 * Carries what managers and workers say to each other. The built-in one is a WebSocket on the manager's port; a message
 * bus can stand in its place.
 */
export interface ControlTransport {
  /**
   * Takes callers from now on.
   * @param arrived registers the handlers of a caller's connection; the transport listens on it afterwards.
   * @throws FlumotionError when no callers can be taken, as `port-in-use`.
   */
  open(arrived: (caller: Caller) => void): Promise<void>;
  /** Takes no more callers and lets go of those it has. */
  close(): Promise<void>;
}
