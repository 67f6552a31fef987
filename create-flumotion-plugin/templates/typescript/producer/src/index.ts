import { defineComponent } from '@flumotion/core/plugin';

export default defineComponent(
  {
    type: 'my-thing-producer',
    kind: 'producer',
    description: 'Makes a test picture.',
    feeders: { default: { caps: 'video/x-raw', description: 'Raw pictures.' } },
    clock: { priority: 50 },
    properties: {
      pattern: {
        type: 'enum',
        values: ['smpte', 'snow', 'ball'],
        default: 'ball',
        live: true,
        description: 'What the picture shows.',
        sets: 'source.pattern',
      },
    },
    pipeline:
      'videotestsrc name=source is-live=true ! video/x-raw,width=320,height=240,framerate=25/1 ! clocksync',
  },
  {
    start(context) {
      // Its own time becomes the flow's, so that it is in step with sources on other machines.
      context.cue({ kind: 'follow', element: 'source', grid: [25, 1] });
    },
  },
);
