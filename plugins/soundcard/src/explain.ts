import type { Message, PipelineError } from '@flumotion/core/plugin';

const RESOURCE = 'gst-resource-error-quark';

/** Advice for errors of the sound source; undefined for others. */
export function explain(error: PipelineError): Omit<Message, 'level'> | undefined {
  if (error.source !== 'source' || error.domain !== RESOURCE) return undefined;
  const seen = `${error.text} ${error.debug}`;
  const debug = seen;
  if (/busy/i.test(seen)) {
    return {
      id: 'device-busy',
      text: 'The sound device is used by another program.',
      advice: 'Stop the other program, or record through a sound server (source-element pulsesrc).',
      debug,
    };
  }
  if (/permission|access denied/i.test(seen)) {
    return {
      id: 'device-forbidden',
      text: "The worker's user may not use the sound device.",
      advice: 'Add the user to the group audio, or let it use the sound server, and start the worker again.',
      debug,
    };
  }
  if (/no such (file|device|entity)|does ?n.t exist|not found/i.test(seen)) {
    return {
      id: 'device-absent',
      text: 'There is no such sound device.',
      advice:
        'Connect the device, or correct the property device (arecord -l and pactl list sources show the names).',
      debug,
    };
  }
  if (/connection refused|connection terminated|failed to connect/i.test(seen)) {
    return {
      id: 'sound-server-absent',
      text: 'The sound server does not answer.',
      advice: "Start it in the session of the worker's user, or set PULSE_SERVER for the worker.",
      debug,
    };
  }
  return {
    id: 'device-unusable',
    text: 'The sound device cannot be recorded from.',
    advice: 'Check that the device records (arecord, parecord) with these channels, depth and samplerate.',
    debug,
  };
}
