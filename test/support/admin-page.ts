/// <reference lib="dom" />
import type { Locator, Page } from 'playwright-core';
import type { Device, TestBrowser, TestPage } from './browser';
import { LOOK, shows, told, TRY, typed } from './page-words';
import { violations } from './violations';
import { waitUntil } from './wait-until';

/** A role that something on a page has for those who hear it. */
type Role = Parameters<Page['getByRole']>[0];
/** Where something is on the screen, in pixels. */
type Box = NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>;

/** The dialog that stands before the page. */
const DIALOG = '[role=dialog]';

/** The web admin as somebody uses it: by what stands on the page, and by the names that readers of the screen hear. */
export class AdminPage {
  /** @param url - of the manager; a page that is never told to go elsewhere needs none. */
  constructor(
    readonly test: TestPage,
    private readonly url = '',
  ) {}

  /** Opens the admin of a manager in the browser of somebody. @param path - where in it. */
  static async open(browser: TestBrowser, url: string, device: Device, path = ''): Promise<AdminPage> {
    return new AdminPage(await browser.open(url + path, device), url);
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
    return this.shows(JSON.stringify(text), (wanted) => document.body.innerText.includes(wanted), text);
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
  async loaded(): Promise<void> {
    await this.has('#main h1');
    await this.gone('[role=status][aria-label=Loading]');
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

  /** Waits until something is on the page, be it seen or not. */
  has(selector: string): Promise<void> {
    return told(this.test, selector, this.page.locator(selector).first().waitFor({ state: 'attached' }));
  }

  private gone(selector: string): Promise<void> {
    return told(
      this.test,
      `no ${selector}`,
      this.page.locator(selector).first().waitFor({ state: 'detached' }),
    );
  }

  /** What has a name and a role for those who hear the page, the first of them. */
  private named(name: string, role: Role, within: Page | Locator = this.page): Locator {
    return within.getByRole(role, { name, exact: true }).first();
  }

  private click(one: Locator): Promise<void> {
    return told(this.test, `to press ${String(one)}`, one.click());
  }

  /** Presses what has a name. */
  press(name: string, role: Role = 'button'): Promise<void> {
    return this.click(this.named(name, role));
  }

  /** Presses a button of the dialog. */
  pressInDialog(name: string): Promise<void> {
    return this.click(this.named(name, 'button', this.page.locator(DIALOG)));
  }

  /** Presses the first that a selector finds, where it has no name and role of its own. */
  pressAt(selector: string): Promise<void> {
    return this.click(this.page.locator(selector).first());
  }

  /** Waits until no dialog stands before the page any more. */
  closed(): Promise<void> {
    return this.gone(DIALOG);
  }

  /** Chooses one of those that a field offers. */
  async choose(field: string, option: string): Promise<void> {
    await this.opened(this.named(field, 'combobox'), this.named(option, 'option'));
  }

  /** Chooses from a menu. */
  async menu(button: string, item: string): Promise<void> {
    await this.opened(this.named(button, 'button'), this.named(item, 'menuitem'));
  }

  /** Opens something and presses what it shows; opens it once more where it was just being closed. */
  private async opened(opener: Locator, inside: Locator): Promise<void> {
    await waitUntil(
      () => `${String(inside)} in ${String(opener)}; problems: ${this.problems.join('\n')}`,
      async () => {
        await opener.click({ timeout: TRY });
        await inside.waitFor({ timeout: TRY });
        await inside.click({ timeout: 2 * TRY });
        return true;
      },
      undefined,
      LOOK,
    );
  }

  /** Chooses a component in the graph of the editor, which may still be moved to its place. */
  async node(name: string): Promise<void> {
    const field = this.page.locator('input[name=component-name]');
    await waitUntil(
      () => `the panel of ${name}; problems: ${this.problems.join('\n')}`,
      async () => {
        await this.page.locator(`[data-id="${name}"]`).click({ timeout: TRY });
        return (await field.inputValue({ timeout: TRY })) === name;
      },
      undefined,
      LOOK,
    );
  }

  /** Where something stands on the screen, once it stands still there. */
  async standing(selector: string): Promise<Box> {
    const one = this.page.locator(selector).first();
    await told(this.test, `${selector} to stand still`, one.click({ trial: true }));
    const box = await one.boundingBox();
    if (!box) throw new Error(`${selector} is not to be seen any more`);
    return box;
  }

  /** Writes into the field with a name in place of what it says. */
  write(field: string, text: string, role: Role = 'textbox'): Promise<void> {
    return typed(this.test, this.named(field, role), text);
  }

  /** Writes into the field that a selector finds in place of what it says. */
  writeAt(selector: string, text: string): Promise<void> {
    return typed(this.test, this.page.locator(selector).first(), text);
  }

  /** Presses keys together, as `Control` and `z`. */
  async keys(...keys: readonly string[]): Promise<void> {
    await this.page.keyboard.press(keys.join('+'));
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

  /** What keeps somebody from using the page, once nothing moves on it any more. */
  async violations(): Promise<readonly string[]> {
    await this.still();
    return violations(this.page);
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
