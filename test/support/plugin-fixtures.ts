import { join } from 'node:path';

/** Folder of one of the plugin packages made for tests. */
export function fixturePlugin(name: string): string {
  return join(__dirname, '../fixtures/plugins', name);
}

/** Folder that holds all plugin packages made for tests. */
export const FIXTURE_PLUGINS = join(__dirname, '../fixtures/plugins');
