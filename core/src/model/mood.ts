/** State of a component, as Flumotion names it. */
export type Mood = 'happy' | 'hungry' | 'waking' | 'sleeping' | 'lost' | 'sad';

/** All moods, best first. */
export const MOODS: readonly Mood[] = ['happy', 'hungry', 'waking', 'sleeping', 'lost', 'sad'];
