import type { Logger } from '../log/logger';
import type { Behaviour, Context } from '../plugin';
import { ejectKeycards } from '../rpc/keycard-messages';
import { KeycardBook, type Meant } from './keycard-book';
import type { CoreOffers } from './offers';
import { pulse } from './pulse';
import { Stays, type Pass } from './stays';

/** Milliseconds between looks at who is in. */
const LOOK = 1000;

/** What a job has to do with keycards: as a bouncer it keeps those of who is in, as anybody else it has them kept. */
export class JobKeycards {
  readonly stays: Stays;
  /** Of a bouncer alone. */
  readonly book: KeycardBook | undefined;
  private rest: (() => void) | undefined;

  /** @param context - of the component, once it has started. */
  constructor(
    id: string,
    isBouncer: boolean,
    behaviour: Pick<Behaviour, 'review' | 'left'>,
    context: () => Context | undefined,
    pass: Pass,
    log: Logger,
  ) {
    this.stays = new Stays(id, pass, log);
    const started = (): Context => {
      const found = context();
      if (!found) throw new Error('the bouncer has not started');
      return found;
    };
    const { review, left } = behaviour;
    this.book = isBouncer
      ? new KeycardBook({
          review: review && ((keycard) => review.call(behaviour, started(), keycard)),
          left: left && ((keycard, seconds) => left.call(behaviour, started(), keycard, seconds)),
          send: (component, ejected) =>
            pass(ejectKeycards, { to: component, from: id, ejected: [...ejected] }),
          log,
        })
      : undefined;
  }

  /** Table and action of a bouncer. */
  offers(): CoreOffers {
    const { book } = this;
    if (!book) return { tables: {}, actions: {} };
    return {
      tables: { keycards: () => book.rows() },
      actions: {
        'eject-keycard': (meant: Meant) => {
          if (Object.values(meant).every((value) => value === undefined))
            throw new Error('say who is meant: by id, user or address');
          return { ejected: book.eject(meant, 'a person wanted it') };
        },
      },
    };
  }

  start(): void {
    this.rest ??= pulse.every(LOOK, () => {
      this.stays.check();
      this.book?.check();
    });
  }

  stop(): void {
    this.rest?.();
    this.rest = undefined;
  }
}
