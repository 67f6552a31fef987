import type { ActionSpecs, AnyComponentSpec, TableSpecs } from '../plugin';

type Offering = Pick<AnyComponentSpec, 'kind' | 'sockets' | 'tables' | 'actions'>;

/** The table that every bouncer has. */
export const KEYCARD_TABLES = {
  keycards: {
    description: 'Who is in by a keycard of this bouncer.',
    columns: {
      id: { kind: 'text', description: 'Names the keycard.' },
      component: { kind: 'text', description: 'Component that asked, as /flow/component.' },
      user: { kind: 'text', description: 'Name that was given.' },
      address: { kind: 'text', description: 'Address of the client.' },
      path: { kind: 'text', description: 'Path that was asked for.' },
      agent: { kind: 'text', description: 'What the client says it is.' },
      since: { kind: 'time', description: 'When it was let in.' },
      expires: { kind: 'time', description: 'When its stay ends; absent without a limit.' },
    },
  },
} as const satisfies TableSpecs;

/** The action that every bouncer has. */
export const KEYCARD_ACTIONS = {
  'eject-keycard': {
    description: 'Has those leave who are in by a keycard: one of them, or all of a user or an address.',
    parameters: {
      id: { type: 'string', description: 'The keycard.' },
      user: { type: 'string', description: 'All keycards of this user.' },
      address: { type: 'string', description: 'All keycards of this address.' },
    },
    answer: { ejected: { kind: 'number', description: 'How many have to leave.' } },
  },
} as const satisfies ActionSpecs;

/** The action of everything that has requests logged by plugs. */
export const LOG_ACTIONS = {
  'rotate-logs': {
    description:
      'Closes the log files of its plugs and opens them again, so that the old ones can be moved away.',
  },
} as const satisfies ActionSpecs;

/** The tables of a component: its own, and what its kind has anyway. */
export function tablesOf({ kind, tables = {} }: Offering): TableSpecs {
  return kind === 'bouncer' ? { ...KEYCARD_TABLES, ...tables } : tables;
}

/** The actions of a component: its own, and what its kind and sockets bring. */
export function actionsOf({ kind, sockets = [], actions = {} }: Offering): ActionSpecs {
  return {
    ...(kind === 'bouncer' ? KEYCARD_ACTIONS : {}),
    ...(sockets.includes('request-logger') ? LOG_ACTIONS : {}),
    ...actions,
  };
}
