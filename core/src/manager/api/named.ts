import { z } from 'zod';
import { componentId } from '../../model/planet';

/** Parameters of a path that names a component. */
export const componentPath = z.object({
  flow: z.string().describe('Name of the flow; `atmosphere` for components of the atmosphere.'),
  name: z.string().describe('Name of the component.'),
});

/** What a path names, for the log of changes: `/flow/name` of a component, else its parameters. */
export function whatOf(params: unknown): string {
  const given = (params ?? {}) as Readonly<Record<string, string>>;
  const { flow, name } = given;
  if (flow !== undefined && name !== undefined) return componentId(flow, name);
  return Object.values(given).join('/');
}
