/** Kinds of package there are templates for. */
export const KINDS = ['producer', 'converter', 'encoder', 'muxer', 'consumer', 'plug'] as const;
/** One of {@link KINDS}. */
export type Kind = (typeof KINDS)[number];

/** Languages there are templates in, by the names people give on the command line. */
export const LANGUAGES = ['ts', 'js'] as const;
/** One of {@link LANGUAGES}. */
export type Language = (typeof LANGUAGES)[number];

/** Licences there are texts of, as SPDX names them. */
export const LICENSES = ['MIT', 'Apache-2.0', 'LGPL-2.1-or-later'] as const;
/** One of {@link LICENSES}. */
export type License = (typeof LICENSES)[number];

/** What is to be written. */
export interface Wish {
  /** As people give it: `my-thing`, `flumotion-plugin-my-thing` or `@you/flumotion-plugin-my-thing`. */
  readonly name: string;
  readonly kind: Kind;
  readonly language: Language;
  readonly license: License;
  /** Who holds the copyright. */
  readonly author: string;
}
