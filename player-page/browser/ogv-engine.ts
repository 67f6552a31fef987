import type { Engine, EngineEvents, Sound } from './engine.js';
import { OgvStream } from './ogv-stream.js';
import { assetUrl, loadScript } from './scripts.js';

/** The part of ogv.js that is used here; it has no types of its own. */
interface OgvPlayer extends HTMLElement {
  muted: boolean;
  volume: number;
  readonly videoWidth: number;
  readonly error: { readonly message?: string } | null;
  play(): void;
  stop(): void;
  getPlaybackStats(): { readonly playTime: number };
}

interface Ogv {
  readonly OGVPlayer: new (options: Readonly<Record<string, unknown>>) => OgvPlayer;
  readonly OGVLoader: { base: string };
}

/** Milliseconds in which sound begins where the browser lets it. */
const RESUMED = 500;

/** Ogg by ogv.js, which decodes in WebAssembly what browsers have dropped. */
class OgvEngine implements Engine {
  readonly element: OgvPlayer;
  private readonly context = new AudioContext();
  private wanted: Sound;
  private loaded = false;
  private closed = false;

  constructor({ OGVPlayer, OGVLoader }: Ogv, url: string, sound: Sound, events: EngineEvents) {
    OGVLoader.base = assetUrl('.').replace(/\/$/, '');
    this.wanted = sound;
    const stream = new OgvStream(url, (reason) => {
      if (!this.closed) events.failed(reason);
    });
    this.element = new OGVPlayer({ stream, audioContext: this.context });
    this.element.addEventListener('loadedmetadata', () => (this.loaded = true));
    this.element.addEventListener('ended', () => {
      if (!this.closed) events.ended();
    });
    this.element.addEventListener('error', () => {
      if (!this.closed) events.failed(this.element.error?.message ?? 'the media cannot be played');
    });
    window.addEventListener('error', this.calm);
    this.sound(sound);
  }

  /** The player's clock goes on where nothing comes; this counts what was shown. */
  get time(): number {
    return this.element.getPlaybackStats().playTime / 1000;
  }

  get picture(): boolean | undefined {
    return this.loaded ? this.element.videoWidth > 0 : undefined;
  }

  async play(): Promise<void> {
    if (!this.wanted.muted && !(await this.resumes())) {
      throw new DOMException('sound needs a gesture of the user', 'NotAllowedError');
    }
    this.element.play();
  }

  sound(sound: Sound): void {
    this.wanted = sound;
    this.element.muted = sound.muted;
    this.element.volume = sound.volume;
    if (!sound.muted) void this.resumes();
  }

  close(): void {
    this.closed = true;
    window.removeEventListener('error', this.calm);
    this.element.stop();
    void this.context.close();
  }

  /** ogv.js throws where it wants to go on while it waits for the network, and then goes on with the next bytes. */
  private readonly calm = (event: ErrorEvent): void => {
    if (event.message.includes('REENTRANCY')) event.preventDefault();
  };

  /** Whether the browser lets sound begin; without a gesture `resume` may stay unanswered for ever. */
  private async resumes(): Promise<boolean> {
    await Promise.race([
      this.context.resume().catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, RESUMED)),
    ]);
    return this.context.state === 'running';
  }
}

/** Loads ogv.js and makes an engine with it. */
export async function ogvEngine(url: string, sound: Sound, events: EngineEvents): Promise<Engine> {
  await loadScript('ogv.js');
  return new OgvEngine(globalThis as unknown as Ogv, url, sound, events);
}
