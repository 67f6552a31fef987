import { parsePlanet } from '../../config/planet-file';
import { writePlanet } from '../../config/planet-writer';
import { errorText } from '../../errors';
import { canonicalFeed } from '../../model/graph';
import { ATMOSPHERE, componentId, type ComponentConfig, type PlanetFile } from '../../model/planet';
import { problemText } from '../../model/problem';
import { checkPlanet } from '../check';
import { Planet, type Types } from '../planet';
import type { Answers, AnswersOf } from './answers';
import { offered, type WizardTypes } from './choices';
import { Draft, type WizardProblem, type World } from './draft';
import { chosen, type PlannedStream } from './encode';
import { existingFlow, planFormat, planStreamer } from './existing';
import { planLive } from './live';
import { Names } from './names';
import { placeServers } from './serving';

/** The name of the first flow. */
const USUAL_FLOW = 'default';
/** Files that people hand in are called this in problems. */
const HANDED_IN = 'flow.xml';

/** What answers lead to. Nothing has been changed yet. */
export interface WizardPlan {
  /** Components to be added to the atmosphere, before the flows. */
  readonly atmosphere: readonly ComponentConfig[];
  /** Components to be added, in the order in which they feed each other. */
  readonly flows: readonly {
    readonly name: string;
    /** There is such a flow: the components are added to it. */
    readonly exists: boolean;
    readonly components: readonly ComponentConfig[];
  }[];
  /** What leaves the flow; full ids of the components. */
  readonly streams: readonly PlannedStream[];
  readonly problems: readonly WizardProblem[];
  /** All of it as a planet file, secret values included. */
  readonly xml: string;
}

/** The types, as planner and check of planets need them. */
export type PlanTypes = WizardTypes & Types;

/** A name for a new flow that no flow has. */
export function freeFlow(world: World): string {
  return new Names([ATMOSPHERE, ...world.flows.map(({ name }) => name)]).free(USUAL_FLOW);
}

/** Turns answers into components. Pure, but for the names and passwords by which streamers register with porters. */
export function planOf(world: World, current: Planet, types: PlanTypes, answers: Answers): WizardPlan {
  if (answers.scenario === 'load-flow') return planFile(world, current, types, answers);
  const flow = 'flow' in answers && answers.flow !== undefined ? answers.flow : freeFlow(world);
  const draft = new Draft(world, flow, answers.worker);
  const exists = world.flows.some(({ name }) => name === flow);
  if (answers.scenario !== 'on-demand' && exists === (answers.scenario === 'live')) {
    const seen = exists ? 'there is a flow of this name; choose another name' : 'there is no such flow';
    draft.complain('scenario', `${flow}: ${seen}`, 'flow');
  }
  const streams = draft.problems.length > 0 ? [] : scenario(draft, answers);
  const flows =
    draft.components.length === 0 ? [] : [{ name: flow, exists, components: [...draft.components] }];
  const problems = [...draft.problems];
  if (problems.length === 0)
    problems.push(...judge(current, types, draft.atmosphere, flows, (id) => draft.stepOf(id)));
  const full = streams.map((stream) => ({
    ...stream,
    component: componentId(answers.scenario === 'on-demand' ? ATMOSPHERE : flow, stream.component),
  }));
  return whole(types, { atmosphere: [...draft.atmosphere], flows, streams: full, problems });
}

function whole(types: PlanTypes, plan: Omit<WizardPlan, 'xml'>): WizardPlan {
  const { atmosphere, flows } = plan;
  return { ...plan, xml: writePlanet({ file: HANDED_IN, atmosphere, flows }, types) };
}

function scenario(
  draft: Draft,
  answers: Exclude<Answers, { scenario: 'load-flow' }>,
): readonly PlannedStream[] {
  switch (answers.scenario) {
    case 'live':
      return planLive(draft, answers);
    case 'add-format':
      return planFormat(draft, answers);
    case 'add-streamer':
      return planStreamer(draft, answers);
    case 'on-demand':
      return planOnDemand(draft, answers);
  }
}

