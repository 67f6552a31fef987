/**
 * Draws a line of text, a clock and logos over the picture.
 * @module
 */
import { join } from 'node:path';
import {
  defineComponent,
  type Context,
  type PipelineElement,
  type PropertiesOf,
} from '@flumotion/core/plugin';
import { declaration, logosOf } from './declaration';
import { fadeText, placeLogos, placeText } from './place';
import { pngSize } from './png';

type Overlay = Context<PropertiesOf<typeof declaration>>;

const OWN_LOGO = join(__dirname, '../assets/logo.png');

/** Sizes of the logos that are drawn, by component; kept for moving them while they are shown. */
const widths = new WeakMap<object, readonly number[]>();

/** Most characters that are drawn: each picture is laid out anew, and a text of thousands would hold up the stream. */
const LONGEST = { text: 500, 'clock-format': 100, font: 100 } as const;

export default defineComponent(declaration, {
  check(properties) {
    const long = (Object.keys(LONGEST) as (keyof typeof LONGEST)[]).find(
      (name) => (properties[name] ?? '').length > LONGEST[name],
    );
    return long && `${long} is longer than the ${LONGEST[long]} characters that can be drawn in time`;
  },
  async start(context) {
    const logos = logosOf(context.properties);
    const sizes: number[] = [];
    for (const [index, logo] of logos.entries()) {
      const path = logo ?? OWN_LOGO;
      sizes.push((await pngSize(path)).width);
      context.element(`logo${index}`).set('location', path);
    }
    widths.set(context, sizes);
    arrange(context);
  },
  changed(context, name) {
    if (/-(position|opacity)$/.test(name)) arrange(context);
  },
});

function arrange(context: Overlay): void {
  const p = context.properties;
  const [text, clock] = [context.element('text'), context.element('clock')];
  placeText(text, p['text-position']);
  placeText(clock, p['clock-position']);
  for (const element of [text, clock]) fadeText(element, p['text-opacity']);
  const logos = (widths.get(context) ?? []).map((width, index) => ({
    element: context.element(`logo${index}`),
    width,
  }));
  placeLogos(logos, p['logo-position']);
  for (const { element } of logos) fadeLogo(element, p['logo-opacity']);
}

function fadeLogo(element: PipelineElement, opacity: number): void {
  element.set('alpha', opacity);
}
