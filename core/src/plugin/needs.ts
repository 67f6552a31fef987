import type { PropertyIs } from './property-is';

/**
 * A device that must be on the machine, known by its device files.
 * @example
 * ```ts
 * const card: NeededDevice = {
 *   name: 'a DeckLink card',
 *   files: '/dev/blackmagic/*',
 *   unless: ['source', 'test'],
 *   advice: 'install the driver of the card',
 * };
 * ```
 */
export interface NeededDevice {
  /** What it is, for people. */
  readonly name: string;
  /** Path of the device file below `/dev`; with `*` at its end, of any that begins so. */
  readonly files: string;
  /** A property and the value of it with which the device is not needed. */
  readonly unless?: PropertyIs;
  /** What to do where it is not there, beginning in lower case. */
  readonly advice?: string;
}

/**
 * What must be on the machine before the component can run there.
 * @example
 * ```ts
 * const needs: Needs = { elements: ['rtmp2sink'], devices: ['a camera'] };
 * ```
 */
export interface Needs {
  /** GStreamer element factories, beside those the pipeline text names. */
  readonly elements?: readonly string[];
  /**
   * Devices: named for people, or known by their device files. Without the files of one that is needed, the component is
   * not started.
   */
  readonly devices?: readonly (string | NeededDevice)[];
}
