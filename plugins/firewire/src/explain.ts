import type { ElementMessage, Message, PipelineError } from '@flumotion/core/plugin';

/** Advice for errors of the camera; undefined for others. */
export function explain(error: PipelineError): Omit<Message, 'level'> | undefined {
  if (error.source !== 'source' || error.domain !== 'gst-resource-error-quark') return undefined;
  return {
    id: 'no-camera',
    text: 'There is no camera on FireWire.',
    advice:
      'Connect a DV camera and switch it on; check that the kernel sees it (ls /dev/fw*) and that ' +
      "the worker's user may use it (group video).",
    debug: `${error.text} ${error.debug}`,
  };
}

/** What a reset of the bus means for the camera: unplugged or back; undefined when neither. */
export function busReset(message: ElementMessage): 'unplugged' | 'back' | undefined {
  if (message.name !== 'ieee1394-bus-reset') return undefined;
  const change = /current-device-change=\(int\)(-?\d)/.exec(message.text)?.[1];
  if (change === '-1') return 'unplugged';
  return change === '1' ? 'back' : undefined;
}
