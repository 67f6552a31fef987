import { runCommand } from '@flumotion/core/cli';
import { adminTextCommand } from '../text/admin-text';

void runCommand(adminTextCommand());
