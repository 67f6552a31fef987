import { FlumotionError } from '@flumotion/core/cli';
import { idOf } from '../client/paths';
import type { Session, VerbOptions } from './session';

/** Options of the verbs about components. */
export interface ComponentOptions extends VerbOptions {
  readonly id?: string;
  readonly extra?: readonly string[];
  readonly wait?: number;
  readonly plug?: string;
  readonly raw?: boolean;
}

/** Id of the component that `-i` names. @throws FlumotionError `arguments-invalid` without it. */
export async function wanted({ client, options }: Session<ComponentOptions>): Promise<string> {
  if (options.id === undefined)
    throw FlumotionError.of('arguments-invalid', { reason: 'which component? give -i /flow/name' });
  return idOf(client, options.id);
}
