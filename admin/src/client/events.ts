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

/** Largest event, bytes. */
const MAX_EVENT = 64 * 1024 * 1024;
/** Milliseconds before a connection that broke is made again. */
const RETRY = 1000;

/**
 * Hears what happens in a planet, and goes on where it was when the connection breaks.
 * @param subscribe what is wanted beside the usual, as `figures` or `log:/flow/name`.
 * @param hear called for each event, in order.
 * @param lost called with the reason when the connection broke.
 * @param signal ends it.
 * @throws FlumotionError when the first connection cannot be made.
 */
export async function hearEvents(
  client: ManagerClient,
  subscribe: readonly string[],
  hear: (event: PlanetEvent) => void,
  lost: (reason: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let since: string | undefined;
  const take = (event: PlanetEvent): void => {
    since = event.id;
    hear(event);
  };
  for (let first = true; !signal.aborted; first = false) {
    try {
      lost(await listen(client, since, subscribe, take, signal));
    } catch (error) {
      if (first) throw error;
      lost(errorText(error));
    }
    await pause(RETRY, undefined, { signal }).catch(() => undefined);
  }
}

/** One connection. @returns why it ended. */
async function listen(
  client: ManagerClient,
  since: string | undefined,
  subscribe: readonly string[],
  hear: (event: PlanetEvent) => void,
  signal: AbortSignal,
): Promise<string> {
  const connection = await dialManager(client.settings);
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
      });
      socket.on('message', (data: RawData) => {
        hear(JSON.parse((data as Buffer).toString('utf8')) as PlanetEvent);
      });
      socket.once('close', (_code, reason) => {
        resolve(reason.length > 0 ? reason.toString('utf8') : 'the connection closed');
      });
    });
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}
