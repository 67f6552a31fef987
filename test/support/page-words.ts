/// <reference lib="dom" />
import type { BoundingBox, ElementHandle, Frame, Page } from 'puppeteer-core';
import type { TestPage } from './browser';
import { waitUntil } from './wait-until';

/** Milliseconds between two looks at a page: each takes the processor of what is looked at. */
export const LOOK = 50;

/** An element that notes whether the click that is meant for it has come. */
type Clickable = Element & { clickHasCome?: boolean };

/** Waits until an expression holds in a page or a frame of it, with what it says in the error. */
export async function shows(
  { page, problems }: TestPage,
  what: string,
  holds: (argument: string) => boolean,
  argument = '',
  place: Page | Frame = page,
): Promise<void> {
  let seen = '';
  await waitUntil(
    () => `the page to show ${what}; it says ${seen}; its problems: ${problems.join('\n')}`,
    async () => {
      try {
        const shown = await place.evaluate(holds, argument);
        if (!shown) seen = await place.evaluate(() => document.body.innerText);
        return shown;
      } catch {
        // It is being loaded.
        return false;
      }
    },
    undefined,
    LOOK,
  );
}

/** Waits until a page has a text. */
export function says(page: TestPage, text: string): Promise<void> {
  return shows(page, JSON.stringify(text), (wanted) => document.body.innerText.includes(wanted), text);
}

/** Selector of what has a name and a role for those who hear the page, within what another selector finds. */
export function named(name: string, role: string, within = ''): string {
  return `${within} ::-p-aria([name="${name}"][role="${role}"])`.trim();
}

/**
 * Presses what a selector finds, once it can be pressed and stands still, and makes sure that the click has come to it:
 * what moved away meanwhile, was covered or was drawn anew is pressed again.
 */
export async function press(test: TestPage, selector: string): Promise<void> {
  await waitUntil(
    () => `${selector} to be pressed; problems: ${test.problems.join('\n')}`,
    () => pressed(test, selector),
    undefined,
    LOOK,
  );
}

/** Presses what a selector finds, where that can be done now. @returns whether the click has come to it. */
export async function pressed({ page }: TestPage, selector: string): Promise<boolean> {
  // Sought anew each time: a page that is drawn again puts another in its place.
  const one = await page.$(selector).catch(() => null);
  if (!one) return false;
  try {
    return await clicked(one);
  } finally {
    await one.dispose().catch(() => undefined);
  }
}

/** Clicks what is ready for it. @returns whether the click came to it. */
async function clicked(one: ElementHandle): Promise<boolean> {
  try {
    if (!(await one.evaluate(isReady))) return false;
    await one.evaluate((each: Clickable) => {
      each.clickHasCome = false;
      each.addEventListener('click', () => (each.clickHasCome = true), { capture: true, once: true });
    });
    await one.click();
  } catch {
    return false;
  }
  // Where the click led to another page, nobody is left to be asked.
  return one.evaluate((each: Clickable) => each.clickHasCome === true).catch(() => true);
}

/** Whether an element can be clicked: it is there, may be used, and stays where it is for two pictures of the screen. */
async function isReady(each: Element): Promise<boolean> {
  const isUsable = (): boolean => each.isConnected && !(each as HTMLButtonElement).disabled;
  if (!isUsable()) return false;
  const { left, top, width, height } = each.getBoundingClientRect();
  // What is out of sight, or under what stays at the edge of the window, comes to its middle.
  if (!each.contains(document.elementFromPoint(left + width / 2, top + height / 2)))
    each.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
  const place = (): string => JSON.stringify(each.getBoundingClientRect());
  const before = place();
  await new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(resolve));
    // Where nothing is painted nothing moves, either.
    setTimeout(resolve, 100);
  });
  return isUsable() && place() === before;
}

/** Where something stands on the screen, once it stands still there. */
export async function standing({ page }: TestPage, selector: string): Promise<BoundingBox> {
  const found: BoundingBox[] = [];
  await waitUntil(
    `${selector} to stand still`,
    async () => {
      const one = await page.$(selector).catch(() => null);
      const isStill = await one?.evaluate(isReady).catch(() => false);
      const box = isStill === true ? await one?.boundingBox().catch(() => null) : null;
      await one?.dispose().catch(() => undefined);
      if (box) found.push(box);
      return found.length > 0;
    },
    undefined,
    LOOK,
  );
  return found[0] as BoundingBox;
}

/**
 * Writes into the field that a selector finds in place of what it says, as often as a page that is drawn anew takes that
 * away. Numbers are shown with gaps and units.
 */
export async function write({ page }: TestPage, selector: string, text: string): Promise<void> {
  let value = '';
  const plain = (said: string): string => (/^-?[\d.]+$/.test(text) ? said.replace(/[^\d.-]/g, '') : said);
  await waitUntil(
    () => `${selector} to say ${text}; it says ${value}`,
    async () => {
      try {
        await page.$eval(selector, (field) => {
          (field as HTMLInputElement).focus();
          (field as HTMLInputElement).select();
        });
        await page.keyboard.type(text);
        value = await page.$eval(selector, (field) => (field as HTMLInputElement).value);
      } catch (error) {
        value = String(error);
      }
      return plain(value) === text;
    },
    undefined,
    LOOK,
  );
}
