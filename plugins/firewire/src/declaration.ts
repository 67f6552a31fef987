import {
  declareComponent,
  LEVEL_STATS,
  PICTURE_PROPERTIES,
  pictureChain,
  SOUND_CHAIN,
} from '@flumotion/core/plugin';

const DV = 'video/x-dv,systemstream=true';

/**
 * Where DV comes from; all else is the same for a camera and a file. A file is cut into its frames, which gives them
 * their times, and then played by the clock.
 */
function source(p: { readonly location: string | undefined }): string {
  if (p.location === undefined) return 'dv1394src name=source';
  return (
    'filesrc name=file ! rawvideoparse name=frames format=gray8 ! identity name=gate ! identity single-segment=true ' +
    `! capssetter replace=true join=false caps=${DV} ! clocksync`
  );
}

/** Declaration of the camera. */
export const declaration = declareComponent({
  type: 'firewire-producer',
  kind: 'producer',
  description: 'Takes picture and sound from a DV camera on FireWire.',
  feeders: {
    video: { caps: 'video/x-raw', description: 'Raw pictures (I420).' },
    audio: { caps: 'audio/x-raw', description: 'Raw sound.' },
    dv: { caps: 'video/x-dv', description: 'DV as the camera sends it.' },
  },
  stats: LEVEL_STATS,
  needs: {
    devices: [
      {
        name: 'a DV camera on FireWire',
        files: '/dev/fw*',
        unless: ['location'],
        advice: 'connect the camera to a FireWire card whose driver (firewire-ohci) the kernel has',
      },
    ],
  },
  clock: { priority: 160 },
  properties: {
    guid: {
      type: 'string',
      description:
        'GUID of the camera, as 0x080046010203abcd, when there are several; the first one when left out or 0.',
    },
    location: {
      type: 'string',
      description: 'A raw DV file to play again and again instead of a camera, for tests and rehearsals.',
    },
    decoder: {
      type: 'enum',
      values: ['dvdec', 'avdec_dvvideo', 'ffdec_dvvideo'],
      default: 'dvdec',
      description: 'Decoder of DV: that of libdv (dvdec) or of libav (avdec_dvvideo, once ffdec_dvvideo).',
    },
    ...PICTURE_PROPERTIES,
    'scaled-width': { type: 'int', description: 'Width after scaling.', retired: 'Use width instead.' },
  },
  wizard: {
    step: 'video-producer',
    label: 'FireWire camera',
    probe: 'firewire',
    rank: 70,
    pages: [['guid', 'width', 'height', 'is-square', 'framerate']],
  },
  pipeline: (p) => `
    ${source(p)} ! tee name=dv
    dv. ! queue leaky=downstream max-size-time=1000000000 max-size-bytes=0 max-size-buffers=0 ! dvdemux name=demux
    demux.video ! queue ! ${p.decoder === 'dvdec' ? 'dvdec' : 'avdec_dvvideo'} name=decoder
      ! ${pictureChain(p)} ! @feeder:video@
    demux.audio ! queue ! ${SOUND_CHAIN} ! @feeder:audio@
    dv. ! queue leaky=downstream max-size-time=1000000000 max-size-bytes=0 max-size-buffers=0 ! @feeder:dv@`,
});
