import { declareComponent } from '@flumotion/core/plugin';

/** Places for text, across and down. */
export const PLACES = [
  'top-left',
  'top',
  'top-right',
  'left',
  'center',
  'right',
  'bottom-left',
  'bottom',
  'bottom-right',
] as const;
/** Places for logos. */
export const CORNERS = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const;
/** Most logos that are drawn. */
export const MAX_LOGOS = 4;

const MARK =
  'The mark may only be shown as its owner publishes it; download it as a PNG and name the file in the property logo.';
const FILLS = 'The picture keeps its size; remove the property.';

/** Text is drawn as Pango markup; this makes it mean itself. */
export function escapeMarkup(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return text.replace(/[&<>]/g, (character) => entities[character] ?? character);
}

/** Files of all logos to draw, in order; `undefined` stands for Flumotion's own. */
export function logosOf(properties: {
  readonly logo: readonly string[];
  readonly 'fluendo-logo': boolean;
}): readonly (string | undefined)[] {
  return [...(properties['fluendo-logo'] ? [undefined] : []), ...properties.logo].slice(0, MAX_LOGOS);
}

/** Declaration of the overlay. */
export const declaration = declareComponent({
  type: 'overlay-converter',
  kind: 'converter',
  description: 'Draws a line of text, a clock and logos over the picture.',
  eaters: { default: { caps: 'video/x-raw', description: 'Raw pictures.' } },
  feeders: { default: { caps: 'video/x-raw', description: 'The same pictures, drawn on.' } },
  properties: {
    'show-text': {
      type: 'bool',
      default: false,
      description: 'Draw the text.',
      sets: 'text.silent',
      to: (shown) => !shown,
      live: true,
      control: true,
    },
    text: {
      type: 'string',
      description: 'The text to draw.',
      sets: 'text.text',
      to: escapeMarkup,
      live: true,
      control: true,
    },
    font: {
      type: 'string',
      default: 'sans normal 22',
      description: 'Font of text and clock: family, style and size in points.',
      sets: ['text.font-desc', 'clock.font-desc'],
      live: true,
    },
    'text-position': {
      type: 'enum',
      values: PLACES,
      default: 'top-left',
      description: 'Where the text stands.',
      live: true,
    },
    'text-opacity': {
      type: 'float',
      min: 0,
      max: 1,
      default: 1,
      description: 'How solid text and clock are: 0 is invisible.',
      live: true,
    },
    'show-clock': {
      type: 'bool',
      default: false,
      description: "Draw the time of day on the worker's clock.",
      sets: 'clock.silent',
      to: (shown) => !shown,
      live: true,
    },
    'clock-format': {
      type: 'string',
      description: 'Form of the time as for strftime, such as %H:%M:%S, which is used when left out.',
      sets: 'clock.time-format',
      to: escapeMarkup,
      live: true,
    },
    'clock-position': {
      type: 'enum',
      values: PLACES,
      default: 'top-right',
      description: 'Where the clock stands.',
      live: true,
    },
    'fluendo-logo': {
      type: 'bool',
      default: false,
      description: "Draw Flumotion's logo.",
    },
    logo: {
      type: 'string',
      multiple: true,
      path: 'file',
      description: `A PNG file to draw, on the worker's machine; up to ${MAX_LOGOS} stand side by side.`,
    },
    'logo-position': {
      type: 'enum',
      values: CORNERS,
      default: 'bottom-left',
      description: 'The corner in which the logos stand.',
      live: true,
    },
    'logo-opacity': {
      type: 'float',
      min: 0,
      max: 1,
      default: 1,
      description: 'How solid the logos are: 0 is invisible.',
      live: true,
    },
    'cc-logo': { type: 'bool', description: "Draw Creative Commons' logo.", retired: MARK },
    'xiph-logo': { type: 'bool', description: "Draw Xiph's logo.", retired: MARK },
    width: { type: 'int', description: 'Width of the picture.', retired: FILLS },
    height: { type: 'int', description: 'Height of the picture.', retired: FILLS },
  },
  wizard: {
    step: 'overlay',
    label: 'Text, clock and logo',
    defaults: { 'fluendo-logo': true, 'show-text': true, text: 'Flumotion' },
    pages: [['fluendo-logo', 'show-text', 'text', 'show-clock', 'logo']],
  },
  pipeline: (p) =>
    [
      'videoconvert',
      ...logosOf(p).map((_, index) => `gdkpixbufoverlay name=logo${index}`),
      'textoverlay name=text auto-resize=false wait-text=false xpad=6 ypad=6',
      'clockoverlay name=clock auto-resize=false xpad=6 ypad=6',
      // Without this the overlays would hand their drawings on instead of painting them.
      'capsfilter caps=video/x-raw',
    ].join(' ! '),
});
