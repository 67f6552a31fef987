import type { FormatReader, FormatSink, Piece } from '../src/formats/format';

/** What a format reader found. */
export class Collector implements FormatSink {
  readonly begun: { readonly caps: string; readonly headers: readonly Buffer[] }[] = [];
  readonly pieces: Piece[] = [];
  readonly names: Readonly<Record<string, string>>[] = [];

  begin(caps: string, headers: readonly Buffer[]): void {
    this.begun.push({ caps, headers: [...headers] });
  }

  piece(piece: Piece): void {
    this.pieces.push({ ...piece, data: Buffer.from(piece.data) });
  }

  named(tags: Readonly<Record<string, string>>): void {
    this.names.push(tags);
  }

  /** All bytes of media. */
  get media(): Buffer {
    return Buffer.concat(this.pieces.map(({ data }) => data));
  }
}

/** Gives a stream to a reader in pieces of a size. */
export function pushAll(reader: FormatReader, stream: Buffer, size = 1000): void {
  for (let at = 0; at < stream.length; at += size) reader.push(stream.subarray(at, at + size));
}
