import type { Session } from './session.js';
import { byId, type View } from './view.js';

/** Steps of the volume by the arrow keys. */
const STEP = 10;

/** An element that fills the screen on iPhones, where only pictures may. */
interface ApplePicture extends HTMLVideoElement {
  webkitEnterFullscreen?: () => void;
}

/** The buttons, the slider and the keys. */
export class Controls {
  private readonly play = byId('play', HTMLButtonElement);
  private readonly mute = byId('mute', HTMLButtonElement);
  private readonly big = byId('big', HTMLButtonElement);
  private readonly soundButton = byId('sound', HTMLButtonElement);
  private readonly volume = byId('volume', HTMLInputElement);
  private readonly full = byId('full', HTMLButtonElement);

  constructor(
    private readonly session: Session,
    private readonly view: View,
  ) {
    this.play.addEventListener('click', () => this.toggle());
    this.big.addEventListener('click', () => this.toggle());
    this.mute.addEventListener('click', () => this.setMuted(!session.sound.muted));
    this.soundButton.addEventListener('click', () => this.setMuted(false));
    this.full.addEventListener('click', () => this.fill());
    this.volume.addEventListener('input', () => this.setVolume(Number(this.volume.value)));
    document.addEventListener('keydown', (event) => {
      if (!event.defaultPrevented && this.key(event)) event.preventDefault();
    });
    this.show();
  }

  /** Brings the buttons up to date. */
  show(): void {
    const { running, sound } = this.session;
    label(this.play, running ? 'Pause' : 'Play', 'k');
    this.play.dataset['on'] = String(running);
    label(this.mute, sound.muted ? 'Sound on' : 'Mute', 'm');
    this.mute.dataset['on'] = String(!sound.muted);
    this.soundButton.hidden = !sound.muted || !running;
    if (running) this.big.hidden = true;
    this.volume.value = String(sound.muted ? 0 : Math.round(sound.volume * 100));
  }

  /** Asks for a gesture, without which the browser does not play. */
  ask(): void {
    this.show();
    this.big.hidden = false;
  }

  private toggle(): void {
    if (this.session.running) {
      this.session.pause();
      this.big.hidden = false;
    } else {
      // Who presses Play wants to hear, but for a picture that was silent before.
      if (this.view.stage.dataset['kind'] === 'audio')
        this.session.sound = { ...this.session.sound, muted: false };
      this.session.start();
    }
    this.show();
  }

  private setMuted(muted: boolean): void {
    const { volume } = this.session.sound;
    this.session.sound = { muted, volume: muted || volume > 0 ? volume : 1 };
    this.show();
  }

  private setVolume(percent: number): void {
    const volume = Math.min(100, Math.max(0, percent)) / 100;
    this.session.sound = { muted: volume === 0, volume };
    this.show();
  }

  private fill(): void {
    const picture = this.view.screen.querySelector<ApplePicture>('video');
    if (document.fullscreenElement) void document.exitFullscreen();
    else if (document.fullscreenEnabled) void this.view.stage.requestFullscreen().catch(() => undefined);
    else picture?.webkitEnterFullscreen?.();
  }

  /** @returns whether the key means something here. */
  private key({ key, target, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
    if (altKey || ctrlKey || metaKey) return false;
    const element = target instanceof HTMLElement ? target : document.body;
    if (/^(INPUT|TEXTAREA)$/.test(element.tagName)) return false;
    const percent = this.session.sound.muted ? 0 : this.session.sound.volume * 100;
    switch (key) {
      case ' ':
        // A button that has the focus is pressed by the space bar.
        if (/^(BUTTON|A)$/.test(element.tagName)) return false;
        this.toggle();
        return true;
      case 'k':
        this.toggle();
        return true;
      case 'm':
        this.setMuted(!this.session.sound.muted);
        return true;
      case 'f':
        this.fill();
        return true;
      case 'ArrowUp':
        this.setVolume(percent + STEP);
        return true;
      case 'ArrowDown':
        this.setVolume(percent - STEP);
        return true;
      default:
        return false;
    }
  }
}

function label(button: HTMLButtonElement, text: string, key: string): void {
  button.setAttribute('aria-label', text);
  button.title = `${text} (${key})`;
}
