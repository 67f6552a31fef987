/** Paths of the icons, on a field of 24 by 24. */
const PATHS = {
  planet:
    'M12 7a5 5 0 1 0 0 10a5 5 0 0 0 0-10zM7.500 9.800C4.200 12.600 2.500 15.400 3.300 16.700c1.100 1.800 6.500.300 12.200-3.200s9.300-7.800 8.200-9.600c-.8-1.300-4-.9-7.900.8',
  workers: 'M4 5h16v6H4zM4 13h16v6H4zM8 8h.01M8 16h.01',
  messages: 'M4 5h16v11H9l-5 4z',
  registry: 'M12 3l8 4.500v9L12 21l-8-4.500v-9zM12 12l8-4.500M12 12v9M12 12L4 7.500',
  audit: 'M6 3h9l4 4v14H6zM14 3v5h5M9 13h7M9 17h5',
  users:
    'M9 11a4 4 0 1 0 0-8a4 4 0 0 0 0 8zM2 21v-1a6 6 0 0 1 6-6h2a6 6 0 0 1 6 6v1M16 3.200a4 4 0 0 1 0 7.600M22 21v-1a6 6 0 0 0-4-5.600',
  user: 'M12 11a4 4 0 1 0 0-8a4 4 0 0 0 0 8zM5 21v-1a6 6 0 0 1 6-6h2a6 6 0 0 1 6 6v1',
  wizard: 'M5 19L15 9M13 5l1-2M19 11l2-1M17 7l3-3M6 6l2 2M17 16l2 2',
  start: 'M7 5l12 7l-12 7z',
  stop: 'M6 6h12v12H6z',
  restart: 'M20 12a8 8 0 1 1-2.500-5.800M20 3v4.500h-4.500',
  delete: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5',
  move: 'M3 12h13M12 7l5 5l-5 5M21 5v14',
  edit: 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  search: 'M10.500 17a6.500 6.500 0 1 0 0-13a6.500 6.500 0 0 0 0 13zM20 20l-4.900-4.900',
  list: 'M8 6h13M8 12h13M8 18h13M3.500 6h.01M3.500 12h.01M3.500 18h.01',
  graph: 'M3 5h6v5H3zM15 14h6v5h-6zM9 7.500h4v9h2',
  sun: 'M12 16a4 4 0 1 0 0-8a4 4 0 0 0 0 8zM12 2v2M12 20v2M4.900 4.900l1.400 1.400M17.700 17.700l1.400 1.400M2 12h2M20 12h2M4.900 19.100l1.400-1.400M17.700 6.300l1.400-1.400',
  moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4A8.500 8.500 0 1 0 20 14.500z',
  check: 'M5 12l5 5L20 7',
  warning: 'M12 4L2.500 20h19zM12 10v4.500M12 17.500h.01',
  error: 'M12 21a9 9 0 1 0 0-18a9 9 0 0 0 0 18zM12 7.500v5.500M12 16.500h.01',
  info: 'M12 21a9 9 0 1 0 0-18a9 9 0 0 0 0 18zM12 11.500V16.500M12 7.800h.01',
  close: 'M6 6l12 12M18 6L6 18',
  plus: 'M12 5v14M5 12h14',
  back: 'M14 6l-6 6l6 6',
  forward: 'M10 6l6 6l-6 6',
  up: 'M6 14l6-6l6 6',
  down: 'M6 10l6 6l6-6',
  sleep: 'M6 6h7l-7 8h7M14 13h5l-5 6h5',
  hourglass: 'M6 3h12M6 21h12M8 3v4l4 5l-4 5v4M16 3v4l-4 5l4 5v4',
  unlink: 'M9 15l-2 2a3.500 3.500 0 0 1-5-5l3-3M15 9l2-2a3.500 3.500 0 0 1 5 5l-3 3M4 4l16 16',
  download: 'M12 4v11M7 10.500l5 5l5-5M4 20h16',
  upload: 'M12 16V5M7 9.500l5-5l5 5M4 20h16',
  eye: 'M2 12s3.500-7 10-7s10 7 10 7s-3.500 7-10 7s-10-7-10-7zM12 15a3 3 0 1 0 0-6a3 3 0 0 0 0 6z',
  lock: 'M6 11h12v9H6zM8.500 11V7.500a3.500 3.500 0 0 1 7 0V11',
  fit: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  out: 'M14 4H5v16h9M10 12h11M17 8l4 4l-4 4',
} as const;

/** Name of an icon. */
export type IconName = keyof typeof PATHS;

/** An icon beside words, which say what it means; readers of the screen pass it over. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      focusable={false}
      style={{ flex: 'none' }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
