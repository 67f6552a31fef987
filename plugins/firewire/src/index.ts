/**
 * Takes picture and sound from a DV camera on FireWire.
 * @module
 */
import { askForKeyUnits, defineComponent, preparePicture, takeLevel } from '@flumotion/core/plugin';
import { declaration } from './declaration';
import { readDvFile } from './dv-file';
import { busReset, explain } from './explain';

const GUID = /^(0x)?[0-9a-f]{1,16}$/i;

export default defineComponent(declaration, {
  check({ guid, location }) {
    if (guid !== undefined && !GUID.test(guid)) {
      return `guid ${guid} is no camera's id; it looks like 0x080046010203abcd`;
    }
    return location !== undefined && !location.startsWith('/')
      ? `location ${location} must begin with a slash`
      : undefined;
  },
  async start(context) {
    const { guid, location } = context.properties;
    preparePicture(context);
    askForKeyUnits(context, 'picture');
    if (location === undefined) {
      if (guid !== undefined) context.element('source').set('guid', hexadecimal(guid));
      return;
    }
    const { width, height, framerate } = await readDvFile(location);
    context.element('file').set('location', location);
    const frames = context.element('frames');
    frames.set('width', width);
    frames.set('height', height);
    frames.set('framerate', framerate.join('/'));
    context.cue({ kind: 'loop', through: ['gate'] });
  },
  changed(context) {
    askForKeyUnits(context, 'picture');
  },
  elementMessage(context, message) {
    if (takeLevel(context, message)) return;
    const camera = busReset(message);
    if (camera === 'unplugged') {
      context.message({
        level: 'warning',
        id: 'firewire-bus-reset',
        text: 'The camera was unplugged or switched off.',
        advice: 'Connect it again; the picture comes back by itself.',
      });
    } else if (camera === 'back') context.clear('firewire-bus-reset');
  },
  explain,
});

function hexadecimal(guid: string): string {
  return guid.toLowerCase().startsWith('0x') ? guid : `0x${guid}`;
}
