import { readFileSync } from 'node:fs';
import { FlumotionError } from '../errors';

/** Descriptors of this process that are no listeners. */
const OWN = 40;

/**
 * Looks whether this machine allows as many connections as a test needs, before it begins.
 * @param clients listeners at the same time.
 * @param sources addresses of this machine that they come from.
 * @throws FlumotionError `tester-descriptors` or `tester-ports` when it does not.
 */
export function checkLimits(clients: number, sources: number, limits = readLimits()): void {
  const { files, ports } = limits;
  const needs = clients + OWN;
  if (files !== undefined && files < needs)
    throw FlumotionError.of('tester-descriptors', { clients, needs, files });
  const most = (ports ?? Infinity) * sources;
  if (clients > most) throw FlumotionError.of('tester-ports', { clients, most, sources });
}

/** What a process may have; undefined where it cannot be read. */
export interface Limits {
  /** Open files. */
  readonly files: number | undefined;
  /** Ports of an address that connections to one place can come from. */
  readonly ports: number | undefined;
}

/** Limits of this process: Node raises that of open files to the most it may when it starts. */
function readLimits(): Limits {
  const files = /^Max open files\s+(\d+)/m.exec(read('/proc/self/limits'))?.[1];
  const [low, high] = read('/proc/sys/net/ipv4/ip_local_port_range').split(/\s+/).map(Number);
  return {
    files: files === undefined ? undefined : Number(files),
    ports: low !== undefined && high !== undefined && high > low ? high - low + 1 : undefined,
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
