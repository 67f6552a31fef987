import type { ConfigCatalogue } from '../../config/catalogue';
import { validateValues } from '../../model/values';
import type { PropertySpecs, PropertyValues } from '../../plugin';
import type { ComponentConfig, PlugConfig } from '../../model/planet';
import { plugNames } from '../../plugs/names';
import { fieldOf, type DraftProblem } from './draft-problem';
import type { ComponentJson, PlugJson } from './flow-json';
import { keepSecrets, partners, visible } from './secrets';
import { sameValue } from './stored-form';

/** Values that were judged: the good ones, and what is wrong with the others. */
export interface JudgedValues {
  readonly properties: PropertyValues;
  readonly plugs: readonly PlugConfig[];
  readonly problems: readonly DraftProblem[];
}

/**
 * Judges the values of a component and of its plugs, after secret ones that were left out are taken from what is stored.
 * A type that is not known has no values.
 * @param id `/flow/component`, for problems.
 */
export function judgeValues(
  id: string,
  given: ComponentJson,
  stored: ComponentConfig | undefined,
  types: ConfigCatalogue,
): JudgedValues {
  const same = stored?.type === given.type ? stored : undefined;
  const own = values(types.find(given.type)?.properties, given, same?.properties ?? {});
  const plugs = given.plugs ?? [];
  const names = plugNames(plugs.map(({ type }) => type));
  const before = partnersOf(plugs, same?.plugs ?? [], types);
  const judged = plugs.map((plug, at) =>
    values(types.findPlug?.(plug.type)?.properties, plug, before[at]?.properties ?? {}),
  );
  return {
    properties: own.values,
    plugs: plugs.map(({ type, feeder }, at) => ({
      type,
      properties: judged[at]?.values ?? {},
      ...(feeder === undefined ? {} : { feeder }),
    })),
    problems: [
      ...own.problems.map((problem) => ({ ...problem, component: id, ...fieldOf(problem) })),
      ...judged.flatMap(({ problems }, at) =>
        problems.map((problem) => ({
          ...problem,
          component: id,
          plug: names[at] ?? '',
          ...fieldOf({ property: problem.property, plug: at }),
        })),
      ),
    ],
  };
}

function partnersOf(
  plugs: readonly PlugJson[],
  stored: readonly PlugConfig[],
  types: ConfigCatalogue,
): readonly (PlugConfig | undefined)[] {
  const found = new Map<PlugJson, PlugConfig | undefined>();
  for (const type of new Set(plugs.map((plug) => plug.type))) {
    const specs = types.findPlug?.(type)?.properties ?? {};
    const now = plugs.filter((plug) => plug.type === type);
    const before = stored.filter((plug) => plug.type === type);
    const same = (one: PlugJson, other: PlugConfig): boolean =>
      sameValue(visible(specs, one.properties ?? {}), visible(specs, other.properties));
    const old = partners(now, before, same);
    for (const [at, plug] of now.entries()) found.set(plug, old[at]);
  }
  return plugs.map((plug) => found.get(plug));
}

function values(
  specs: PropertySpecs | undefined,
  { properties = {}, secrets = [] }: Pick<PlugJson, 'properties' | 'secrets'>,
  stored: PropertyValues,
): { values: PropertyValues; problems: Pick<DraftProblem, 'level' | 'text' | 'property'>[] } {
  if (!specs) return { values: {}, problems: [] };
  const { values: good, problems } = validateValues(specs, keepSecrets(specs, properties, stored));
  const wrong = problems.map(({ property, problem }) => ({
    level: 'error' as const,
    property,
    text: `property ${JSON.stringify(property)}: ${problem}`,
  }));
  const told = new Set(problems.map(({ property }) => property));
  const lost = secrets.filter(
    (name) => specs[name]?.secret && good[name] === undefined && properties[name] !== null && !told.has(name),
  );
  return {
    values: good,
    problems: [
      ...wrong,
      ...lost.map((property) => ({
        level: 'error' as const,
        property,
        text: `the secret property ${JSON.stringify(property)} has no value here that could be kept; give it, or null`,
      })),
    ],
  };
}
