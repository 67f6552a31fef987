import type { Media } from '../codecs/media';

/** A stream in the main playlist. */
export interface Choice {
  readonly uri: string;
  /** Bits per second that no segment goes beyond. */
  readonly bandwidth: number;
  readonly average?: number | undefined;
  readonly codecs?: string | undefined;
  readonly size?: Media['size'] | undefined;
  /** Frames per second. */
  readonly rate?: number | undefined;
}

/** The text of a main playlist: streams of the same thing, of which players take what suits them. */
export function mainText(choices: readonly Choice[], version: number): string {
  const lines = choices.flatMap(({ uri, bandwidth, average, codecs, size, rate }) => {
    const attributes = [
      `BANDWIDTH=${String(Math.ceil(bandwidth))}`,
      average !== undefined && `AVERAGE-BANDWIDTH=${String(Math.ceil(average))}`,
      codecs !== undefined && `CODECS="${codecs}"`,
      size && `RESOLUTION=${String(size.width)}x${String(size.height)}`,
      rate !== undefined && `FRAME-RATE=${rate.toFixed(3)}`,
    ].filter((attribute) => typeof attribute === 'string');
    return [`#EXT-X-STREAM-INF:${attributes.join(',')}`, uri];
  });
  return `${['#EXTM3U', `#EXT-X-VERSION:${String(version)}`, ...lines].join('\n')}\n`;
}
