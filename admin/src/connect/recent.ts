import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sync as writeFileAtomic } from 'write-file-atomic';
import { errorText, FlumotionError } from '@flumotion/core/cli';
import type { ManagerPlace } from './place';
import { configFolder } from './settings';

/** Connections that are remembered. */
const MOST = 10;

/** A manager that was connected to, without a password. */
export interface RecentConnection extends ManagerPlace {
  readonly user?: string;
}

/** The managers that were connected to, the latest first: a file in the user's configuration folder, mode 0600. */
export class RecentConnections {
  /** @param file its path. */
  constructor(private readonly file = join(configFolder(), 'connections.json')) {}

  /** The latest first; none when the file is missing or is not one of ours. */
  list(): readonly RecentConnection[] {
    try {
      const found: unknown = JSON.parse(readFileSync(this.file, 'utf8'));
      return Array.isArray(found) ? found.filter(isConnection).slice(0, MOST) : [];
    } catch {
      return [];
    }
  }

  /** Remembers a connection as the latest. @throws FlumotionError `file-unwritable`. */
  remember({ host, port, transport, user }: RecentConnection): void {
    const others = this.list().filter(
      (one) => one.host !== host || one.port !== port || one.transport !== transport || one.user !== user,
    );
    const latest = { host, port, transport, ...(user !== undefined && { user }) };
    try {
      mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
      writeFileAtomic(this.file, `${JSON.stringify([latest, ...others].slice(0, MOST), null, 2)}\n`, {
        mode: 0o600,
      });
    } catch (error) {
      throw FlumotionError.of('file-unwritable', { file: this.file, reason: errorText(error) });
    }
  }
}

function isConnection(value: unknown): value is RecentConnection {
  const { host, port, transport, user } = Object(value) as Record<string, unknown>;
  return (
    typeof host === 'string' &&
    Number.isInteger(port) &&
    (transport === 'ssl' || transport === 'tcp') &&
    (user === undefined || typeof user === 'string')
  );
}
