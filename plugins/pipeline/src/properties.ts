import type { PropertySpecs } from '@flumotion/core/plugin';

/** The one property of all three: the text. */
export const PIPELINE = {
  pipeline: {
    type: 'string',
    required: true,
    description:
      "The pipeline, in the language of gst-launch-1.0; the worker's file must have <allow-pipelines/>.",
  },
} as const satisfies PropertySpecs;
