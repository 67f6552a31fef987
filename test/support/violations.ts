/// <reference lib="dom" />
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Times that a page is judged which changes meanwhile. */
const MOST_JUDGED = 5;

/** What axe finds on a page that keeps somebody from using it, with where and why. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async (most) => {
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
      const told = ({ html, failureSummary = '' }: axe.NodeResult): string =>
        `${html.slice(0, 200)} ${failureSummary}`;
      return found.map(({ id, nodes }) => `${id}: ${nodes.map(told).join('; ')}`);
    }
  }, MOST_JUDGED);
}
