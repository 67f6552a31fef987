/** What ends a script: one sentence for people, on standard error, exit status 1. */
export class Failure extends Error {}

/** Prints one line of progress. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** Runs a script's main function; a Failure is its sentence, anything else a fault with its stack. */
export async function main(name, run) {
  try {
    await run();
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Failure ? error.message : error.stack}\n`);
    process.exit(1);
  }
}

/**
 * Says what a long step is doing, so that nobody thinks it hangs: at once, then every few seconds with the time gone by.
 * @returns an object whose `now` is the text shown; call `done` at the end.
 */
export function progress(what, every = 5000) {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  const state = { now: '' };
  say(`${what} …`);
  const timer = setInterval(() => say(`  ${seconds()} s${state.now ? `: ${state.now}` : ''}`), every);
  state.done = () => {
    clearInterval(timer);
    say(`  done in ${seconds()} s`);
  };
  state.stop = () => clearInterval(timer);
  return state;
}
