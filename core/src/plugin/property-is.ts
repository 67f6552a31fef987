/**
 * A property and a value of it; any value counts where none is named.
 * @example
 * ```ts
 * const silent: PropertyIs = ['rtcp', false];
 * const keyed: PropertyIs = ['srtp-key'];
 * ```
 */
export type PropertyIs = readonly [property: string, value?: string | boolean];