/** A server of files, outside any flow. */
function planOnDemand(
  draft: Draft,
  { server: answer = {} }: AnswersOf<'on-demand'>,
): readonly PlannedStream[] {
  const spec = chosen(
    draft,
    'server',
    answer.type,
    offered(draft.world.types, 'on-demand'),
    'server of files',
  );
  if (!spec) return [];
  const worker = answer.worker ?? draft.worker;
  const step = 'server';
  const config = draft.add({ step, name: `${spec.type}-on-demand`, spec, answer, worker, outside: true });
  const taken = new Set(Object.keys(answer.properties ?? {}));
  placeServers(draft, [{ config, spec, step, path: '/files', chosen: taken }]);
  return [{ component: config.name, kind: 'audio-video' }];
}

/** What a file says, as it says it. */
function planFile(
  world: World,
  current: Planet,
  types: PlanTypes,
  { xml }: AnswersOf<'load-flow'>,
): WizardPlan {
  const nothing = { atmosphere: [], flows: [], streams: [] };
  let read: ReturnType<typeof parsePlanet>;
  try {
    read = parsePlanet(xml, HANDED_IN, types);
  } catch (error) {
    const lines = errorText(error)
      .split('\n')
      .map((line) => line.slice(Math.max(0, line.indexOf(`${HANDED_IN}:`))))
      .filter((line) => line.startsWith(`${HANDED_IN}:`));
    const texts = lines.length > 0 ? lines : [errorText(error)];
    const problems = texts.map((text) => ({ level: 'error', text, step: 'file' }) as const);
    return { ...nothing, problems, xml };
  }
  const { atmosphere, flows } = read.planet;
  const planned = flows.map(({ name, components }) => ({ name, components, exists: false }));
  const problems: WizardProblem[] = read.warnings.map((one) => ({
    level: 'warning',
    text: problemText(one),
    step: 'file',
  }));
  for (const { name } of flows.filter((flow) => world.flows.some((one) => one.name === flow.name))) {
    const text = `there is a flow ${name} already; give the one in the file another name`;
    problems.push({ level: 'error', text, step: 'file' });
  }
  if (flows.length === 0 && atmosphere.length === 0)
    problems.push({ level: 'error', text: 'the file has neither flow nor atmosphere', step: 'file' });
  problems.push(...judge(current, types, atmosphere, planned, () => 'file'));
  const streams = [
    ...streamsIn(types, ATMOSPHERE, atmosphere),
    ...flows.flatMap((flow) => streamsIn(types, flow.name, flow.components)),
  ];
  return { ...nothing, atmosphere, flows: planned, streams, problems, xml };
}

/** What of some components the wizard knows as a way out, or as a server of files. */
function streamsIn(
  types: PlanTypes,
  flow: string,
  components: readonly ComponentConfig[],
): readonly PlannedStream[] {
  const outs = [...offered(types, 'consumer'), ...offered(types, 'on-demand')].map(({ type }) => type);
  const { formats } = existingFlow({ types, workers: [], flows: [{ name: flow, components }] }, flow);
  return components
    .filter(({ type }) => outs.includes(type))
    .map(({ name, eaters }) => {
      const [link] = Object.values(eaters).flat();
      const feed = link && canonicalFeed(link.feed);
      const kind = formats.find((one) => canonicalFeed(one.feed) === feed)?.kind ?? 'audio-video';
      return { component: componentId(flow, name), kind };
    });
}

/** What the check of planets says of everything together, as far as it concerns what is new. */
function judge(
  current: Planet,
  types: PlanTypes,
  atmosphere: readonly ComponentConfig[],
  flows: WizardPlan['flows'],
  stepOf: (id: string) => string | undefined,
): readonly WizardProblem[] {
  const file: PlanetFile = { file: HANDED_IN, atmosphere, flows };
  const { components } = Planet.of([file], types);
  const before = new Set(checkPlanet(current).map(({ text }) => text));
  const all = checkPlanet(new Planet([...current.files, file], [...current.components, ...components]));
  return all
    .filter(({ text }) => !before.has(text))
    .map(({ id, text, component }) => {
      const step = stepOf(component);
      return {
        level: 'error',
        text,
        ...(step !== undefined && { step }),
        ...(id === 'port-twice' && { property: 'port' }),
      };
    });
}
