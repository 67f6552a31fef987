import type { Context } from '@flumotion/core/plugin';
import { isHardware, type Implementation } from './implementations';

/** Tells which element encodes, and in words when hardware was looked for in vain. @returns its factory. */
export function announce(context: Context<{ readonly implementation: Implementation }>): string {
  const { factory } = context.element('encoder');
  context.stat('encoder', factory);
  if (context.properties.implementation === 'auto' && !isHardware(factory)) {
    context.message({
      level: 'info',
      id: 'software-encoder',
      text: `No hardware that GStreamer can use encodes here; ${factory} does it in software.`,
      advice: 'Set implementation to software if that is how it should be.',
    });
  }
  return factory;
}
