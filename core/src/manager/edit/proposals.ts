import type { ConfigCatalogue } from '../../config/catalogue';
import { FlumotionError } from '../../errors';
import type { Logger } from '../../log/logger';
import { ATMOSPHERE, componentId, type Flow } from '../../model/planet';
import type { Types } from '../planet';
import type { Supervisor } from '../supervisor';
import { flowXml, readJsonDraft, readXmlDrafts, type Draft, type Stored } from './draft';
import type { DraftProblem } from './draft-problem';
import { flowIn, type FlowChange } from './flow-change';
import { publicFlow, type FlowJson } from './flow-json';
import { planetDifference, type PlanetDifference } from './planet-difference';
import { isRefused, prepare, type PreparedChange } from './prepare';
import { unseenWorkers } from './unseen-workers';

/** A flow as somebody gives it. */
export type GivenFlow = { readonly json: FlowJson } | { readonly xml: string };

/** What would come of a change. */
export interface Verdict {
  readonly problems: readonly DraftProblem[];
  /** Empty when the change would be refused. */
  readonly difference: PlanetDifference;
  /** XML of the flow as it would be stored, secret values left out. */
  readonly xml: string;
  /** The same of the flow as it is; empty when it is new. */
  readonly before: string;
}

/** New flows that were judged. */
export interface NewFlows extends PreparedChange {
  /** Why they cannot be new. */
  readonly taken?: FlumotionError;
}

const NO_DIFFERENCE: PlanetDifference = { added: [], removed: [], restarted: [], changed: [] };

/** Judges changes that somebody wants. Makes none. */
export class Proposals {
  constructor(
    private readonly supervisor: Pick<Supervisor, 'current' | 'workers'>,
    private readonly types: Types & ConfigCatalogue,
    private readonly log: Logger,
  ) {}

  /** What a flow, or the atmosphere, would be; also one that is not there yet. */
  ofFlow(name: string, given: GivenFlow): PreparedChange {
    const drafts = this.read(given, name);
    const problems = drafts.flatMap((draft) => draft.problems);
    const flows = drafts.map(({ flow }) => flow);
    const others = flows.filter((flow) => flow.name !== name).map((flow) => JSON.stringify(flow.name));
    if (others.length > 0 && !isRefused(problems)) {
      const text = `the flow ${others.join(', ')} is given, and ${JSON.stringify(name)} is to be changed; give that one`;
      problems.push({ level: 'error', text });
    }
    const components = flows.find((flow) => flow.name === name)?.components ?? [];
    return this.of([{ name, components, inOrder: 'xml' in given }], problems);
  }

  /** What several flows that are there, or the atmosphere, would be together. */
  ofFlows(given: readonly FlowJson[]): PreparedChange {
    const drafts = given.flatMap((json) => this.read({ json }));
    return this.of(
      drafts.map(({ flow }) => flow),
      drafts.flatMap(({ problems }) => problems),
    );
  }

  /** What new flows would be, and components of the atmosphere that come with them. */
  ofNew(given: GivenFlow): NewFlows {
    const drafts = this.read(given);
    const problems = drafts.flatMap((draft) => draft.problems);
    const { files } = this.supervisor.current;
    let taken: FlumotionError | undefined;
    const changes = drafts.map(({ flow }): FlowChange => {
      const there = flowIn(files, flow.name);
      if (flow.name !== ATMOSPHERE) {
        if (there) taken ??= FlumotionError.of('flow-taken', { flow: JSON.stringify(flow.name) });
        return flow;
      }
      const names = new Set(there?.components.map(({ name }) => name));
      for (const { name } of flow.components) {
        if (names.has(name))
          taken ??= FlumotionError.of('component-taken', { id: componentId(ATMOSPHERE, name) });
      }
      return { name: ATMOSPHERE, components: [...(there?.components ?? []), ...flow.components] };
    });
    if (!taken) return this.of(changes, problems);
    const told: DraftProblem = { level: 'error', text: taken.message };
    return { ...this.of(changes, [...problems, told]), taken };
  }

  /** What the planet would be with changed flows. */
  of(changes: readonly FlowChange[], problems: readonly DraftProblem[] = []): PreparedChange {
    const { current, workers } = this.supervisor;
    const prepared = prepare(current, changes, this.types, problems);
    const unseen = unseenWorkers(prepared.before, prepared.after, workers.facts.keys());
    return { ...prepared, problems: [...prepared.problems, ...unseen] };
  }

  /** Tells of a change what would come of it. */
  verdict({ before, after, changes, problems }: PreparedChange): Verdict {
    const xml = (flow: Flow): string => flowXml(publicFlow(flow, this.types), this.types);
    const named = changes.filter(({ name }) => name !== '');
    const now = named.flatMap(({ name }) => flowIn(before.files, name) ?? []);
    return {
      problems,
      difference: isRefused(problems) ? NO_DIFFERENCE : planetDifference(before, after),
      xml: named.map(({ name, components = [] }) => xml({ name, components })).join('\n'),
      before: now.map(xml).join('\n'),
    };
  }

  private read(given: GivenFlow, name?: string): readonly Draft[] {
    for (const problem of this.types.refresh?.() ?? []) this.log.warn(problem);
    const stored: Stored = (flow, component) =>
      this.supervisor.current.find(componentId(flow, component))?.config;
    return 'json' in given
      ? [readJsonDraft(given.json, stored, this.types)]
      : readXmlDrafts(given.xml, stored, this.types, name === ATMOSPHERE);
  }
}
