import { hostname } from 'node:os';
import type { Catalogue } from '../catalogue';
import { errorText, FlumotionError } from '../errors';
import { parseLevels } from '../log/levels';
import { Logger } from '../log/logger';
import { ManagerBouncer } from '../manager/bouncer';
import { planetProblemText, type PlanetProblem } from '../manager/planet-problem';
import { devicesOf } from '../manager/device-check';
import { ElementCheck } from '../manager/element-check';
import { installAdvice } from '../manager/job-actions';
import type { Planet, PlanetComponent } from '../manager/planet';
import type { PlanetFiles } from '../manager/planet-files';
import { WorkerSession } from '../manager/worker-session';
import { ATMOSPHERE } from '../model/planet';
import { VERSION } from '../version';
import { hasDevice } from '../worker/devices';
import type { ElementChecker } from '../worker/elements';

/** What a check of planet files works with. */
export interface PlanetCheckParts {
  readonly catalogue: Catalogue;
  readonly files: PlanetFiles;
  readonly log: Logger;
  /** Tells which elements this machine lacks. */
  readonly elements: Pick<ElementChecker, 'missing'>;
}

/** What was found when there is nothing that forbids a start. */
export interface PlanetVerdict {
  /** In words, what was judged. */
  readonly summary: string;
  /** What is only strange, each one sentence. */
  readonly warnings: readonly string[];
}

/**
 * Judges planet files as a manager would before it starts anything, and the needs of components whose worker is on this
 * machine. Starts nothing but a short-lived process that looks for elements.
 * @throws FlumotionError `planet-invalid`, `planet-refused` or `bouncer-failed` with everything that is wrong.
 */
export async function checkPlanetFiles(parts: PlanetCheckParts): Promise<PlanetVerdict> {
  const { files } = parts;
  const { planet } = files.load();
  const warnings = await entrance(planet, parts);
  const here = planet.components.filter(({ config }) => isHere(config.worker));
  const problems = await lacking(here, parts).catch((error: unknown) => {
    warnings.push(errorText(error));
    return [];
  });
  if (problems.length > 0)
    throw FlumotionError.of('planet-refused', { problems: problems.map(planetProblemText).join('\n') });
  const elsewhere = new Set(planet.components.map(({ config }) => config.worker ?? ''));
  for (const { config } of here) elsewhere.delete(config.worker ?? '');
  if (elsewhere.size > 0)
    warnings.push(
      `elements and devices of ${[...elsewhere].join(', ')} are looked for when these workers log in`,
    );
  warnings.push(...planet.components.flatMap(permission));
  return { summary: summaryOf(planet), warnings };
}

/** Whether a worker runs on this machine, as far as its name tells. */
function isHere(worker: string | undefined): boolean {
  return worker === 'localhost' || worker === hostname();
}

/** What a component asks of the file of its worker, which is not known here. */
function permission({ id, config, spec }: PlanetComponent): string[] {
  if (spec.userPipeline === undefined) return [];
  const where = config.place ? `${config.place.file}:${String(config.place.line)}: ` : '';
  const worker = config.worker ?? '';
  return [
    `${where}${id} runs a pipeline that people wrote: worker ${worker} refuses it without <allow-pipelines/> in its file, or --allow-pipelines`,
  ];
}

/** What is to be said of who can log in. */
async function entrance(planet: Planet, { catalogue }: PlanetCheckParts): Promise<string[]> {
  const bouncer = planet.files[0]?.manager?.bouncer;
  if (!bouncer)
    return [
      "nobody can log in before an account is made: <manager> has no bouncer; make the first account with POST /api/setup on the manager's machine, or add a component such as htpasswdcrypt-bouncer",
    ];
  const warnings: string[] = [];
  const heard = new Logger(
    ({ text }) => warnings.push(`${bouncer.name}: ${text}`),
    parseLevels('*:2'),
    'manager',
    bouncer.name,
  );
  const door = await ManagerBouncer.start(bouncer, catalogue, heard);
  await door.close();
  return warnings;
}

async function lacking(
  components: readonly PlanetComponent[],
  { elements, log }: PlanetCheckParts,
): Promise<PlanetProblem[]> {
  const check = new ElementCheck(log);
  const session = localSession(elements);
  const problems: PlanetProblem[] = [];
  for (const component of components) {
    const { id, config } = component;
    const place = config.place ? { place: config.place } : {};
    const where = `this machine, with worker ${config.worker ?? ''},`;
    const missing = await check.missingFor(session, component);
    if (missing.length > 0) {
      const names = missing.map(({ element }) => element).join(', ');
      const text = `${config.name}: ${where} lacks the GStreamer elements ${names}; ${installAdvice(missing)}`;
      problems.push({ id: 'elements-missing', component: id, text, ...place });
    }
    for (const { device, advice } of devicesOf(component).filter(({ file }) => !hasDevice(file))) {
      const text = `${config.name}: ${where} has no device ${device}; ${advice}`;
      problems.push({ id: 'device-missing', component: id, text, ...place });
    }
  }
  return problems;
}

/** This machine, asked as a worker would be. */
function localSession(elements: PlanetCheckParts['elements']): WorkerSession {
  const facts = {
    name: 'localhost',
    machine: '',
    hostname: hostname(),
    address: '127.0.0.1',
    via: '127.0.0.1',
  };
  const nothing = { runDir: '', feederPorts: [], fingerprint: '', packages: [] };
  return new WorkerSession({ ...facts, ...nothing }, VERSION, {
    request: async (_type, params) =>
      ({ missing: await elements.missing((params as { elements: string[] }).elements) }) as never,
    notify: () => undefined,
    close: () => undefined,
    closed: new Promise(() => undefined),
    open: true,
  });
}

function summaryOf(planet: Planet): string {
  const flows = planet.flows().filter((name) => name !== ATMOSPHERE);
  const others = planet.inFlow(ATMOSPHERE).length;
  const inFlows = planet.components.length - others;
  const said = `${count(inFlows, 'component')} in ${count(flows.length, 'flow')}`;
  return others === 0 ? said : `${said}, ${count(others, 'component')} in the atmosphere`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
