/// <reference lib="dom" />
import type { TestPage } from './browser';
import { waitUntil } from './wait-until';

/** Waits until an expression holds in a page, with what the page says in the error. */
export async function shows(
  { page, problems }: TestPage,
  what: string,
  holds: (argument: string) => boolean,
  argument = '',
): Promise<void> {
  let seen = '';
  await waitUntil(
    () => `the page to show ${what}; it says ${seen}; its problems: ${problems.join('\n')}`,
    async () => {
      try {
        seen = await page.evaluate(() => document.body.innerText);
        return await page.evaluate(holds, argument);
      } catch {
        return false;
      }
    },
    40_000,
  );
}

/** Waits until a page has a text. */
export function says(page: TestPage, text: string): Promise<void> {
  return shows(page, JSON.stringify(text), (wanted) => document.body.innerText.includes(wanted), text);
}

/** Presses what has a name and a role, once there is one that can be pressed. */
export async function press({ page }: TestPage, name: string, within = '', role = 'button'): Promise<void> {
  // Sought anew each time: a page that is drawn again puts another button in its place.
  await waitUntil(
    `the ${role} ${name}`,
    async () => {
      const found = await page.$(`${within} ::-p-aria([name="${name}"][role="${role}"])`);
      const isReady = await found?.evaluate((one) => one.isConnected && !(one as HTMLButtonElement).disabled);
      if (isReady === true) await found?.click();
      return isReady === true;
    },
    30_000,
  );
}

/** Writes into a field in place of what it says, as often as a page that is drawn anew takes that away; numbers are shown with gaps and units. */
export async function write({ page }: TestPage, selector: string, text: string): Promise<void> {
  await page.waitForSelector(selector, { timeout: 30_000 });
  let value = '';
  await waitUntil(
    () => `${selector} to say ${text}; it says ${value}`,
    async () => {
      await page.focus(selector);
      await page.$eval(selector, (field) => {
        (field as HTMLInputElement).select();
      });
      await page.keyboard.type(text);
      value = await page.$eval(selector, (field) => (field as HTMLInputElement).value);
      return (/^\d+$/.test(text) ? value.replace(/\D/g, '') : value) === text;
    },
    30_000,
  );
}
