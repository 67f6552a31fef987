import type { Message, PipelineError } from '@flumotion/core/plugin';

/** GStreamer names the kind of element before its name. */
const SOFTWARE = /GstX26[45]Enc/;

/** Advice for an encoder of hardware that does not work; undefined for other errors. */
export function explainEncoder(error: PipelineError): Omit<Message, 'level'> | undefined {
  if (error.source !== 'encoder' || SOFTWARE.test(error.debug)) return undefined;
  return {
    id: 'hardware-encoder-failed',
    text: `the hardware cannot encode this: ${error.text}`,
    advice:
      'it may be in use by too many programs, closed to the user of the worker (groups video and render), or unable to do this size; set implementation to software',
    debug: error.debug,
  };
}
