import type { Engine, EngineEvents } from './engine.js';

/** Pictures one after the other in one response, as cameras send them: an image shows each as it comes. */
export class ImageEngine implements Engine {
  readonly element = document.createElement('img');
  readonly picture = true;
  private readonly began = performance.now();
  private shown = false;

  constructor(
    private readonly url: string,
    events: EngineEvents,
  ) {
    this.element.alt = '';
    this.element.addEventListener('load', () => (this.shown = true));
    this.element.addEventListener('error', () => {
      events.failed('the pictures cannot be shown');
    });
  }

  /** A browser does not tell of each picture, so time goes on from the first. */
  get time(): number {
    return this.shown ? (performance.now() - this.began) / 1000 : 0;
  }

  async play(): Promise<void> {
    this.element.src = this.url;
  }

  sound(): void {
    // There is none.
  }

  close(): void {
    this.element.src = 'data:,';
  }
}
