import { randomBytes } from 'node:crypto';
import type { Catalogue } from '../../catalogue';
import { FlumotionError } from '../../errors';
import { checkPlanet } from '../../manager/check';
import { feeders } from '../../manager/plan/feeds';
import { plan } from '../../manager/plan/plan';
import type { WorkerFacts } from '../../manager/plan/types';
import { Planet } from '../../manager/planet';
import type { ComponentConfig } from '../../model/planet';
import type { JobSpec } from '../../rpc/job-spec';
import { machineId, monotonicTime } from '../../worker/machine';
import { WORKER } from './configure';
import { wrong } from './syntax';

const FLOW = 'launch';
const SECRET_BYTES = 32;
/** Seconds a job goes on when this command was killed and could not end it. */
const ORPHAN_TIMEOUT = 5;

/**
 * The jobs of a pipeline that one process runs, with neither manager nor worker.
 * @param runDir private folder for the sockets of feeds.
 * @throws FlumotionError `launch-invalid` with everything that cannot work.
 */
export function planJobs(
  components: readonly ComponentConfig[],
  catalogue: Catalogue,
  runDir: string,
  debug: string,
): readonly JobSpec[] {
  const file = { file: 'the command line', atmosphere: [], flows: [{ name: FLOW, components }] };
  const planet = Planet.of([file], catalogue);
  const problems = checkPlanet(planet).map(({ text }) => text);
  if (problems.length > 0) throw wrong(problems.join('; '));

  const worker = ownFacts(catalogue, runDir);
  const secret = (): string => randomBytes(SECRET_BYTES).toString('hex');
  const knowledge = {
    workers: new Map([[WORKER, worker]]),
    feeds: new Map(feeders(planet).map(({ feed }) => [feed, { secret: secret() }])),
    clocks: new Map([[FLOW, { machine: worker.machine, baseTime: String(monotonicTime()) }]]),
    providers: new Map(),
    serving: new Map(),
    encrypted: false,
    local: true,
  };
  return [...plan(planet, knowledge, debug).entries()].map(([id, planned]) => {
    if (planned.kind === 'run')
      return { ...planned.spec, orphanTimeout: ORPHAN_TIMEOUT, allowPipelines: true };
    const reason = planned.kind === 'wait' ? planned.reason : planned.message.text;
    throw FlumotionError.of('launch-failed', { component: id, reason });
  });
}

function ownFacts(catalogue: Catalogue, runDir: string): WorkerFacts {
  return {
    name: WORKER,
    machine: machineId(),
    hostname: 'localhost',
    address: '127.0.0.1',
    via: '127.0.0.1',
    runDir,
    feederPorts: [],
    fingerprint: '',
    packages: catalogue.list().map(({ type, package: { name, version, dir } }) => ({
      name,
      version,
      dir,
      components: [type],
    })),
  };
}
