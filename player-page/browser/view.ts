/** What the page says of the stream. */
export type Condition =
  'connecting' | 'live' | 'waiting' | 'reconnecting' | 'paused' | 'refused' | 'unsupported';

const WORDS: Readonly<Record<Condition, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  waiting: 'Waiting for the stream',
  reconnecting: 'Interrupted',
  paused: 'Paused',
  refused: 'Not let in',
  unsupported: 'Cannot be played here',
};

/** The element of the page with an id. @throws Error when there is none of this kind. */
export function byId<T extends HTMLElement>(id: string, kind: new () => T): T {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(`the page has no #${id}`);
}

/** Shows what happens. */
export class View {
  readonly stage = byId('stage', HTMLElement);
  readonly screen = byId('screen', HTMLElement);
  private readonly state = byId('state', HTMLElement);
  private readonly notice = byId('notice', HTMLElement);
  private readonly viewers = byId('viewers', HTMLElement);
  private readonly now = byId('now', HTMLElement);

  /** Shows the condition of the stream, and a sentence over the picture where people can do or should know something. */
  show(condition: Condition, sentence = ''): void {
    if (this.stage.dataset['state'] !== condition) {
      this.stage.dataset['state'] = this.state.dataset['state'] = condition;
      this.state.textContent = WORDS[condition];
    }
    if (this.notice.textContent !== sentence) this.notice.textContent = sentence;
    this.notice.hidden = sentence === '';
  }

  /** Puts what plays on the screen. */
  put(element: HTMLElement | undefined): void {
    this.screen.replaceChildren(...(element ? [element] : []));
  }

  /** Shows whether there is a picture. */
  kind(picture: boolean | undefined): void {
    if (picture !== undefined) this.stage.dataset['kind'] = picture ? 'video' : 'audio';
  }

  audience(listeners: number | undefined): void {
    this.viewers.hidden = listeners === undefined;
    this.viewers.textContent = listeners === 1 ? '1 viewer' : `${(listeners ?? 0).toLocaleString()} viewers`;
  }

  title(title: string | undefined): void {
    this.now.hidden = title === undefined || title === '';
    if (this.now.textContent !== title) this.now.textContent = title ?? '';
  }
}
