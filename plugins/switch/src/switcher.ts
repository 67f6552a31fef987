import type { Context } from '@flumotion/core/plugin';
import type { Clock } from '@flumotion/plugin-ical/schedule';
import { choose, type ChoiceRules, type SourceHealth } from './chooser';
import { FlowWatch } from './flow-watch';
import { essence, formOf, type Form } from './form';
import { gateOf, type Rail } from './rails';

/** Milliseconds between looks at the eaters. */
const LOOK_INTERVAL = 100;

/** What a switcher needs of its component's context. */
export type SwitchContext = Pick<
  Context<never>,
  'eaters' | 'element' | 'stat' | 'count' | 'message' | 'clear' | 'log'
>;

/** How a switch decides; read at each look, so that live properties count at once. */
export interface SwitchPlan {
  /** The best first. */
  readonly sources: readonly string[];
  readonly rails: readonly Rail[];
  rules(): ChoiceRules;
  /** Milliseconds without data after which a source counts as lost. */
  lostAfter(): number;
  /** Milliseconds that the best source is waited for at the start. */
  readonly patience: number;
}

/** Puts one of several sources on air, by opening and shutting the gates behind the eaters. */
export class Switcher {
  private readonly watch: FlowWatch;
  private readonly open = new Map<Rail, string>();
  /** Rails of which it is fixed what leaves. */
  private readonly fixed = new Set<Rail>();
  private wanted: string | undefined;
  private active: string | undefined;
  /** What the feeds of a rail without a form must be like. */
  private alike: string | undefined;
  private began = 0;
  private cancel: (() => void) | undefined;

  constructor(
    private readonly context: SwitchContext,
    private readonly plan: SwitchPlan,
    private readonly clock: Clock,
  ) {
    this.watch = new FlowWatch(() => plan.lostAfter());
  }

  /** Begins to look. @param wanted - as for `want`. */
  begin(wanted: string | undefined): void {
    this.wanted = wanted;
    this.began = this.clock.now();
    this.context.stat('active-eater', 'none');
    // The filler comes first: its stream begins once, and what follows takes all that comes later for the same stream.
    for (const rail of this.plan.rails) this.pass(rail, rail.filler);
    this.again();
  }

  /** Ends. */
  close(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  /** Asks for a source; none leaves the choice to the order of the sources. */
  want(source: string | undefined): void {
    if (this.wanted === source) return;
    this.wanted = source;
    this.look();
  }

  private again(): void {
    this.cancel = this.clock.after(LOOK_INTERVAL, () => {
      this.look();
      this.again();
    });
  }

  private look(): void {
    const now = this.clock.now();
    this.watch.look(now, this.context.eaters());
    const sources = this.plan.sources
      .filter((name) => this.linked(name).length > 0)
      .map((name) => this.health(name, now));
    const next = choose(sources, this.active, this.wanted, this.plan.rules());
    const first = this.wanted ?? sources[0]?.name;
    const patient = this.active === undefined && next !== first && now - this.began < this.plan.patience;
    if (next !== this.active && !patient) this.put(next);
    for (const rail of this.plan.rails) this.pass(rail, this.gateFor(rail, sources));
    if (!patient) this.tell(first);
  }

  /** Eaters of a source that the planet links. */
  private linked(source: string): readonly string[] {
    return this.plan.rails.map((rail) => rail.eater(source)).filter((eater) => this.watch.linked(eater));
  }

  private health(name: string, now: number): SourceHealth {
    const steady = this.linked(name).map((eater) => (this.fits(eater) ? this.watch.steady(eater, now) : 0));
    const good = this.linked(name).every((eater) => this.watch.fed(eater, now) && this.fits(eater));
    return { name, good, steady: good ? Math.min(...steady) : 0 };
  }

  /** Feeds that are not converted must be like the first that was on air. */
  private fits(eater: string): boolean {
    if (this.alike === undefined) return true;
    const caps = this.watch.caps(eater);
    const fits = caps === undefined || essence(caps) === this.alike;
    const id = `different-form-${eater}`;
    if (fits) this.context.clear(id);
    else {
      this.context.message({
        level: 'warning',
        id,
        text: `${eater} has another form than what is on air: ${essence(caps)} instead of ${this.alike}`,
        advice: 'bring both into the same form, or use fallback-switch or av-switch-combiner, which convert',
      });
    }
    return fits;
  }

  private put(source: string | undefined): void {
    this.context.log.info(`on air: ${source ?? 'nothing'} (before: ${this.active ?? 'nothing'})`);
    if (this.active !== undefined) this.context.count('switches');
    this.active = source;
    this.context.stat('active-eater', source ?? 'none');
  }

  /** The gate to be open on a rail. A source without this medium leaves it to the next that has it. */
  private gateFor(rail: Rail, sources: readonly SourceHealth[]): string | undefined {
    const has = (name: string): boolean => this.watch.linked(rail.eater(name));
    if (this.active === undefined) return rail.filler;
    if (has(this.active)) return gateOf(rail.eater(this.active));
    const other = sources.find(({ name, good }) => good && has(name));
    return other ? gateOf(rail.eater(other.name)) : rail.filler;
  }

  private pass(rail: Rail, gate: string | undefined): void {
    const before = this.open.get(rail);
    if (gate === undefined || gate === before) return;
    if (!this.formed(rail, gate)) return;
    if (before !== undefined) this.context.element(before).set('drop', true);
    this.context.element(gate).set('drop', false);
    this.open.set(rail, gate);
  }

  /** Fixes what leaves the rail, at the latest by the first feed that passes. */
  private formed(rail: Rail, gate: string): boolean {
    if (this.fixed.has(rail)) return true;
    const source = this.plan.sources.find((name) => gateOf(rail.eater(name)) === gate);
    const caps = source === undefined ? undefined : this.watch.caps(rail.eater(source));
    if (rail.medium === undefined) {
      if (caps === undefined) return false;
      this.alike = essence(caps);
      this.fixed.add(rail);
      return true;
    }
    const form = formOf(rail.medium, caps);
    if (form) this.fix(rail, form);
    return form !== undefined;
  }

  /** Fixes what leaves a rail. */
  fix(rail: Rail, form: Form): void {
    for (const name of rail.forms?.inputs ?? []) this.context.element(name).set('caps', form.input);
    if (rail.forms) this.context.element(rail.forms.output).set('caps', form.output);
    this.fixed.add(rail);
  }

  private tell(first: string | undefined): void {
    if (first === undefined || first === this.active) {
      this.context.clear('temporary-switch-problem');
      return;
    }
    const instead = this.active === undefined ? 'nothing else is there' : `${this.active} is on air`;
    this.context.message({
      level: 'warning',
      id: 'temporary-switch-problem',
      text: `${first} is not on air, ${instead}`,
      advice: 'look after the components it comes from; the switch goes back as its properties say',
    });
  }
}
