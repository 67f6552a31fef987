import { errorText } from '../errors';
import type { Logger } from '../log/logger';
import { withDefaults } from '../model/values';
import { pipelineText, type AnyComponentSpec, type HasElement, type PropertyValues } from '../plugin';
import { askForeign } from '../plugs/foreign';
import { checkElements } from '../rpc/messages';
import type { PlanetComponent } from './planet';
import type { WorkerSession } from './worker-session';

/** An element that a worker lacks, and the Debian package that has it where that is known. */
export interface MissingElement {
  readonly element: string;
  readonly package?: string | undefined;
}

/** Most rounds of asking what a component's choice of elements depends on. */
const MAX_ROUNDS = 10;

/**
 * Element factories that a component and its plugs need: those they declare, and those their pipeline text names.
 * @param has - which elements there are, for components that choose among several.
 */
export function neededElements(
  { spec, config, plugs = [] }: PlanetComponent,
  has: HasElement = () => false,
): readonly string[] {
  const text = textOf(spec, withDefaults(spec.properties ?? {}, config.properties), has);
  const named = [...(spec.needs?.elements ?? []), ...namedElements(text)];
  for (const { through = '' } of Object.values(spec.eaters ?? {})) named.push(...namedElements(through));
  for (const [index, { spec: plug }] of plugs.entries()) {
    const values = withDefaults(plug.properties ?? {}, config.plugs[index]?.properties ?? {});
    named.push(...(plug.needs?.elements ?? []), ...namedElements(textOf(plug, values, has)));
  }
  return [...new Set(named)].sort();
}

/** Pipeline text; none where the plugin's function fails, which the job will tell. */
function textOf(
  spec: Pick<AnyComponentSpec, 'pipeline' | 'userPipeline'>,
  values: PropertyValues,
  has: HasElement,
): string {
  const text = askForeign(() => pipelineText(spec, values, has));
  return (text.ok ? text.value : undefined) ?? '';
}

/** Factories in launch text: the first word of each link of the chain that is neither caps, a reference nor a setting. */
function namedElements(text: string): readonly string[] {
  const plain = text
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .replace(/@[^@\s]*@/g, '!')
    .replace(/\s*=\s*(?:\(\s*\w+\s*\)\s*)?/g, '=');
  return plain
    .split(/[\s!()]+/)
    .filter((word) => /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/i.test(word) && !word.startsWith('bin'));
}

/** Asks workers, once an element, whether they have what components need. */
export class ElementCheck {
  private readonly asked = new WeakMap<WorkerSession, Map<string, Promise<MissingElement | undefined>>>();

  constructor(private readonly log: Logger) {}

  /** Elements that the worker lacks. A worker that cannot be asked counts as having them: the job will tell. */
  async missing(session: WorkerSession, elements: readonly string[]): Promise<readonly MissingElement[]> {
    const known = this.asked.get(session) ?? new Map<string, Promise<MissingElement | undefined>>();
    this.asked.set(session, known);
    const fresh = elements.filter((element) => !known.has(element));
    if (fresh.length > 0) {
      const answer = this.ask(session, fresh);
      for (const element of fresh) {
        known.set(
          element,
          answer.then((missing) => missing.find((one) => one.element === element)),
        );
      }
    }
    const found = await Promise.all(elements.map(async (element) => known.get(element)));
    return found.filter((one) => one !== undefined);
  }

  /** Elements that the worker lacks for a component, which may choose by what the worker has. */
  async missingFor(session: WorkerSession, component: PlanetComponent): Promise<readonly MissingElement[]> {
    const present = new Map<string, boolean>();
    let needed: readonly string[] = [];
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const open = new Set<string>();
      needed = neededElements(component, (factory) => {
        if (!present.has(factory)) open.add(factory);
        return present.get(factory) ?? false;
      });
      if (open.size === 0) break;
      const absent = await this.missing(session, [...open]);
      for (const factory of open) present.set(factory, !absent.some(({ element }) => element === factory));
    }
    return this.missing(session, needed);
  }

  /** Forgets what a worker answered, so that newly installed elements are seen. */
  forget(session: WorkerSession): void {
    this.asked.delete(session);
  }

  private async ask(session: WorkerSession, elements: readonly string[]): Promise<readonly MissingElement[]> {
    try {
      return (await session.link.request(checkElements, { elements: [...elements] })).missing;
    } catch (error) {
      this.log.warn(`worker ${session.facts.name} could not check its elements: ${errorText(error)}`);
      this.forget(session);
      return [];
    }
  }
}
