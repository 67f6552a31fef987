import { readFileSync } from 'node:fs';
import { z } from 'zod/v3';
import { errorText } from '../errors';
import { loadGst, packageOf } from '../gst';

const STDIN = 0;

/** Tells, as JSON on standard output, which of the elements named on standard input this machine lacks. */
function main(): void {
  // Loaded while the names are still to come.
  const gst = loadGst();
  const asked = readFileSync(STDIN, 'utf8');
  // The worker ended without a question.
  if (asked === '') return;
  const elements = z.array(z.string()).parse(JSON.parse(asked));
  const missing = elements
    .filter((element) => !gst.hasElement(element))
    .map((element) => ({ element, package: packageOf(element) }));
  process.stdout.write(`${JSON.stringify({ missing })}\n`, () => process.exit(0));
}

try {
  main();
} catch (error) {
  process.stderr.write(`${errorText(error)}\n`);
  process.exitCode = 1;
}
