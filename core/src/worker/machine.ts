import { readFileSync } from 'node:fs';

/**
 * Text that is the same for all workers sharing one monotonic clock: the id of this boot of the machine. The environment
 * variable FLU_MACHINE_ID replaces it, for containers with a time namespace of their own and for tests.
 */
export function machineId(env: NodeJS.ProcessEnv = process.env): string {
  return env['FLU_MACHINE_ID'] || readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/** The machine's monotonic clock, the one GStreamer's system clock reads, in nanoseconds. */
export function monotonicTime(): bigint {
  return process.hrtime.bigint();
}
