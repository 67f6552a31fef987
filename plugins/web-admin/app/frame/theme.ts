import { Badge, createTheme, Menu, Modal, Tooltip, type CSSVariablesResolver } from '@mantine/core';

/** The look of all pages. */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: 7,
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '1.35rem' }, h2: { fontSize: '1.1rem' }, h3: { fontSize: '0.95rem' } },
  },
  components: {
    // On the pale ground of a badge its own colour cannot be read by everybody.
    Badge: Badge.extend({ styles: { label: { color: 'var(--mantine-color-text)' } } }),
    // The first item has the focus, and not a place before it that readers of the screen take for one more thing in the menu.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    // Also of the dialogs that are opened by a call.
    Modal: Modal.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, multiline: true, maw: 360, withArrow: true } }),
  },
});

/**
 * On a light page a coloured ground under the mouse is paler than without it: darker, as it comes, the text on it cannot be
 * read by everybody.
 */
export const colours: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: Object.fromEntries(
    Object.keys(colors)
      .filter((name) => !['gray', 'dark'].includes(name))
      .map((name) => [`--mantine-color-${name}-light-hover`, `var(--mantine-color-${name}-0)`]),
  ),
  dark: {},
});
