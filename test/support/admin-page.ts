/// <reference lib="dom" />
import axe from 'axe-core';
import type { BoundingBox, Page } from 'puppeteer-core';
import type { TestBrowser, TestPage } from './browser';
import { LOOK, named, press, pressed, says, shows, standing, write } from './page-words';
import { waitUntil } from './wait-until';

/** The dialog that stands before the page. */
const DIALOG = '[role=dialog]';
/** Looks after which something that was opened and does not show what is sought was just being closed. */
const LOOKS = 100;
/** Times that a page is judged which changes meanwhile. */
const MOST_JUDGED = 5;

/** The web admin as somebody uses it: by what stands on the page, and by the names that readers of the screen hear. */
export class AdminPage {
  /** @param url - of the manager; a page that is never told to go elsewhere needs none. */
  constructor(
    readonly test: TestPage,
    private readonly url = '',
  ) {}

  /** Opens the admin of a manager in a page of its own. @param size - as for {@link TestBrowser.open}. @param path - where in it. */
  static async open(
    browser: TestBrowser,
    url: string,
    size: Parameters<TestBrowser['open']>[1],
    path = '',
  ): Promise<AdminPage> {
    return new AdminPage(await browser.open(url + path, size), url);
  }

  get page(): Page {
    return this.test.page;
  }

  /** Errors that the browser has complained of. */
  get problems(): readonly string[] {
    return this.test.problems;
  }

  /** Goes to an address of the manager, as with the browser's address line. */
  async go(path: string): Promise<void> {
    await this.page.goto(this.url + path, { waitUntil: 'domcontentloaded' });
  }

  /** Waits until something holds on the page, with what the page says in the error. */
  shows(what: string, holds: (argument: string) => boolean, argument = ''): Promise<void> {
    return shows(this.test, what, holds, argument);
  }

  /** Waits for a text anywhere on the page. */
  says(text: string): Promise<void> {
    return says(this.test, text);
  }

  /** Waits until a text is nowhere on the page. */
  saysNot(text: string): Promise<void> {
    return this.shows(`no ${text}`, (wanted) => !document.body.innerText.includes(wanted), text);
  }

  /** Waits until the first of what a selector finds holds a value. */
  holds(selector: string, value: string): Promise<void> {
    return this.shows(
      `${value} in ${selector}`,
      (argument) => {
        const [place = '', wanted] = JSON.parse(argument) as string[];
        return document.querySelector<HTMLInputElement>(place)?.value === wanted;
      },
      JSON.stringify([selector, value]),
    );
  }

  /** Waits until a page of the admin is there, and what it has asked for. */
  loaded(): Promise<void> {
    return this.shows(
      'a page that is loaded',
      () =>
        document.querySelector('#main h1') !== null &&
        document.querySelector('[role=status][aria-label=Loading]') === null,
    );
  }

  /** Waits until the page has so many of what a selector finds. */
  counts(selector: string, count: number): Promise<void> {
    return this.shows(
      `${String(count)} of ${selector}`,
      (argument) => {
        const [wanted, all] = JSON.parse(argument) as [string, number];
        return document.querySelectorAll(wanted).length === all;
      },
      JSON.stringify([selector, count]),
    );
  }

  /** Waits until something is on the page. */
  has(selector: string): Promise<void> {
    return this.shows(selector, (wanted) => document.querySelector(wanted) !== null, selector);
  }

  /** Presses what has a name. */
  press(name: string, role = 'button'): Promise<void> {
    return press(this.test, named(name, role));
  }

  /** Presses a button of the dialog. */
  pressInDialog(name: string): Promise<void> {
    return press(this.test, named(name, 'button', DIALOG));
  }

  /** Presses what a selector of puppeteer finds, where it has no name and role of its own. */
  pressAt(selector: string): Promise<void> {
    return press(this.test, selector);
  }

  /** Waits until no dialog stands before the page any more. */
  closed(): Promise<void> {
    return this.shows('no dialog', (dialog) => document.querySelector(dialog) === null, DIALOG);
  }

  /** Chooses one of those that a field offers. */
  async choose(field: string, option: string): Promise<void> {
    await this.opened(field, 'combobox', option, 'option');
  }

