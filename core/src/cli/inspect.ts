import { runCommand } from './frame';
import { inspectCommand } from './inspect-command';

void runCommand(inspectCommand());
