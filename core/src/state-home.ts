import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Folder of all that Flumotion has to remember on this machine: below XDG_STATE_HOME when that is set, for root below
 * `/var/lib`, else below `~/.local/state`.
 */
export function stateHome(env: NodeJS.ProcessEnv = process.env): string {
  const ofRoot = process.getuid?.() === 0 && writable('/var/lib') ? '/var/lib' : undefined;
  return join(env['XDG_STATE_HOME'] || ofRoot || join(homedir(), '.local', 'state'), 'flumotion');
}

function writable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
