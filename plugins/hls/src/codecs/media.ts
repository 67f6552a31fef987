/** What a playlist of several streams says of each. */
export interface Media {
  /** Codecs as RFC 6381 names them; undefined when one of them is not known, since a list must have all. */
  readonly codecs: readonly string[] | undefined;
  /** Pixels; undefined without pictures or where they are not known. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
}

/** One stream inside: its codec, and its size when it is of pictures. */
export interface Track {
  readonly codec: string | undefined;
  readonly size?: Media['size'];
}

/** Several streams as one. */
export function mediaOf(tracks: readonly Track[]): Media {
  const codecs = tracks.map(({ codec }) => codec);
  const known = codecs.filter((codec) => codec !== undefined);
  return {
    codecs: known.length > 0 && known.length === codecs.length ? known : undefined,
    size: tracks.find(({ size }) => size)?.size,
  };
}

/** Two hexadecimal digits for each byte. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** What is read from bytes, or something else where they end too early. */
export function orWhenCutOff<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    // Not by its class: that is another one where code runs in a context of its own.
    if ((error as Error).name === 'RangeError') return otherwise;
    throw error;
  }
}
