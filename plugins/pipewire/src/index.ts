/**
 * Takes sound, or a screen's or camera's picture, from PipeWire.
 * @module
 */
import {
  capsText,
  defineComponent,
  LEVEL_STATS,
  PICTURE_PROPERTIES,
  takeLevel,
} from '@flumotion/core/plugin';
import { explain } from './explain';

const { width, height, volume } = PICTURE_PROPERTIES;

export default defineComponent(
  {
    type: 'pipewire-producer',
    kind: 'producer',
    description: "Takes sound, or a screen's or camera's picture, from PipeWire.",
    feeders: {
      default: {
        caps: 'audio/x-raw; video/x-raw',
        capsBy: { property: 'media', caps: { audio: 'audio/x-raw', video: 'video/x-raw' } },
        description: 'Raw sound, or raw pictures (I420).',
      },
    },
    stats: LEVEL_STATS,
    needs: { devices: ['a PipeWire server'], elements: ['pipewiresrc'] },
    clock: { priority: 150 },
    properties: {
      media: {
        type: 'enum',
        values: ['audio', 'video'],
        default: 'audio',
        description: 'What to take: sound, or the picture of a screen or camera.',
      },
      node: {
        type: 'string',
        description:
          'Name or serial number of the node (wpctl status and pw-cli ls Node show them); the usual one when left out.',
        sets: 'source.target-object',
      },
      'capture-sink': {
        type: 'bool',
        default: false,
        description: 'The node is a loudspeaker, and what it plays is wanted.',
      },
      samplerate: {
        type: 'int',
        min: 4000,
        max: 192_000,
        default: 48_000,
        unit: 'Hz',
        description: 'Samples a second.',
      },
      channels: { type: 'int', min: 1, max: 8, default: 2, description: 'Number of channels.' },
      volume: {
        type: 'float',
        min: 0,
        max: 4,
        description: volume.description,
        live: true,
      },
      width,
      height,
      framerate: PICTURE_PROPERTIES.framerate,
    },
    wizard: {
      step: 'audio-producer',
      label: 'PipeWire',
      rank: 75,
      pages: [['media', 'node', 'capture-sink', 'samplerate', 'channels']],
    },
    pipeline: (p) =>
      p.media === 'audio'
        ? 'pipewiresrc name=source do-timestamp=true ! audioconvert ! audioresample ! volume name=volume ' +
          '! level name=level interval=200000000 ! audioconvert ! capsfilter name=output ! audiorate skip-to-first=true'
        : 'pipewiresrc name=source do-timestamp=true ! videoconvert ! videorate skip-to-first=true ! videoscale ' +
          '! videoconvert ! capsfilter name=output',
  },
  {
    start(context) {
      const p = context.properties;
      const { samplerate: rate, channels, framerate } = p;
      const caps =
        p.media === 'audio'
          ? capsText('audio/x-raw', { format: 'S16LE', rate, channels, layout: 'interleaved' })
          : capsText('video/x-raw', { format: 'I420', width: p.width, height: p.height, framerate });
      context.element('output').set('caps', caps);
      if (p['capture-sink']) {
        context.element('source').set('stream-properties', 'props,stream.capture.sink=true');
      }
      louder(p.media, p.volume, context);
    },
    changed(context, name) {
      if (name === 'volume') louder(context.properties.media, context.properties.volume, context);
    },
    elementMessage(context, message) {
      takeLevel(context, message);
    },
    explain,
  },
);

function louder(
  media: string,
  gain: number | undefined,
  context: { element(name: string): { set(property: string, value: number): void } },
): void {
  if (media === 'audio') context.element('volume').set('volume', gain ?? 1);
}
