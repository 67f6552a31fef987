import { closeSync, writeSync } from 'node:fs';
import { errorText } from '../errors';
import { provideTime } from '../gst';
import { answers } from '../rpc/unix';

/** Descriptor on which the worker waits for the port. */
const PORT_FD = 3;
/** Milliseconds between looks for the worker, and without a worker after which the provider ends. */
const WORKER_CHECK = 30_000;
const ORPHAN_TIMEOUT = 600_000;

/** Tells the machine's monotonic clock to other machines, as long as a worker holds the run directory. */
function main(workerSocket: string | undefined, port: string | undefined): void {
  if (workerSocket === undefined || port === undefined)
    throw new Error('usage: clock-provider WORKER-SOCKET PORT (started by flumotion-worker)');
  const provider = provideTime('0.0.0.0', Number(port));
  let lastSeen = Date.now();
  setInterval(() => {
    void answers(workerSocket).then((there) => {
      if (there) lastSeen = Date.now();
      else if (Date.now() - lastSeen > ORPHAN_TIMEOUT) process.exit(0);
    });
    // Named here so that it is not collected: the provider lives as long as its object.
    if (provider.port === 0) process.exit(1);
  }, WORKER_CHECK);
  writeSync(PORT_FD, `${provider.port}\n`);
  closeSync(PORT_FD);
}

try {
  main(process.argv[2], process.argv[3]);
} catch (error) {
  process.stderr.write(`${errorText(error)}\n`);
  process.exit(1);
}
