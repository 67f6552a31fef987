import { createCommand } from './command';

void createCommand().parseAsync();
