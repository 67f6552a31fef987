/**
 * Sends a stream to an Icecast server.
 * @module
 */
import { defineComponent } from '@flumotion/core/plugin';
import { declaration } from './declaration';
import { checkProperties } from './request';
import { IcecastSource } from './source';

const sources = new WeakMap<object, IcecastSource>();

export default defineComponent(declaration, {
  check: checkProperties,
  start(context) {
    const source = new IcecastSource(context);
    sources.set(context, source);
    context.tap('default', source);
  },
  stop(context) {
    sources.get(context)?.close();
  },
});
