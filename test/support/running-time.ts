/** Milliseconds between two looks at the clock. */
const TICK = 20;
/** Milliseconds that one look counts at most. */
const MOST = 250;

let passed = 0;
let looked = 0;
let timer: NodeJS.Timeout | undefined;

function look(): void {
  const now = performance.now();
  passed += Math.min(now - looked, MOST);
  looked = now;
}

/**
 * Milliseconds for which this process has been running since it asked first. What it stood still does not count: a machine
 * that is paused, or a processor that others have, is nothing that a test of silence is about.
 */
export function runningTime(): number {
  if (!timer) {
    looked = performance.now();
    timer = setInterval(look, TICK).unref();
  }
  look();
  return passed;
}
