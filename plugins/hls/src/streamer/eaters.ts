/** Eaters of the streamer, and the folder of the playlist of each in the streamer's. */
export const FOLDERS = {
  default: '',
  'variant-2': 'variant-2/',
  'variant-3': 'variant-3/',
  'variant-4': 'variant-4/',
  'variant-5': 'variant-5/',
  'variant-6': 'variant-6/',
} as const;

/** Name of an eater. */
export type EaterName = keyof typeof FOLDERS;

/** Every eater, the first one first. */
export const EATERS = Object.keys(FOLDERS) as readonly EaterName[];
