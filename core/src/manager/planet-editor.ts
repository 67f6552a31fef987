import { inject, injectable } from 'tsyringe';
import type { ConfigCatalogue } from '../config/catalogue';
import { FlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import { componentId } from '../model/planet';
import { LOGGER, MANAGER_CONTROL, PLANET_FILES, RECORDS, STATE_STORE, SUPERVISOR, TYPES } from '../tokens';
import type { ManagerControl } from './control';
import { apply, type Tools } from './edit/apply';
import { draftProblemText, problemWithout } from './edit/draft-problem';
import type { ComponentJson, FlowJson } from './edit/flow-json';
import { isRefused, type PreparedChange } from './edit/prepare';
import { Proposals, type GivenFlow, type Verdict } from './edit/proposals';
import { StoredPlanet, type Tagged } from './edit/stored-planet';
import { Tags } from './edit/tags';
import type { Types } from './planet';
import type { PlanetFiles } from './planet-files';
import type { Records } from './records';
import type { StateStore } from './state-store';
import type { Supervisor } from './supervisor';

/** Who makes a change, and which state of the thing is meant. */
export interface Editing {
  readonly by: string;
  /** Value of the header If-Match. */
  readonly ifMatch?: string | undefined;
}

/** What came of a change. */
export interface Edited<T> extends Tagged<T> {
  /** What is strange in what was given but harms nothing. */
  readonly warnings: readonly string[];
}

/**
 * Changes what the planet is: flows and components, in the files and in what runs. A change is judged whole before anything
 * of it is made, and one follows another. Secret values are never shown, and kept where they are left out.
 */
@injectable()
export class PlanetEditor {
  /** What the planet is to be. */
  readonly stored: StoredPlanet;
  private readonly proposals: Proposals;
  private readonly tags = new Tags();
  private readonly tools: Tools;

  constructor(
    @inject(MANAGER_CONTROL) private readonly control: Pick<ManagerControl, 'alone'>,
    @inject(PLANET_FILES) files: PlanetFiles,
    @inject(SUPERVISOR) supervisor: Supervisor,
    @inject(RECORDS) records: Records,
    @inject(TYPES) types: Types & ConfigCatalogue,
    @inject(STATE_STORE) store: StateStore,
    @inject(LOGGER) private readonly log: Logger,
  ) {
    this.stored = new StoredPlanet(supervisor, types, store);
    this.proposals = new Proposals(supervisor, types, log);
    this.tools = { types, files, supervisor, records, log };
  }

  /** Who made the state that a flow has now; undefined for one that was not made here. */
  authorOf(flow: string, etag: string): string | undefined {
    return this.tags.authorOf(`flow ${flow}`, etag);
  }

  /** Tells what would come of `createFlows`. Changes nothing. */
  checkNew(given: GivenFlow): Verdict {
    return this.proposals.verdict(this.proposals.ofNew(given));
  }

  /** Tells what would come of `replaceFlow`, or of `createFlows` when there is no such flow. Changes nothing. */
  check(name: string, given: GivenFlow): Verdict {
    return this.proposals.verdict(this.proposals.ofFlow(name, given));
  }

  /**
   * Adds flows; components of the atmosphere that come with them are added too.
   * @throws FlumotionError `flow-taken`, `component-taken`, `change-refused`, or why it could not be stored.
   */
  async createFlows(given: GivenFlow, { by }: Editing): Promise<readonly Edited<FlowJson>[]> {
    return this.control.alone(async () => {
      const prepared = this.proposals.ofNew(given);
      if (prepared.taken) throw prepared.taken;
      const warnings = await this.make(prepared, by);
      return Promise.all(
        prepared.changes.map(async ({ name }) => ({ ...(await this.stored.flow(name)), warnings })),
      );
    });
  }

  /**
   * Makes a flow, or the atmosphere, be what is given. What did not change keeps running.
   * @throws FlumotionError `flow-unknown`, `precondition-required`, `changed-meanwhile`, `change-refused`, or why it could not
   * be stored.
   */
  async replaceFlow(name: string, given: GivenFlow, editing: Editing): Promise<Edited<FlowJson>> {
    return this.control.alone(async () => {
      this.tags.demand(`flow ${name}`, editing.ifMatch, await this.stored.tag(this.stored.find(name)));
      const warnings = await this.make(this.proposals.ofFlow(name, given), editing.by);
      return { ...(await this.stored.flow(name)), warnings };
    });
  }

  /**
   * Makes several flows, the atmosphere as one of them, be what is given, in one change: all of it, or nothing.
   * @param given each flow once, with the tag of the state that is meant.
   * @throws FlumotionError as `replaceFlow`.
   */
  async replaceFlows(
    given: readonly (FlowJson & { readonly etag: string })[],
    by: string,
  ): Promise<readonly Edited<FlowJson>[]> {
    return this.control.alone(async () => {
      for (const { name, etag } of given)
        this.tags.demand(`flow ${name}`, etag, await this.stored.tag(this.stored.find(name)));
      const flows = given.map(({ name, components }) => ({ name, components }));
      const warnings = await this.make(this.proposals.ofFlows(flows), by);
      return Promise.all(flows.map(async ({ name }) => ({ ...(await this.stored.flow(name)), warnings })));
    });
  }

  /**
   * Takes a flow away, or all components of the atmosphere; what runs of it is stopped.
   * @throws FlumotionError as `replaceFlow`.
   */
  async removeFlow(name: string, { by, ifMatch }: Editing): Promise<void> {
    await this.control.alone(async () => {
      this.tags.demand(`flow ${name}`, ifMatch, await this.stored.tag(this.stored.find(name)));
      await this.make(this.proposals.of([{ name, components: undefined }]), by);
    });
  }

  /**
   * Adds a component to a flow, or to the atmosphere; here the state need not be named.
   * @throws FlumotionError `component-taken`, and as `replaceFlow`.
   */
  async addComponent(flow: string, given: ComponentJson, editing: Editing): Promise<Edited<ComponentJson>> {
    return this.control.alone(async () => {
      const { components } = this.stored.find(flow);
      this.tags.allow(`flow ${flow}`, editing.ifMatch, await this.stored.tag(this.stored.find(flow)));
      if (components.some(({ name }) => name === given.name)) {
        throw FlumotionError.of('component-taken', { id: componentId(flow, given.name) });
      }
      return this.edit(flow, given.name, (shown) => [...shown, given], editing.by);
    });
  }

  /**
   * Makes a component be what is given.
   * @throws FlumotionError `component-unknown`, `body-invalid` for another name, and as `replaceFlow`.
   */
  async replaceComponent(
    flow: string,
    name: string,
    given: ComponentJson,
    editing: Editing,
  ): Promise<Edited<ComponentJson>> {
    return this.control.alone(async () => {
      const tag = await this.stored.tag(this.stored.findComponent(flow, name));
      this.tags.demand(`component ${componentId(flow, name)}`, editing.ifMatch, tag);
      if (given.name !== name) throw otherName(name, given.name);
      return this.edit(
        flow,
        name,
        (shown) => shown.map((one) => (one.name === name ? given : one)),
        editing.by,
      );
    });
  }

  /**
   * Takes a component away; what runs of it is stopped.
   * @throws FlumotionError `component-unknown`, and as `replaceFlow`.
   */
  async removeComponent(flow: string, name: string, { by, ifMatch }: Editing): Promise<void> {
    await this.control.alone(async () => {
      const tag = await this.stored.tag(this.stored.findComponent(flow, name));
      this.tags.demand(`component ${componentId(flow, name)}`, ifMatch, tag);
      const components = this.stored.find(flow).components.filter((one) => one.name !== name);
      const prepared = this.proposals.of([{ name: flow, components }]);
      const problems = prepared.problems.map((problem) => problemWithout(name, problem));
      await this.make({ ...prepared, problems }, by);
    });
  }

  /**
   * Has another worker run a component; the state need not be named.
   * @throws FlumotionError `component-unknown`, and as `replaceFlow`.
   */
  async move(flow: string, name: string, worker: string, editing: Editing): Promise<Edited<ComponentJson>> {
    return this.control.alone(async () => {
      const tag = await this.stored.tag(this.stored.findComponent(flow, name));
      this.tags.allow(`component ${componentId(flow, name)}`, editing.ifMatch, tag);
      return this.edit(
        flow,
        name,
        (shown) => shown.map((one) => (one.name === name ? { ...one, worker } : one)),
        editing.by,
      );
    });
  }

  private async edit(
    flow: string,
    name: string,
    change: (shown: readonly ComponentJson[]) => readonly ComponentJson[],
    by: string,
  ): Promise<Edited<ComponentJson>> {
    const { components } = (await this.stored.flow(flow)).value;
    const json = { name: flow, components: change(components) };
    const warnings = await this.make(this.proposals.ofFlow(flow, { json }), by);
    return { ...(await this.stored.component(flow, name)), warnings };
  }

  /** @returns what is strange. */
  private async make(prepared: PreparedChange, by: string): Promise<readonly string[]> {
    const { problems, changes } = prepared;
    if (isRefused(problems)) {
      const errors = problems.filter(({ level }) => level === 'error');
      throw FlumotionError.of(
        'change-refused',
        { problems: errors.map(draftProblemText).join('\n') },
        { details: { problems } },
      );
    }
    const before = await this.stored.states();
    await apply(prepared, this.tools);
    this.tags.note(by, before, await this.stored.states());
    for (const { name } of changes) {
      this.log.info(`the flow ${JSON.stringify(name)} was changed by ${JSON.stringify(by)}`);
    }
    return problems.map(draftProblemText);
  }
}

function otherName(wanted: string, given: string): FlumotionError {
  const reason = `it says ${JSON.stringify(given)}, and the path ${JSON.stringify(wanted)}; what is there keeps its name`;
  return FlumotionError.of('body-invalid', { reason }, { details: { field: 'name' } });
}
