/**
 * Takes a live stream from a source client, as an Icecast server does.
 * @module
 */
import { defineComponent, type Context } from '@flumotion/core/plugin';
import { checkEntrance, checkMount } from '@flumotion/web';
import { declaration, type Properties } from './declaration';
import { plain } from './formats/comments';
import { Producer } from './producer';

const running = new WeakMap<Context<Properties>, Producer>();

export default defineComponent(declaration, {
  check(properties) {
    const { password, bouncer, port, 'shoutcast-port': shoutcast } = properties;
    if (password !== undefined && bouncer !== undefined)
      return 'password and bouncer exclude each other; keep the one that shall decide';
    if (password === '') return 'password is empty, so anybody could send a stream; give one';
    if (shoutcast !== undefined && shoutcast === port)
      return `shoutcast-port and port are both ${port}; clients expect shoutcast-port to be ${port + 1}`;
    return checkEntrance(properties) ?? checkMount(properties['mount-point']);
  },

  async start(context) {
    const producer = new Producer(context);
    running.set(context, producer);
    await producer.start();
  },

  actions: {
    drop: (context) => ({ dropped: running.get(context)?.reception.drop() === true ? 1 : 0 }),
    'set-title'(context, { title }) {
      const shown = plain(title);
      if (running.get(context)?.reception.plays({ title: shown, tags: { title: shown } }) !== true)
        throw new Error('no source client sends at the moment');
    },
  },

  stop(context) {
    running.get(context)?.stop();
  },
});
