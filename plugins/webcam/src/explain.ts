import type { Message, PipelineError } from '@flumotion/core/plugin';

/** Advice for errors of the camera; undefined for others. */
export function explain(error: PipelineError): Omit<Message, 'level'> | undefined {
  if (error.source !== 'source') return undefined;
  const seen = `${error.text} ${error.debug}`;
  const debug = seen;
  if (/busy/i.test(seen)) {
    return {
      id: 'camera-busy',
      text: 'The camera is used by another program.',
      advice: 'Stop the other program (fuser -v /dev/video0 names it), or set device to another camera.',
      debug,
    };
  }
  if (/permission denied|not permitted/i.test(seen)) {
    return {
      id: 'camera-forbidden',
      text: "The worker's user may not use the camera.",
      advice: 'Add the user to the group video, and start the worker again.',
      debug,
    };
  }
  if (
    /no such (file|device)|cannot identify device|not a capture device|isn't a capture|disconnected|v4l2 driver|inappropriate ioctl/i.test(
      seen,
    )
  ) {
    return {
      id: 'no-camera',
      text: 'There is no such camera.',
      advice:
        'Connect the camera, or set device to the right file (v4l2-ctl --list-devices); the component tries again by itself.',
      debug,
    };
  }
  if (/not-negotiated|does not support|failed to allocate|streaming stopped/i.test(seen)) {
    return {
      id: 'camera-refuses',
      text: 'The camera does not give what is asked of it.',
      advice: 'Try another mime, size or framerate; v4l2-ctl --list-formats-ext shows what it can.',
      debug,
    };
  }
  return {
    id: 'camera-fails',
    text: 'The camera gives no picture.',
    advice: 'Unplug it and connect it again; check it with another program.',
    debug,
  };
}
