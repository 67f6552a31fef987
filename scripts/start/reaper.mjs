/**
 * Outlives `npm start` by a moment: when its standard input closes, because the starter ends or was killed, it ends
 * every process the starter had started. In a session of its own, so that a Ctrl-C in the terminal does not reach it.
 */
import { endMarked } from './marked.mjs';

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => undefined);
process.stdin.resume();
process.stdin.on('end', () => void endMarked(process.argv[2]).then(() => process.exit(0)));
