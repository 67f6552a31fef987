/**
 * Takes picture and sound from a DeckLink card.
 * @module
 */
import { existsSync } from 'node:fs';
import { askForKeyUnits, defineComponent, preparePicture, takeLevel } from '@flumotion/core/plugin';
import { declaration } from './declaration';
import { explain, noCard } from './explain';

/** Folder of the card's device files, which the driver makes. */
const DEVICES = '/dev/blackmagic';

export default defineComponent(declaration, {
  start(context) {
    const p = context.properties;
    preparePicture(context);
    askForKeyUnits(context, 'picture');
    if (p.source === 'test') return;
    // The element fails without a word when there is no driver.
    if (!existsSync(DEVICES)) {
      const told = noCard(`there is no ${DEVICES}`);
      context.message({ level: 'error', ...told });
      throw new Error(told.text);
    }
    const [video, audio] = [context.element('video-source'), context.element('audio-source')];
    for (const source of [video, audio]) source.set('device-number', p['device-number']);
    video.set('mode', p.mode);
    video.set('connection', p['video-connection']);
    audio.set('connection', p['audio-connection']);
    audio.set('channels', p.channels);
  },
  changed(context) {
    askForKeyUnits(context, 'picture');
  },
  elementMessage(context, message) {
    takeLevel(context, message);
  },
  explain,
});
