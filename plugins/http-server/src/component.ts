import { defineComponent, type Context } from '@flumotion/core/plugin';
import { declaration, type Properties } from './declaration';
import { FileServer } from './file-server';
import { checkProperties } from './settings';

const running = new WeakMap<Context<Properties>, FileServer>();

/** Serves files over HTTP on demand. */
export const httpServer = defineComponent(declaration, {
  check: checkProperties,

  async start(context) {
    for (const name of ['porter-socket-path', 'porter-username', 'porter-password'] as const) {
      if (context.properties.type === 'master' && context.properties[name] !== undefined)
        context.log.warn(`${name} has no use with type master; ignored`);
    }
    const fileServer = new FileServer(context);
    running.set(context, fileServer);
    await fileServer.start();
  },

  changed(context) {
    running.get(context)?.changed();
  },

  tables: {
    files: async (context, { folder } = {}) => (await running.get(context)?.files(folder)) ?? [],
  },

  stop(context) {
    running.get(context)?.stop();
  },
});
