import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket, type RawData } from 'ws';
import { dialManager, errorText, FlumotionError } from '@flumotion/core/cli';
import type { ManagerClient } from './client';

/** Something that happened in a planet. */
export interface PlanetEvent {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly type: string;
  readonly data: unknown;
}

/** Who hears events. */
export interface EventListener {
  /** Takes an event; they come in order. */
  hear(event: PlanetEvent): void;
  /** A connection is there, and what was subscribed to is told from now on. */
  opened?(): void;
  /** The connection broke, with the reason; another one is made. */
  lost(reason: string): void;
}

/** Largest event, bytes. */
const MAX_EVENT = 64 * 1024 * 1024;
/** Milliseconds before a connection that broke is made again. */
const RETRY = 1000;
/** Milliseconds without a sign of life after which a connection counts as broken. The manager pings every 20 seconds. */
const SILENCE = 45_000;

/**
 * Hears what happens in a planet, and goes on where it was when the connection breaks.
 * @param subscribe what is wanted beside the usual, as `figures` or `log:/flow/name`.
 * @param signal ends it.
 * @throws FlumotionError when the first connection cannot be made.
 */
export async function hearEvents(
  client: ManagerClient,
  subscribe: readonly string[],
  listener: EventListener,
  signal: AbortSignal,
): Promise<void> {
  let since: string | undefined;
  const keeping: EventListener = {
    ...listener,
    hear: (event) => {
      since = event.id;
      listener.hear(event);
    },
  };
  for (let first = true; !signal.aborted; first = false) {
    try {
      listener.lost(await listen(client, since, subscribe, keeping, signal));
    } catch (error) {
      if (first) throw error;
      listener.lost(errorText(error));
    }
    await pause(RETRY, undefined, { signal }).catch(() => undefined);
  }
}

/** One connection. @returns why it ended. */
async function listen(
  client: ManagerClient,
  since: string | undefined,
  subscribe: readonly string[],
  listener: EventListener,
  signal: AbortSignal,
): Promise<string> {
  const connection = await dialManager(client.settings);
  if (signal.aborted) {
    connection.destroy();
    return 'it was ended';
  }
  const query = since === undefined ? '' : `?since=${encodeURIComponent(since)}`;
  const socket = new WebSocket(`ws://${client.place}/api/events${query}`, {
    headers: client.authorization,
    handshakeTimeout: client.settings.timeout,
    maxPayload: MAX_EVENT,
    createConnection: () => connection,
  });
  const end = (): void => {
    socket.terminate();
  };
  let silent = false;
  const watch = setTimeout(() => {
    silent = true;
    end();
  }, SILENCE);
  signal.addEventListener('abort', end, { once: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      let open = false;
      socket.on('error', (error) => {
        if (open) return;
        const reason = signal.aborted ? 'it was ended' : error.message;
        reject(
          FlumotionError.of('manager-answer', { manager: client.place, request: 'GET /api/events', reason }),
        );
      });
      socket.once('open', () => {
        open = true;
        if (subscribe.length > 0) socket.send(JSON.stringify({ subscribe }));
        // What is answered to this has been read after what was subscribed to.
        socket.ping();
      });
      socket.once('pong', () => listener.opened?.());
      socket.on('ping', () => watch.refresh());
      socket.on('message', (data: RawData) => {
        watch.refresh();
        listener.hear(JSON.parse((data as Buffer).toString('utf8')) as PlanetEvent);
      });
      socket.once('close', (_code, reason) => {
        if (silent) resolve(`nothing was heard for ${SILENCE / 1000} s`);
        else resolve(reason.length > 0 ? reason.toString('utf8') : 'the connection closed');
      });
    });
  } finally {
    clearTimeout(watch);
    signal.removeEventListener('abort', end);
    end();
  }
}
