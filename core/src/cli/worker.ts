import { runCommand } from './frame';
import { workerCommand } from './worker-command';

void runCommand(workerCommand());
