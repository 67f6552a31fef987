import { z } from 'zod';
import { componentId } from '../../model/planet';

/** Parameters of a path that names a component. */
export const componentPath = z.object({
  flow: z.string().describe('Name of the flow; `atmosphere` for components of the atmosphere.'),
  name: z.string().describe('Name of the component.'),
});

/** Flows, as the log of changes names them: `/one, /other`. */
export function flowsNamed(names: readonly string[]): string {
  return names.map((name) => `/${name}`).join(', ');
}

/** What a path names, for the log of changes: `/flow/name` of a component, `/flow` of a flow, else its parameters. */
export function whatOf(params: unknown): string {
  const given = (params ?? {}) as Readonly<Record<string, string>>;
  const { flow, name } = given;
  if (flow !== undefined && name !== undefined) return componentId(flow, name);
  if (flow !== undefined) return flowsNamed([flow]);
  return Object.values(given).join('/');
}
