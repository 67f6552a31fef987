import type { Message, PipelineError } from '@flumotion/core/plugin';

/** Advice for errors of the screen and of the loudspeaker; undefined for others. */
export function explain(error: PipelineError): Omit<Message, 'level'> | undefined {
  const debug = `${error.source}: ${error.text} ${error.debug}`;
  if (error.source === 'picture') {
    return {
      id: 'no-display',
      text: 'The picture cannot be shown: there is no screen.',
      advice:
        "Start the worker in a desktop session, or with DISPLAY set to one that the worker's user may use (xhost, XAUTHORITY).",
      debug,
    };
  }
  if (error.source === 'sound') {
    return {
      id: 'no-loudspeaker',
      text: 'The sound cannot be played: there is no sound card and no sound server.',
      advice: "Connect one, or start the sound server of the worker's user.",
      debug,
    };
  }
  return undefined;
}
