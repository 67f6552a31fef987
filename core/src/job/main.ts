import { readFileSync, writeSync, closeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadDefinition, loadPlug } from '../catalogue';
import { errorText } from '../errors';
import type { Gst } from '../gst/gst';
import { parseLevels } from '../log/levels';
import { Logger, streamSink } from '../log/logger';
import { jobSpec, type JobSpec } from '../rpc/job-spec';
import { listenUnix } from '../rpc/unix';
import { stateHome } from '../state-home';
import { JobControl } from './control';
import { faultyPlugs } from './faults';
import { ComponentHost } from './host';

/** Descriptor on which the worker waits for the word that the control socket listens. */
const READY_FD = 3;
/** Longest orderly end in milliseconds; the process goes by force afterwards. */
const END_DEADLINE = 4000;
/** Exit status of a job that wants to be started again. */
const EXIT_RETRY = 75;

function loadGst(): Gst {
  // Only components with a GStreamer pipeline pay for loading it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const module = require('../gst/load') as typeof import('../gst/load');
  return module.loadGst();
}

/** Ends the process as Node would: the worker shows the last lines. */
function fail(error: unknown): never {
  process.stderr.write(`${(error as Error | null | undefined)?.stack ?? String(error)}\n`);
  process.exit(1);
}

function sayReady(): void {
  try {
    writeSync(READY_FD, 'ready\n');
    closeSync(READY_FD);
  } catch {
    // Started by hand: nobody waits.
  }
}

async function main(specFile: string, controlSocket: string): Promise<void> {
  const spec: JobSpec = jobSpec.parse(JSON.parse(readFileSync(specFile, 'utf8')));
  const toStderr = streamSink(process.stderr);
  const log = new Logger(
    (line) => {
      toStderr(line);
      control.relay(line);
    },
    parseLevels(spec.debug ?? process.env['FLU_DEBUG'] ?? ''),
    'job',
    spec.id,
  );

  let ending = false;
  const end = (reason: string, status = 0): void => {
    if (ending) return;
    ending = true;
    log.info(`ends: ${reason}`);
    setTimeout(() => {
      process.kill(process.pid, 'SIGKILL');
    }, END_DEADLINE).unref();
    void host
      .stop()
      .catch((error: unknown) => {
        log.warn(errorText(error));
      })
      .finally(() => {
        void server.close().finally(() => process.exit(status));
      });
  };

  const control = new JobControl(spec.orphanTimeout, log, end);
  const definition = loadDefinition(spec.packageDir, spec.type);
  const host = new ComponentHost(spec, definition, {
    log: log.child('component'),
    gst: loadGst,
    plugs: spec.plugs.map(({ packageDir, type }) => loadPlug(packageDir, type)),
    runDir: dirname(controlSocket),
    memoryDir: join(stateHome(), 'components'),
    authenticate: (bouncer, keycard) => control.authenticate(bouncer, keycard),
    pass: (type, params) => control.pass(type, params),
    changed: (urgent) => {
      control.report(host, urgent);
    },
    retry: () => {
      end('the pipeline is to be tried again', EXIT_RETRY);
    },
  });
  process.on('uncaughtException', (error: unknown) => {
    const places = faultyPlugs(spec, error);
    if (places.length > 0) host.plugsFailed(places, error);
    else fail(error);
  });
  const server = await listenUnix(controlSocket, 'worker', log, (connection) => {
    control.adopt(connection, host);
  });
  sayReady();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      end(signal);
    });
  }
  process.on('SIGHUP', () => {
    void host.rotateLogs();
  });
  await host.start();
}

const [specFile, controlSocket] = process.argv.slice(2);
if (specFile === undefined || controlSocket === undefined) {
  process.stderr.write('usage: job SPEC-FILE CONTROL-SOCKET (started by flumotion-worker)\n');
  process.exit(2);
}
main(specFile, controlSocket).catch((error: unknown) => {
  process.stderr.write(`${errorText(error)}\n`);
  process.exit(1);
});
