import { definePlug, PICTURE_PROPERTIES } from '@flumotion/core/plugin';

/** Makes whole pictures of interlaced ones. */
export const deinterlace = definePlug({
  type: 'effect-deinterlace',
  socket: 'effect',
  description: 'Makes whole pictures of interlaced ones, as many as came.',
  caps: 'video/x-raw',
  properties: {
    mode: {
      type: 'enum',
      values: ['auto', 'interlaced', 'disabled'],
      default: 'auto',
      live: true,
      description:
        'Deinterlace what says it is interlaced (auto), everything (interlaced), or nothing (disabled).',
      sets: 'deinterlace.mode',
    },
    method: {
      type: 'enum',
      values: PICTURE_PROPERTIES['deinterlace-method'].values,
      default: 'ffmpeg',
      live: true,
      description: 'How pictures are made whole; ffmpeg and vfir are the same filter.',
      sets: 'deinterlace.method',
      to: (method) => (method === 'ffmpeg' ? 'vfir' : method),
    },
  },
  pipeline: 'videoconvert ! deinterlace name=deinterlace fields=top',
});
