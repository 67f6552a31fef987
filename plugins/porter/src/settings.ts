import { checkEntrance } from '@flumotion/web';
import type { Properties } from './declaration';

/** The values as the library's entrance knows them; a porter always listens itself. */
export function entranceValues(properties: Properties): Properties & {
  readonly type: 'master';
  readonly hostname: string | undefined;
  readonly 'porter-socket-path': undefined;
  readonly 'porter-username': undefined;
  readonly 'porter-password': undefined;
} {
  return {
    ...properties,
    type: 'master',
    hostname: properties['external-interface'],
    'porter-socket-path': undefined,
    'porter-username': undefined,
    'porter-password': undefined,
  };
}

/** What is wrong with values that are each valid; undefined when nothing is. */
export function checkProperties(properties: Properties): string | undefined {
  return checkEntrance(entranceValues(properties));
}
