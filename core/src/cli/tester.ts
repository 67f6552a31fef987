import { runCommand } from './frame';
import { testerCommand } from './tester-command';

void runCommand(testerCommand());
