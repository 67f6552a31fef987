import type { ConfigCatalogue } from '../../config/catalogue';
import { commentLines } from '../../config/comments';
import { judgePlanet } from '../../config/planet-file';
import { writePlanet } from '../../config/planet-writer';
import {
  ATMOSPHERE,
  componentId,
  type ComponentConfig,
  type FeedLink,
  type Flow,
  type PlanetFile,
} from '../../model/planet';
import { componentJson } from '../../model/planet-json';
import type { Problem } from '../../model/problem';
import type { PropertySpec, PropertySpecs } from '../../plugin';
import { placeIn } from './draft-places';
import type { DraftProblem } from './draft-problem';
import { judgeValues } from './draft-values';
import type { ComponentJson, FlowJson } from './flow-json';

/** A flow, or the atmosphere, as it is to be, and what is wrong with that. */
export interface Draft {
  readonly flow: Flow;
  readonly problems: readonly DraftProblem[];
}

/** What is stored of a component, for the secret values that a draft leaves out. */
export type Stored = (flow: string, component: string) => ComponentConfig | undefined;

/** Name of what was given, for messages. */
export const GIVEN = 'the request';

/** Reads a flow that was given as JSON. */
export function readJsonDraft({ name, components }: FlowJson, stored: Stored, types: ConfigCatalogue): Draft {
  const judged = components.map((given) =>
    judgeValues(componentId(name, given.name), given, stored(name, given.secretsFrom ?? given.name), types),
  );
  const configs = components.map((given, at) => ({ ...configOf(given), ...judged[at], problems: undefined }));
  const written = { name, components: configs.map(({ problems: _, ...config }) => config) };
  const text = writePlanet(fileOf(written), types);
  const { planet, errors, warnings } = judgePlanet(text, GIVEN, types);
  const lines = text.split('\n');
  const told = (problem: Problem, level: DraftProblem['level']): DraftProblem => ({
    level,
    text: problem.text,
    ...placeIn(lines, problem, { name, components }),
  });
  // Values were judged above, more exactly.
  const others = errors.filter(({ text: said }) => !/^(?:unknown )?property "/.test(said));
  const flow = partsOf(planet).find((part) => part.name === name);
  return {
    // Where things stand in the text that was only made here helps nobody.
    flow: { name, components: flow?.components.map(componentJson) ?? [] },
    problems: [
      ...judged.flatMap(({ problems }) => problems),
      ...others.map((one) => told(one, 'error')),
      ...warnings.map((one) => told(one, 'warning')),
    ],
  };
}

/**
 * Reads the flows, and the atmosphere where there is one, that were given as XML: a `<planet>`, or one `<flow>`.
 * @param atmosphere an atmosphere is wanted, which may be empty.
 */
export function readXmlDrafts(
  text: string,
  stored: Stored,
  types: ConfigCatalogue,
  atmosphere = false,
): readonly Draft[] {
  const { planet, errors, warnings } = judgePlanet(text, GIVEN, withoutSecretDemands(types));
  const told: DraftProblem[] = [
    ...errors.map((one) => ({ level: 'error' as const, text: one.text, line: one.place.line })),
    ...warnings.map((one) => ({ level: 'warning' as const, text: one.text, line: one.place.line })),
  ];
  if (planet.manager) {
    told.push({ level: 'warning', text: '<manager> is ignored: it is what the first planet file says' });
  }
  const comments = errors.length > 0 ? [] : commentLines(text);
  if (comments.length > 0) told.push(lostComments(comments));
  const flows = partsOf(planet);
  const drafts = flows.map(({ name, components }): Draft => {
    const judged = components.map((config) => {
      return judgeValues(componentId(name, config.name), config, stored(name, config.name), types);
    });
    return {
      flow: {
        name,
        components: components.map((config, at) => {
          const { properties = {}, plugs = [] } = judged[at] ?? {};
          const placed = plugs.map((plug, index) => ({ ...config.plugs[index], ...plug }));
          return { ...config, properties, plugs: placed };
        }),
      },
      problems: judged.flatMap(({ problems }, at) => {
        const line = components[at]?.place?.line;
        return problems.map((problem) => ({ ...problem, ...(line === undefined ? {} : { line }) }));
      }),
    };
  });
  const [first, ...rest] = drafts;
  if (!first && atmosphere) return [{ flow: { name: ATMOSPHERE, components: [] }, problems: told }];
  if (!first) return [{ flow: { name: '', components: [] }, problems: [...told, ...nothing(told)] }];
  return [{ ...first, problems: [...told, ...first.problems] }, ...rest];
}

/** The XML of a flow, or of the atmosphere. */
export function flowXml(flow: Flow, types: ConfigCatalogue): string {
  return writePlanet(fileOf(flow), types);
}

/** What is given is stored in the form of the manager; only what the file has already keeps its own. */
function lostComments(lines: readonly number[]): DraftProblem {
  const what = lines.length === 1 ? 'a comment is' : `${lines.length} comments, this one first, are`;
  const text = `${what} not kept; write comments into the planet file itself, where changes leave them in place`;
  return { level: 'warning', text, ...(lines[0] === undefined ? {} : { line: lines[0] }) };
}

function nothing(told: readonly DraftProblem[]): DraftProblem[] {
  if (told.some(({ level }) => level === 'error')) return [];
  return [{ level: 'error', text: 'there is no <flow> in it; expected one, with a name' }];
}

function fileOf({ name, components }: Flow): PlanetFile {
  return name === ATMOSPHERE
    ? { file: GIVEN, atmosphere: components, flows: [] }
    : { file: GIVEN, atmosphere: [], flows: [{ name, components }] };
}

function partsOf({ atmosphere, flows }: PlanetFile): readonly Flow[] {
  return atmosphere.length === 0 ? flows : [{ name: ATMOSPHERE, components: atmosphere }, ...flows];
}

function configOf(given: ComponentJson): ComponentConfig {
  const { name, type, label, worker, eaters = {}, virtualFeeds = {}, clockMaster } = given;
  const linksOf = (eater: string, links: NonNullable<ComponentJson['eaters']>[string]): readonly FeedLink[] =>
    links.map(({ feed, alias = eater }) => ({ feed, alias }));
  return {
    name,
    type,
    ...(label === undefined ? {} : { label }),
    ...(worker === undefined ? {} : { worker }),
    eaters: Object.fromEntries(
      Object.entries(eaters).map(([eater, links]) => [eater, linksOf(eater, links)]),
    ),
    properties: {},
    plugs: [],
    virtualFeeds,
    ...(clockMaster === true ? { clockMaster } : {}),
  };
}

/** The same types, none of whose secret properties has to be given: what is stored is put in later, and judged then. */
function withoutSecretDemands(types: ConfigCatalogue): ConfigCatalogue {
  return {
    find: (type) => {
      const spec = types.find(type);
      return spec && { ...spec, properties: relaxed(spec.properties ?? {}) };
    },
    types: () => types.types(),
    findPlug: (type) => {
      const spec = types.findPlug?.(type);
      return spec && { ...spec, properties: relaxed(spec.properties ?? {}) };
    },
    plugTypes: () => types.plugTypes?.() ?? [],
    why: (type) => types.why?.(type),
  };
}

function relaxed(specs: PropertySpecs): PropertySpecs {
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, relaxedSpec(spec)]));
}

function relaxedSpec(spec: PropertySpec): PropertySpec {
  if (spec.secret) return { ...spec, required: false };
  return spec.type === 'compound' ? { ...spec, properties: relaxed(spec.properties) } : spec;
}
