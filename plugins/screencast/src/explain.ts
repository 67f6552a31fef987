import type { Message, PipelineError } from '@flumotion/core/plugin';

/** Advice for errors of the screen's source; undefined for others. */
export function explain(error: PipelineError): Omit<Message, 'level'> | undefined {
  if (error.source !== 'source') return undefined;
  if (/display/i.test(error.text + error.debug)) {
    return {
      id: 'no-display',
      text: 'The X11 display cannot be opened.',
      advice:
        "Set the property display (as :0), allow the worker's user to use it (xhost, XAUTHORITY), and start an X server.",
      debug: `${error.text} ${error.debug}`,
    };
  }
  return undefined;
}
