function icon(name: string, path: string): string {
  return `<svg class="icon ${name}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="${path}"/></svg>`;
}

const SPEAKER = 'M3 9v6h4l5 5V4L7 9z';

/** Pictures of the buttons, as SVG in the page. */
export const ICONS = {
  play: icon('icon-play', 'M8 5v14l11-7z'),
  pause: icon('icon-pause', 'M6 5h4v14H6zm8 0h4v14h-4z'),
  loud: icon(
    'icon-loud',
    `${SPEAKER}M14 7.97v8.05A4.5 4.5 0 0 0 14 7.97zM14 3.2v2.1a7 7 0 0 1 0 13.4v2.1a9 9 0 0 0 0-17.6z`,
  ),
  muted: icon(
    'icon-muted',
    `${SPEAKER}M21.5 9.9l-1.4-1.4-2.1 2.1-2.1-2.1-1.4 1.4 2.1 2.1-2.1 2.1 1.4 1.4 2.1-2.1 2.1 2.1 1.4-1.4-2.1-2.1z`,
  ),
  full: icon('icon-full', 'M5 14H3v7h7v-2H5zm0-9h5V3H3v7h2zm14 14h-5v2h7v-7h-2zM14 3v2h5v5h2V3z'),
} as const;