  /** Chooses from a menu. */
  async menu(button: string, item: string): Promise<void> {
    await this.opened(button, 'button', item, 'menuitem');
  }

  /** Opens something and presses what it shows; opens it once more where it was just being closed. */
  private async opened(name: string, role: string, inside: string, insideRole: string): Promise<void> {
    await waitUntil(
      () => `${inside} in ${name}; problems: ${this.problems.join('\n')}`,
      async () => {
        await this.press(name, role);
        for (let look = 0; look < LOOKS; look++) {
          if (await pressed(this.test, named(inside, insideRole))) return true;
          await new Promise((resolve) => setTimeout(resolve, LOOK));
        }
        return false;
      },
    );
  }

  /** Chooses a component in the graph of the editor, which may still be moved to its place. */
  async node(name: string): Promise<void> {
    await waitUntil(
      () => `the panel of ${name}; problems: ${this.problems.join('\n')}`,
      async () => {
        await pressed(this.test, `[data-id="${name}"]`);
        return this.page
          .$eval('input[name=component-name]', (field, wanted) => field.value === wanted, name)
          .catch(() => false);
      },
      undefined,
      LOOK,
    );
  }

  /** Where something stands on the screen, once it stands still there. */
  standing(selector: string): Promise<BoundingBox> {
    return standing(this.test, selector);
  }

  /** Writes into the field with a name in place of what it says. */
  write(field: string, text: string, role = 'textbox'): Promise<void> {
    return write(this.test, named(field, role), text);
  }

  /** Writes into the field that a selector finds in place of what it says. */
  writeAt(selector: string, text: string): Promise<void> {
    return write(this.test, selector, text);
  }

  /** Presses keys together, as `Control+z`. */
  async keys(...keys: readonly string[]): Promise<void> {
    const [last, ...held] = [...keys].reverse() as Parameters<Page['keyboard']['press']>[0][];
    for (const key of held.reverse()) await this.page.keyboard.down(key);
    if (last) await this.page.keyboard.press(last);
    for (const key of held.reverse()) await this.page.keyboard.up(key);
  }

  /** Fills in the form of who signs in and sends it; what comes of it is not waited for. */
  async tryToSignIn(user: string, password: string): Promise<void> {
    await this.writeAt('input[name=user]', user);
    await this.writeAt('input[name=password]', password);
    await this.press('Sign in');
  }

  /** Signs in, and waits until it is done: who goes to another page before has no session there. */
  async signIn(user: string, password: string): Promise<void> {
    await this.tryToSignIn(user, password);
    await this.has('#main h1');
  }

  /** What axe finds on the page that keeps somebody from using it, once nothing moves on it any more. */
  async violations(): Promise<readonly string[]> {
    await this.still();
    await this.page.evaluate(axe.source);
    return this.page.evaluate(async (most) => {
      const checker = (globalThis as unknown as { axe: typeof axe }).axe;
      const changes: MutationRecord[] = [];
      const observer = new MutationObserver((records) => changes.push(...records));
      observer.observe(document, { subtree: true, childList: true, attributes: true });
      // What changes while it is looked at is seen half as it was: a button that is just enabled has the colours of before.
      for (let look = 1; ; look++) {
        changes.length = 0;
        const { violations } = await checker.run();
        const found = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        if (found.length > 0 && changes.length > 0 && look < most) continue;
        observer.disconnect();
        return found.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join('; ')}`,
        );
      }
    }, MOST_JUDGED);
  }

  /** Waits until nothing fades in or out any more: half seen, colours are not what they will be. */
  private still(): Promise<void> {
    return this.shows('nothing that moves', () =>
      document
        .getAnimations()
        .every(
          ({ playState, effect }) =>
            playState !== 'running' || effect?.getComputedTiming().endTime === Infinity,
        ),
    );
  }

  /** Waits until the page is no wider than its window. */
  async fits(): Promise<void> {
    let wider = 0;
    await waitUntil(
      () => `the page to fit the width; it is ${String(wider)} pixels wider`,
      async () => {
        wider = await this.page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        return wider <= 0;
      },
    );
  }

  /** What went wrong in the page's scripts. */
  faults(): readonly string[] {
    return this.problems.filter((text) =>
      /Content Security Policy|TypeError|ReferenceError|React/.test(text),
    );
  }
}
