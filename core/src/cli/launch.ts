import { runCommand } from './frame';
import { launchCommand } from './launch-command';

void runCommand(launchCommand());
