/// <reference lib="dom" />
import type { Locator } from 'playwright-core';
import type { TestPage } from './browser';
import { waitUntil } from './wait-until';

/** Milliseconds between two looks at a page: each takes the processor of what is looked at. */
export const LOOK = 50;
/** Milliseconds after which something is tried anew, as in a page that has been loaded anew meanwhile. */
export const TRY = 5000;

/** What stands on a page; empty while it is being loaded. */
function textOf({ page }: TestPage): Promise<string> {
  return page.evaluate(() => document.body.innerText).catch(() => '');
}

/** Waits until something holds on a page, with what it says in the error. */
export async function shows(
  test: TestPage,
  what: string,
  holds: (argument: string) => boolean,
  argument = '',
): Promise<void> {
  let seen = '';
  await waitUntil(
    () => `the page to show ${what}; it says ${seen}; its problems: ${test.problems.join('\n')}`,
    async () => {
      try {
        await test.page.waitForFunction(holds, argument, { polling: LOOK, timeout: TRY });
        return true;
      } catch (error) {
        seen = await textOf(test);
        throw error;
      }
    },
    undefined,
    LOOK,
  );
}

/** What comes of something that waits for a page, with what the page says in the error. */
export async function told<T>(test: TestPage, what: string, doing: Promise<T>): Promise<T> {
  try {
    return await doing;
  } catch (error) {
    const [why, seen] = [error instanceof Error ? error.message : String(error), await textOf(test)];
    throw new Error(`${what}: ${why}; the page says ${seen}; its problems: ${test.problems.join('\n')}`, {
      cause: error,
    });
  }
}

/**
 * Types into a field in place of what it says, as often as a page that is drawn anew takes that away. Numbers are shown
 * with gaps and units.
 */
export async function typed(test: TestPage, field: Locator, text: string): Promise<void> {
  let value = '';
  const plain = (said: string): string => (/^-?[\d.]+$/.test(text) ? said.replace(/[^\d.-]/g, '') : said);
  await waitUntil(
    () => `${String(field)} to say ${text}; it says ${value}; problems: ${test.problems.join('\n')}`,
    async () => {
      await field.selectText({ timeout: TRY });
      // Key by key, for which a busy machine takes its time.
      await field.pressSequentially(text, { timeout: 4 * TRY });
      value = await field.inputValue({ timeout: TRY });
      return plain(value) === text;
    },
    undefined,
    LOOK,
  );
}
