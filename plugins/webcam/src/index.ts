/**
 * Takes the picture of a webcam.
 * @module
 */
import { capsText, defineComponent } from '@flumotion/core/plugin';
import { declaration } from './declaration';
import { explain } from './explain';

export default defineComponent(declaration, {
  check({ device }) {
    return device.startsWith('/') ? undefined : `device ${device} is no device file, such as /dev/video0`;
  },
  start(context) {
    const { device, format, width, height, framerate, 'element-factory': factory } = context.properties;
    if (factory !== 'videotestsrc') context.element('source').set('device', device);
    const caps = capsText('video/x-raw', { format, width, height, framerate });
    context.element('picture').set('caps', caps);
  },
  explain,
});
