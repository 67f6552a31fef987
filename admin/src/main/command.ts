import { runCommand } from '@flumotion/core/cli';
import { flumotionCommand } from '../command/command';

void runCommand(flumotionCommand());
