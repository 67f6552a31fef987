import { z } from 'zod/v3';
import { errorText } from '../errors';
import { loadGst, packageOf } from '../gst';

/** Tells, as JSON on standard output, which of the elements named on the command line this machine lacks. */
function main(argument: string | undefined): void {
  const elements = z.array(z.string()).parse(JSON.parse(argument ?? '[]'));
  const gst = loadGst();
  const missing = elements
    .filter((element) => !gst.hasElement(element))
    .map((element) => ({ element, package: packageOf(element) }));
  process.stdout.write(`${JSON.stringify({ missing })}\n`, () => process.exit(0));
}

try {
  main(process.argv[2]);
} catch (error) {
  process.stderr.write(`${errorText(error)}\n`);
  process.exitCode = 1;
}
