import type { ActionSpecs, AnyComponentSpec, TableSpecs } from '../plugin';

type Offering = Pick<AnyComponentSpec, 'sockets' | 'tables' | 'actions'>;

/** The action of everything that has requests logged by plugs. */
export const LOG_ACTIONS = {
  'rotate-logs': {
    description:
      'Closes the log files of its plugs and opens them again, so that the old ones can be moved away.',
  },
} as const satisfies ActionSpecs;

/** The tables of a component: its own, and those that the core gives it. */
export function tablesOf({ tables = {} }: Offering): TableSpecs {
  return tables;
}

/** The actions of a component: its own, and what its sockets bring. */
export function actionsOf({ sockets = [], actions = {} }: Offering): ActionSpecs {
  return {
    ...(sockets.includes('request-logger') ? LOG_ACTIONS : {}),
    ...actions,
  };
}
