import type { ComponentDeclaration, PlugDeclaration } from '../api/types';
import type { EditedComponent, EditedPlug } from './flow-model';
import type { TypeSummary } from './queries';

/** What every component takes, beside plugs for its own sockets. */
const COMMON = 'component';
const EFFECT = 'effect';
const ANY = 'ANY';

/** The plugs that a component takes: for its sockets, for every component, and effects where it has feeders. */
export function plugsFor(
  plugs: readonly TypeSummary[],
  { sockets = [], feeders = {} }: Pick<ComponentDeclaration, 'sockets' | 'feeders'>,
): readonly TypeSummary[] {
  const takes = [COMMON, ...sockets, ...(Object.keys(feeders).length > 0 ? [EFFECT] : [])];
  return plugs.filter(({ socket }) => socket !== undefined && takes.includes(socket));
}

/** Names of the plugs of a component, by which the manager tells of them: the type, and `TYPE-2` for a second one. */
export function plugNames(plugs: readonly EditedPlug[]): readonly string[] {
  const seen = new Map<string, number>();
  return plugs.map(({ type }) => {
    const count = (seen.get(type) ?? 0) + 1;
    seen.set(type, count);
    return count === 1 ? type : `${type}-${count}`;
  });
}

/** The feeders in front of which an effect can be. */
export function feedersFor(
  { caps = '' }: Pick<PlugDeclaration, 'caps'>,
  { feeders = {} }: Pick<ComponentDeclaration, 'feeders'>,
): readonly string[] {
  const fits = (given: string): boolean =>
    given.split(';').some((one) => [caps, ANY].includes(one.trim().split(/[\s,(]/)[0] ?? ''));
  return Object.entries(feeders).flatMap(([name, feeder]) => (fits(feeder.caps) ? [name] : []));
}

/** A new plug; an effect for which there are several feeders is put in front of the first. */
export function newPlug(plug: PlugDeclaration, component: ComponentDeclaration): EditedPlug {
  const [first, second] = plug.socket === EFFECT ? feedersFor(plug, component) : [];
  return { type: plug.type, ...(second !== undefined && first !== undefined && { feeder: first }) };
}

/** The component with other plugs. */
export function withPlugs(component: EditedComponent, plugs: readonly EditedPlug[]): EditedComponent {
  return { ...component, plugs };
}
