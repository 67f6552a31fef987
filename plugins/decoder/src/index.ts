/**
 * Decodes a stream into raw pictures and sound.
 * @module
 */
import {
  defineComponent,
  type Context,
  type DecodedKind,
  type ElementMessage,
  type PropertiesOf,
} from '@flumotion/core/plugin';
import { av, DECODER, single } from './declaration';
import { Decoding } from './decoding';
import { pictureForm, soundForm, type Form } from './form';

type Wishes = PropertiesOf<typeof av>;

const decodings = new WeakMap<object, Decoding>();

function start(context: Context<Wishes>, kinds: readonly DecodedKind[]): void {
  const { blacklist, ...p } = context.properties;
  for (const name of blacklist) {
    if (!/^[\w-]+$/.test(name)) throw new Error(`blacklist has "${name}", which is no name of an element`);
  }
  const decoder = context.decoder({ name: DECODER, kinds, without: blacklist });
  const apply = (kind: DecodedKind, form: Form): void => {
    context.element(`${DECODER}-${kind}-form`).set('caps', form.input);
    context.element(`${kind}-form`).set('caps', form.output);
    if (kind === 'video') context.element('video-caps').set('caps', form.output);
  };
  if (kinds.includes('video')) context.element(`${DECODER}-video-scale`).set('add-borders', p['add-borders']);
  const decoding = new Decoding(context, decoder, {
    kinds,
    blacklist,
    fix(kind, caps) {
      const form = kind === 'video' ? pictureForm(caps, p) : soundForm(p);
      if (form) apply(kind, form);
      return form !== undefined;
    },
  });
  decodings.set(context, decoding);
  context.tap('feed', {
    caps: (caps) => {
      decoding.caps(caps);
    },
    buffer: (buffer) => {
      decoding.buffer(buffer);
    },
  });
  askForKeyUnits(context, kinds);
  decoding.start();
}

function askForKeyUnits(context: Context<Wishes>, kinds: readonly DecodedKind[]): void {
  if (!kinds.includes('video')) return;
  const interval = context.properties['keyunits-interval'];
  context.keyUnits('video-form', interval === 0 ? undefined : interval);
}

function said(context: object, message: ElementMessage): void {
  decodings.get(context)?.said(message);
}

function stop(context: object): void {
  decodings.get(context)?.stop();
}

export default [
  defineComponent(single, {
    start: (context) => {
      start(context, [context.properties['media-type']]);
    },
    changed: (context) => {
      askForKeyUnits(context, [context.properties['media-type']]);
    },
    elementMessage: said,
    stop,
  }),
  defineComponent(av, {
    start: (context) => {
      start(context, ['video', 'audio']);
    },
    changed: (context) => {
      askForKeyUnits(context, ['video', 'audio']);
    },
    elementMessage: said,
    stop,
  }),
];
