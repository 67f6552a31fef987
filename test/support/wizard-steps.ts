/// <reference lib="dom" />
import type { AdminPage } from './admin-page';

/** Waits for a step of the wizard. */
export function step(admin: AdminPage, label: string): Promise<void> {
  return admin.shows(
    `the step ${label}`,
    (wanted) => document.querySelector<HTMLElement>('#wizard-step')?.innerText === wanted,
    label,
  );
}

/** Goes on in the wizard, to one step after the other. */
export async function forward(admin: AdminPage, ...labels: readonly string[]): Promise<void> {
  for (const label of labels) {
    await admin.press('Forward');
    await step(admin, label);
  }
}
