import { FlumotionError, guidance, type ComponentState } from '@flumotion/core/cli';
import { componentPath } from '../client/paths';
import { pairsText, type CellValue } from './show';
import type { Session, VerbOptions } from './session';
import { readSpec } from './spec';

/** What the API says of an action. */
export interface ActionState {
  readonly description: string;
  readonly parameters?: Readonly<Record<string, { readonly type: string; readonly description: string }>>;
}

/** Methods of every component of Flumotion 0.10 that only tell something, and what they told. */
const TELLING: Readonly<Record<string, (state: ComponentState) => unknown>> = {
  getMood: ({ mood }) => mood,
  getState: (state) => state,
  getUIState: (state) => state,
  getConfig: ({ type, worker, properties, plugs }) => ({ type, worker, properties, plugs }),
};

/**
 * Has a component carry out an action, its parameters in the order of their declaration.
 * @throws FlumotionError `action-unknown`, `arguments-invalid`, or what the component says.
 */
export async function invokeAction(
  { client, options, show, write }: Session<VerbOptions & { readonly raw?: boolean }>,
  id: string,
  method: string,
  spec: string | undefined,
  words: readonly string[],
): Promise<void> {
  const path = componentPath(id);
  const values = spec === undefined ? [] : readSpec(spec, words);
  const print = (value: unknown): void => {
    if (options.raw === true) write(`${JSON.stringify(value)}\n`);
    else show(value, () => answerText(value));
  };
  if (Object.hasOwn(TELLING, method)) {
    print(TELLING[method]?.(await client.get<ComponentState>(path)));
    return;
  }
  if (method === 'modifyProperty') {
    const [key, value] = values;
    if (typeof key !== 'string' || values.length !== 2)
      throw FlumotionError.of('arguments-invalid', { reason: 'modifyProperty takes a name and a value' });
    const answer = await client.ask('PUT', `${path}/properties/${encodeURIComponent(key)}`, {
      body: { value },
    });
    print((answer.value as ComponentState).properties[key]);
    return;
  }
  const actions = await client.get<Readonly<Record<string, ActionState>>>(`${path}/actions`);
  const name = actionOf(method, Object.keys(actions));
  if (name === undefined)
    throw FlumotionError.of('action-unknown', {
      component: id,
      action: JSON.stringify(method),
      advice: guidance(kebab(method), Object.keys(actions)),
    });
  const parameters = Object.keys(actions[name]?.parameters ?? {});
  if (values.length > parameters.length)
    throw FlumotionError.of('arguments-invalid', {
      reason: `${name} takes ${parameters.length === 0 ? 'nothing' : parameters.join(', ')}; ${values.length} values were given`,
    });
  const body = Object.fromEntries(values.map((value, at) => [parameters[at] ?? '', value]));
  print((await client.ask('POST', `${path}/actions/${encodeURIComponent(name)}`, { body })).value);
}

/** What an action answered, for people. */
export function answerText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'object' && !Array.isArray(value))
    return pairsText(Object.entries(value as Record<string, CellValue>));
  return `${typeof value === 'string' ? value : JSON.stringify(value)}\n`;
}

function actionOf(method: string, names: readonly string[]): string | undefined {
  return names.find((name) => name === method) ?? names.find((name) => name === kebab(method));
}

/** `ejectListener` as `eject-listener`. */
function kebab(method: string): string {
  return method
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
}
