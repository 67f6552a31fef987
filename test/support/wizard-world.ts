import { Catalogue } from '../../core/src/catalogue';
import { Planet } from '../../core/src/manager/planet';
import type { Answers } from '../../core/src/manager/wizard/answers';
import type { World } from '../../core/src/manager/wizard/draft';
import { planOf, type WizardPlan } from '../../core/src/manager/wizard/plan';
import type { ComponentConfig, Flow } from '../../core/src/model/planet';
import { ROOT } from './installation';

/** All packages of this repository. */
export const installed = Catalogue.scan({ roots: [ROOT], folders: [] });

/** A planet with what the wizard has made so far. */
export class WizardWorld {
  private atmosphere: readonly ComponentConfig[] = [];
  private flows: readonly Flow[] = [];

  constructor(private readonly workers: readonly string[] = ['studio', 'edge']) {}

  /** What is there. */
  get world(): World {
    const atmosphere = { name: 'atmosphere', components: this.atmosphere };
    const flows = this.atmosphere.length > 0 ? [atmosphere, ...this.flows] : this.flows;
    return { types: installed, workers: this.workers, flows };
  }

  /** What answers lead to. */
  plan(answers: Answers): WizardPlan {
    const file = { file: 'planet.xml', atmosphere: this.atmosphere, flows: this.flows };
    return planOf(this.world, Planet.of([file], installed), installed, answers);
  }

  /** Does as planned. @throws Error when the plan has problems. */
  add(answers: Answers): WizardPlan {
    const plan = this.plan(answers);
    if (plan.problems.length > 0) throw new Error(JSON.stringify(plan.problems));
    this.atmosphere = [...this.atmosphere, ...plan.atmosphere];
    const flows = new Map(this.flows.map((flow) => [flow.name, flow.components]));
    for (const { name, components } of plan.flows)
      flows.set(name, [...(flows.get(name) ?? []), ...components]);
    this.flows = [...flows].map(([name, components]) => ({ name, components }));
    return plan;
  }
}

/** The graph of planned components, as `name: type < feeds`. */
export function drawn(components: readonly ComponentConfig[] = []): readonly string[] {
  return components.map(({ name, type, eaters }) => {
    const feeds = Object.values(eaters).flatMap((links) =>
      links.map(({ feed }) => feed.replace(/:default$/, '')),
    );
    return `${name}: ${type}${feeds.length > 0 ? ` < ${feeds.join(' ')}` : ''}`;
  });
}
