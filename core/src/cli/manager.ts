import { runCommand } from './frame';
import { managerCommand } from './manager-command';

void runCommand(managerCommand());
