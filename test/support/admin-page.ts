/// <reference lib="dom" />
import axe from 'axe-core';
import type { ElementHandle, Page } from 'puppeteer-core';
import type { TestPage } from './browser';
import { says, shows } from './page-words';
import { waitUntil } from './wait-until';

/** Milliseconds for what a busy machine does at last. */
const PATIENCE = 40_000;

/** The web admin as somebody uses it: by what stands on the page, and by the names that readers of the screen hear. */
export class AdminPage {
  constructor(readonly test: TestPage) {}

  get page(): Page {
    return this.test.page;
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

  /** What has a name and a role, once it is there and can be used. */
  async found(name: string, role: string): Promise<ElementHandle> {
    let found: ElementHandle | undefined;
    await waitUntil(
      () => `the ${role} ${name}; problems: ${this.test.problems.join('\n')}`,
      async () => {
        // Sought anew each time: a page that is drawn again puts another in its place.
        const one = await this.page.$(`::-p-aria([name="${name}"][role="${role}"])`).catch(() => null);
        const isReady = await one
          ?.evaluate((each) => each.isConnected && !(each as HTMLButtonElement).disabled)
          .catch(() => false);
        if (one && isReady === true) found = one;
        return found !== undefined;
      },
      PATIENCE,
    );
    if (!found) throw new Error(`there is no ${role} ${name}`);
    return found;
  }

  /** Presses what has a name. */
  async press(name: string, role = 'button'): Promise<void> {
    await waitUntil(
      `the ${role} ${name} to be pressed`,
      async () => {
        const one = await this.found(name, role);
        return one.click().then(
          () => true,
          () => false,
        );
      },
      PATIENCE,
    );
  }

  /** Waits until no dialog stands before the page any more. */
  closed(): Promise<void> {
    return this.shows('no dialog', () => document.querySelector('[role=dialog]') === null);
  }

  /** Chooses one of those that a field offers. */
  async choose(field: string, option: string): Promise<void> {
    await this.opened(field, 'combobox', option, 'option');
  }

  /** Chooses from a menu. */
  async menu(button: string, item: string): Promise<void> {
    await this.opened(button, 'button', item, 'menuitem');
  }

  /** Opens something and presses what it shows; once more where it was just being closed. */
  private async opened(name: string, role: string, inside: string, insideRole: string): Promise<void> {
    const wanted = `::-p-aria([name="${inside}"][role="${insideRole}"])`;
    await waitUntil(
      () => `${inside} in ${name}; problems: ${this.test.problems.join('\n')}`,
      async () => {
        await this.press(name, role);
        const shown = await this.page.waitForSelector(wanted, { timeout: 3000 }).catch(() => null);
        return (
          shown?.click().then(
            () => true,
            () => false,
          ) ?? false
        );
      },
      PATIENCE,
    );
  }

  /** Writes into a field in place of what it says. */
  async write(field: string, text: string): Promise<void> {
    const one = await this.found(field, 'textbox');
    await one.click({ count: 3 });
    await this.page.keyboard.type(text);
  }

  /** Presses keys together, as `Control+z`. */
  async keys(...keys: readonly string[]): Promise<void> {
    const [last, ...held] = [...keys].reverse() as Parameters<Page['keyboard']['press']>[0][];
    for (const key of held.reverse()) await this.page.keyboard.down(key);
    if (last) await this.page.keyboard.press(last);
    for (const key of held.reverse()) await this.page.keyboard.up(key);
  }

  /** Signs in, and waits until it is done: who goes to another page before has no session there. */
  async signIn(user: string, password: string): Promise<void> {
    for (const [name, text] of [
      ['user', user],
      ['password', password],
    ]) {
      const field = await this.page.waitForSelector(`input[name=${name ?? ''}]`, { timeout: PATIENCE });
      await field?.type(text ?? '');
    }
    await this.press('Sign in');
    await this.shows('somebody signed in', () => document.querySelector('input[name=password]') === null);
  }

  /** What axe finds on the page that keeps somebody from using it. */
  async violations(): Promise<readonly string[]> {
    await this.page.evaluate(axe.source);
    return this.page.evaluate(async () => {
      const checker = (globalThis as unknown as { axe: typeof axe }).axe;
      const { violations } = await checker.run();
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join('; ')}`);
    });
  }

  /** Pixels by which the page is wider than its window. */
  overflow(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  }

  /** What went wrong in the page's scripts. */
  faults(): readonly string[] {
    return this.test.problems.filter((text) =>
      /Content Security Policy|TypeError|ReferenceError|React/.test(text),
    );
  }
}
