import { runCommand } from '@flumotion/core/cli';
import { adminCommand } from '../open/admin';

void runCommand(adminCommand());
