import { execute } from '@flumotion/core/cli';
import { nagiosCommand } from '../nagios/nagios';
import { exitStatus, verdictLine } from '../nagios/verdict';

const unknown = (text: string): void => {
  process.stdout.write(verdictLine({ state: 'UNKNOWN', text }));
  process.exit(exitStatus('UNKNOWN'));
};
process.on('uncaughtException', (error) => {
  unknown(error.message);
});
// What is wrong with the arguments is no verdict; Nagios shows only standard output.
void execute(nagiosCommand(), process.argv.slice(2)).then((status) => {
  if (status !== 0) unknown('the arguments are wrong: see standard error, and flumotion-nagios --help');
});
