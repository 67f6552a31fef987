import type { ComponentState } from '@flumotion/core/cli';
import { componentPath } from '../client/paths';
import type { ComponentOptions } from './component-options';
import type { Session } from './session';
import { valueOf, type ValueSchema } from '../client/values';

interface TypesSchema {
  readonly $defs?: Readonly<Record<string, ValueSchema>>;
}

/**
 * Changes a live property of a component, or of a plug of it, from a word; the declared kind says what the word means.
 * A plug is named by the option `--plug`, or before the property as the list of properties has it: `effect-volume:volume`.
 */
export async function setProperty(
  { client, options }: Session<ComponentOptions>,
  id: string,
  named: string,
  word: string,
): Promise<ComponentState> {
  const colon = options.plug === undefined ? named.indexOf(':') : -1;
  const plug = colon < 0 ? options.plug : named.slice(0, colon);
  const key = named.slice(colon + 1);
  const path = componentPath(id);
  const [state, schema] = await Promise.all([
    client.get<ComponentState>(path),
    client.get<TypesSchema>('/api/planet/schema'),
  ]);
  const type =
    plug === undefined ? state.type : `plug-${state.plugs[Number(plug)]?.type ?? plug.replace(/-\d+$/, '')}`;
  const declared = schema.$defs?.[`properties-of-${type}`]?.properties?.[key];
  const value = valueOf(word, declared, key);
  const owner = plug === undefined ? path : `${path}/plugs/${encodeURIComponent(plug)}`;
  const answer = await client.ask('PUT', `${owner}/properties/${encodeURIComponent(key)}`, {
    body: { value },
  });
  return answer.value as ComponentState;
}
