import type { Engine, EngineEvents, Sound } from './engine.js';

/** Plays with an element of the browser's own. What brings the media to it is told by `attach`. */
export class MediaEngine implements Engine {
  readonly element: HTMLVideoElement | HTMLAudioElement;
  private closed = false;

  /**
   * @param attach - gives the element its media.
   * @param detach - takes them away again.
   */
  constructor(
    kind: 'video' | 'audio',
    sound: Sound,
    events: EngineEvents,
    private readonly attach: (element: HTMLMediaElement) => void,
    private readonly detach: () => void = () => undefined,
  ) {
    this.element = document.createElement(kind);
    this.element.setAttribute('playsinline', '');
    this.element.preload = 'auto';
    this.sound(sound);
    this.element.addEventListener('ended', () => {
      if (!this.closed) events.ended();
    });
    this.element.addEventListener('error', () => {
      if (!this.closed) events.failed(this.element.error?.message ?? 'the media cannot be played');
    });
  }

  get time(): number {
    return this.element.currentTime;
  }

  get picture(): boolean | undefined {
    if (!(this.element instanceof HTMLVideoElement)) return false;
    return this.element.readyState === 0 ? undefined : this.element.videoWidth > 0;
  }

  async play(): Promise<void> {
    this.attach(this.element);
    await this.element.play();
  }

  sound({ muted, volume }: Sound): void {
    this.element.muted = muted;
    this.element.volume = volume;
  }

  close(): void {
    this.closed = true;
    this.element.pause();
    this.detach();
    // Only this ends the request of an endless stream.
    this.element.removeAttribute('src');
    this.element.load();
  }
}

/** Seconds by which an element's clock may be before its media, as where a picture begins a little later than the sound. */
const EARLY = 1;

/**
 * Brings the clock of an element to its media, once. Chromium counts from zero where Matroska with H.264 does not: the
 * first picture would stand still until the clock is there, for as long as the stream had been on.
 */
function bringToMedia(element: HTMLMediaElement): void {
  const look = (): void => {
    if (element.buffered.length === 0 || element.currentTime === 0) return;
    element.removeEventListener('timeupdate', look);
    const first = element.buffered.start(0);
    // The first picture that can be gone to may come a little later than the first sound.
    if (element.currentTime < first - EARLY) element.currentTime = first + EARLY;
  };
  element.addEventListener('timeupdate', look);
}

/** The browser by itself. */
export function nativeEngine(
  kind: 'video' | 'audio',
  url: string,
  sound: Sound,
  events: EngineEvents,
): Engine {
  return new MediaEngine(kind, sound, events, (element) => {
    bringToMedia(element);
    element.src = url;
  });
}
