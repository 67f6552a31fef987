import type { Command } from 'commander';
import { flumotionCommand } from '../../admin/src/command/command';
import { nagiosCommand } from '../../admin/src/nagios/nagios';
import { adminCommand } from '../../admin/src/open/admin';
import { adminTextCommand } from '../../admin/src/text/admin-text';
import { execute } from '../../core/src/cli/frame';
import { inspectCommand } from '../../core/src/cli/inspect-command';
import { launchCommand } from '../../core/src/cli/launch-command';
import { managerCommand } from '../../core/src/cli/manager-command';
import { testerCommand } from '../../core/src/cli/tester-command';
import { workerCommand } from '../../core/src/cli/worker-command';

/** All commands, made anew. */
export function allCommands(): readonly Command[] {
  return [
    managerCommand(),
    workerCommand(),
    launchCommand(),
    inspectCommand(() => undefined),
    testerCommand(),
    flumotionCommand(),
    adminCommand(),
    adminTextCommand(),
    nagiosCommand(),
  ];
}

/**
 * Has a command read its arguments, and do nothing.
 * @returns what is wrong with them; empty when nothing is.
 */
export async function refusal(name: string, argv: readonly string[]): Promise<string> {
  const command = allCommands().find((one) => one.name() === name);
  if (!command) return `there is no command ${name}`;
  let said = '';
  const terminal = {
    stdout: { write: () => undefined },
    stderr: { write: (text: string) => void (said += text) },
  };
  idle(command);
  const status = await execute(command, argv, terminal);
  return status === 0 ? '' : said || `exit status ${status}`;
}

/** Has a command and its verbs do nothing. A command of verbs alone keeps wanting one. */
function idle(command: Command): void {
  if (command.commands.length === 0) command.action(() => undefined);
  command.commands.forEach(idle);
}
