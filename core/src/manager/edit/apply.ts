import type { ConfigCatalogue } from '../../config/catalogue';
import { errorText } from '../../errors';
import type { Logger } from '../../log/logger';
import { planetJson } from '../../model/planet-json';
import type { LiveChange } from '../plan/difference';
import { Planet, type PlanetComponent, type Types } from '../planet';
import type { PlanetFiles } from '../planet-files';
import type { Records } from '../records';
import type { Supervisor } from '../supervisor';
import { steppers } from './planet-difference';
import type { PreparedChange } from './prepare';
import { sameValue } from './stored-form';

/** What a change is made with. */
export interface Tools {
  readonly types: Types & ConfigCatalogue;
  readonly files: Pick<PlanetFiles, 'replace'>;
  readonly supervisor: Pick<Supervisor, 'run' | 'setLive'>;
  readonly records: Pick<Records, 'keepOnly'>;
  readonly log: Logger;
}

/**
 * Makes a change that was found to be good: in the files, then in the running jobs whose properties change live, then in
 * the planet that is run. When one of these fails, everything is put back and the error thrown.
 * @throws FlumotionError as `PlanetFiles.replace`, or of a job that refuses a value.
 */
export async function apply({ before, after, changes }: PreparedChange, tools: Tools): Promise<void> {
  const { files, supervisor, records, types, log } = tools;
  const written = await files.replace(
    before.files,
    after.files,
    changes.map(({ name }) => name),
  );
  const done: (readonly [PlanetComponent, LiveChange])[] = [];
  try {
    for (const [component, old, live] of liveChanges(before, after)) {
      await supervisor.setLive(component, live);
      done.push([component, { ...live, value: valueOf(old, live) }]);
    }
    await supervisor.run(placed(after, written.files, types));
  } catch (error) {
    const back = [
      written.putBack,
      ...done.reverse().map(
        ([component, live]) =>
          () =>
            supervisor.setLive(component, live),
      ),
      () => supervisor.run(before),
    ];
    for (const step of back) {
      await step().catch((failure: unknown) => {
        log.error(`a refused change could not be taken back: ${errorText(failure)}`);
      });
    }
    throw error;
  }
  await records
    .keepOnly((id) => after.find(id) !== undefined)
    .catch((error: unknown) => {
      log.error(errorText(error));
    });
}

/** The live changes of components that are not started afresh. */
function liveChanges(
  before: Planet,
  after: Planet,
): (readonly [component: PlanetComponent, old: PlanetComponent, live: LiveChange])[] {
  const step = steppers(before, after);
  return after.components.flatMap((component) => {
    const old = before.find(component.id);
    const next = old && old.config !== component.config ? step(old, component) : undefined;
    return old && next?.kind === 'adjust' ? next.live.map((live) => [component, old, live] as const) : [];
  });
}

function valueOf({ config }: PlanetComponent, { name, plug }: LiveChange): LiveChange['value'] {
  const owner = plug === undefined ? config : config.plugs[plug];
  return owner?.properties[name] ?? null;
}

/** The planet with the places at which its files say things now. */
function placed(planet: Planet, written: Planet['files'], types: Types): Planet {
  const files = planet.files.map((file) => {
    const read = written.find((one) => one.file === file.file);
    // A file that was edited and not loaded says something else still.
    return read && sameValue(planetJson(read), planetJson(file)) ? read : file;
  });
  return Planet.of(files, types);
}
