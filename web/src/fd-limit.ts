import { readFileSync } from 'node:fs';
import type { Message } from '@flumotion/core/plugin';

/** Descriptors the process needs beside its listeners: the feed, the log, the control socket, requests being read. */
export const RESERVED = 50;
/** What POSIX systems allow at the least, for where the limit cannot be read. */
const FALLBACK = 1024;
/** Room for fewer listeners than this is worth a word. */
const FEW_CLIENTS = 1000;

/** Most open files of this process. Node has raised the soft limit to the hard one when it started. */
export function openFilesLimit(): number {
  try {
    const line = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
    return line?.[1] === 'unlimited' ? Number.MAX_SAFE_INTEGER : Number(line?.[1] ?? FALLBACK);
  } catch {
    return FALLBACK;
  }
}

/** Most listeners that a limit of open files leaves room for. */
export function mostClients(openFiles: number): number {
  return Math.max(1, openFiles - RESERVED);
}

/** What to tell people about a limit of listeners that the limit of open files does not support. */
export function adviseOnLimit(clientLimit: number | undefined, openFiles: number): Message | undefined {
  const most = mostClients(openFiles);
  const advice =
    'Raise it where the worker is started: LimitNOFILE=65536 in its systemd unit, or ulimit -n 65536.';
  if (clientLimit !== undefined && clientLimit > most) {
    return {
      level: 'warning',
      id: 'open-files',
      text: `client-limit is ${clientLimit}, but the limit of ${openFiles} open files leaves room for ${most} listeners`,
      advice,
    };
  }
  if (clientLimit === undefined && most < FEW_CLIENTS) {
    return {
      level: 'warning',
      id: 'open-files',
      text: `the limit of ${openFiles} open files leaves room for no more than ${most} listeners`,
      advice,
    };
  }
  return undefined;
}
