/**
 * The smallest plugs of several sockets.
 * @module
 */
import { randomInt } from 'node:crypto';
import { definePlug } from '@flumotion/core/plugin';

/** Says when its component starts and stops. */
export const component = definePlug(
  {
    type: 'component-example',
    socket: 'component',
    description: 'Writes into the log when its component starts and stops.',
  },
  {
    start: ({ log, component: { type } }) => log.info(`a ${type} starts`),
    stop: ({ log, component: { type } }) => log.info(`a ${type} stops`),
  },
);

/** Says when the manager starts and stops. */
export const manager = definePlug(
  {
    type: 'manager-example',
    socket: 'manager',
    description: 'Writes into the log when the manager starts and stops, and how many components it has.',
  },
  {
    start: ({ log, manager: name, components }) =>
      log.info(`the manager ${name} starts with ${components().length} components`),
    stop: ({ log, manager: name }) => log.info(`the manager ${name} stops`),
  },
);

/** Gives everybody another name. */
export const identity = definePlug(
  {
    type: 'identityprovider-example',
    socket: 'identity',
    description: 'Gives everybody who logs in a name with a random number, for the logs.',
  },
  { identify: (_, { user = 'somebody' }) => `${user}-${randomInt(1000, 10_000)}` },
);

/** Describes the stream of its component. */
export const streamData = definePlug(
  {
    type: 'streamdataprovider-example',
    socket: 'stream-data',
    description: 'Describes the stream of its component.',
    properties: {
      description: { type: 'string', required: true, live: true, description: 'What is on the stream.' },
    },
  },
  { streamData: ({ properties }, own) => ({ ...own, description: properties.description }) },
);

export default [component, identity, manager, streamData];
