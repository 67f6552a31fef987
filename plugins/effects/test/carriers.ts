import { defineComponent, type ComponentDefinition } from '@flumotion/core/plugin';

function carrier(caps: string, pipeline: string): ComponentDefinition {
  return defineComponent({
    type: 'test-carrier',
    kind: 'producer',
    description: 'Gives out what effects are tried on.',
    feeders: { default: { caps } },
    pipeline,
  });
}

/** A component with raw pictures (I420, 64x48 unless the text says otherwise), from the text of a source. */
export function pictures(source: string, form = 'width=64,height=48,framerate=25/1'): ComponentDefinition {
  return carrier('video/x-raw', `${source} ! video/x-raw,format=I420,${form}`);
}

/** A component with raw sound (16 bit, mono, 8000 Hz), from the text of a source. */
export function sound(source: string): ComponentDefinition {
  return carrier('audio/x-raw', `${source} ! audio/x-raw,format=S16LE,rate=8000,channels=1`);
}

/** A component with pictures and sound, on two feeders. */
export const both = defineComponent({
  type: 'test-both',
  kind: 'producer',
  description: 'Gives out pictures and sound.',
  feeders: { video: { caps: 'video/x-raw' }, audio: { caps: 'audio/x-raw' } },
  pipeline:
    'videotestsrc is-live=true ! video/x-raw,format=I420,width=64,height=48,framerate=10/1 ! @feeder:video@ ' +
    'audiotestsrc is-live=true volume=0.8 ! audio/x-raw,format=S16LE,rate=8000,channels=1 ! @feeder:audio@',
});
