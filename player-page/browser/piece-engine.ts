import type { Engine, EngineEvents, Sound } from './engine.js';
import { MediaEngine } from './media-engine.js';

/** Seconds of what was played that are kept. */
const KEPT = 20;
/** Seconds that play may be behind what has come before it skips forward. */
const MOST_BEHIND = 12;

/** Whether the browser takes such a stream in pieces. */
export function takesPieces(type: string): boolean {
  return 'MediaSource' in window && MediaSource.isTypeSupported(type);
}

/**
 * Hands an endless WebM to the browser piece by piece. By itself a browser reads tens of kilobytes before it plays, which
 * at a low rate takes ten seconds, and stands still where times jump.
 */
class PieceReader {
  private readonly source = new MediaSource();
  private readonly abortion = new AbortController();
  private readonly url = URL.createObjectURL(this.source);
  private element: HTMLMediaElement | undefined;

  constructor(
    private readonly stream: string,
    private readonly type: string,
    private readonly events: EngineEvents,
  ) {}

  attach(element: HTMLMediaElement): void {
    this.element = element;
    this.source.addEventListener('sourceopen', () => void this.read(), { once: true });
    element.src = this.url;
  }

  detach(): void {
    this.abortion.abort();
    URL.revokeObjectURL(this.url);
  }

  private async read(): Promise<void> {
    try {
      const buffer = this.source.addSourceBuffer(this.type);
      const response = await fetch(this.stream, { signal: this.abortion.signal, cache: 'no-store' });
      if (!response.ok || !response.body) throw new Error(`the server answers ${response.status}`);
      const reader = response.body.getReader();
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        await append(buffer, next.value);
        await this.keepUp(buffer);
      }
      this.events.ended();
    } catch (error) {
      if (!this.abortion.signal.aborted) this.events.failed(error instanceof Error ? error.message : '');
    }
  }

  /** Goes over gaps and to the newest, and forgets what was played. */
  private async keepUp(buffer: SourceBuffer): Promise<void> {
    const { element } = this;
    const { buffered } = buffer;
    if (!element || buffered.length === 0) return;
    const [start, end] = [buffered.start(buffered.length - 1), buffered.end(buffered.length - 1)];
    if (element.currentTime < start) element.currentTime = start;
    else if (end - element.currentTime > MOST_BEHIND) element.currentTime = end - 1;
    const old = element.currentTime - KEPT;
    if (old > buffered.start(0) + KEPT) {
      buffer.remove(0, old);
      await done(buffer);
    }
  }
}

function done(buffer: SourceBuffer): Promise<void> {
  return new Promise((resolve, reject) => {
    buffer.addEventListener('updateend', () => resolve(), { once: true });
    buffer.addEventListener('error', () => reject(new Error('the browser refuses the media')), {
      once: true,
    });
  });
}

async function append(buffer: SourceBuffer, piece: Uint8Array<ArrayBuffer>): Promise<void> {
  const appended = done(buffer);
  buffer.appendBuffer(piece);
  await appended;
}

/** Plays pieces of a stream. @param type - content type with codecs. */
export function pieceEngine(type: string, url: string, sound: Sound, events: EngineEvents): Engine {
  const reader = new PieceReader(url, type, events);
  return new MediaEngine(
    'video',
    sound,
    events,
    (element) => reader.attach(element),
    () => reader.detach(),
  );
}
