import type { Message, PipelineError } from '@flumotion/core/plugin';

/** Advice for errors of PipeWire; undefined for others. */
export function explain(error: PipelineError): Omit<Message, 'level'> | undefined {
  if (error.source !== 'source') return undefined;
  const debug = `${error.text} ${error.debug}`;
  if (/target not found|no target|no such|not found/i.test(debug) && !/connect/i.test(error.text)) {
    return {
      id: 'no-node',
      text: 'PipeWire has no such node.',
      advice: 'Start what gives the sound or the picture, or correct the property node (wpctl status).',
      debug,
    };
  }
  return {
    id: 'no-pipewire',
    text: 'PipeWire does not answer, or gives no stream.',
    advice:
      "Start pipewire and wireplumber in the session of the worker's user; a worker without a session needs " +
      'XDG_RUNTIME_DIR or PIPEWIRE_REMOTE of one.',
    debug,
  };
}
