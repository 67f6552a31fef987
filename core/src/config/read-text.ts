import { getSystemErrorMap } from 'node:util';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { errorText, FlumotionError } from '../errors';
import { MAX_FILE_SIZE } from './xml';

/**
 * Reads a configuration file in the encoding its XML declaration names, UTF-8 when it names none.
 * @throws FlumotionError `file-unreadable` when it is missing, no file, too large, or in another encoding.
 */
export function readConfigText(file: string): string {
  try {
    return decode(readBounded(file));
  } catch (error) {
    throw FlumotionError.of('file-unreadable', { file, reason: reasonOf(error) }, { cause: error });
  }
}

/** What the system said in its own words, without the name of the call that Node puts around them. */
function reasonOf(error: unknown): string {
  const { errno } = Object(error) as { errno?: unknown };
  const known = typeof errno === 'number' ? getSystemErrorMap().get(errno) : undefined;
  return known ? known[1] : errorText(error);
}

function readBounded(file: string): Buffer {
  // Without O_NONBLOCK, opening a pipe would wait for whoever writes it.
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw new Error('it is not a regular file');
    if (stat.size > MAX_FILE_SIZE) throw new Error(`it has ${stat.size} bytes, more than ${MAX_FILE_SIZE}`);
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function decode(bytes: Buffer): string {
  const head = bytes.toString('latin1', 0, 200);
  const encoding =
    /^(?:\xef\xbb\xbf)?<\?xml[^>]{0,100}?encoding=["']([\w.:-]{1,40})["']/.exec(head)?.[1] ?? 'utf-8';
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new Error(`its encoding ${encoding} is unknown; save it as UTF-8`);
  }
  try {
    return decoder.decode(bytes);
  } catch {
    const where = decoder.encoding === 'utf-8' ? `line ${firstWrongLine(bytes, decoder)}` : 'it';
    throw new Error(`${where} contains bytes that are not ${decoder.encoding}; save it as UTF-8`);
  }
}

/** Number of the first line that cannot be decoded, counted from 1; for encodings in which only a line end is a 10. */
function firstWrongLine(bytes: Buffer, decoder: InstanceType<typeof TextDecoder>): number {
  let line = 1;
  for (let start = 0, end = bytes.indexOf(10); end !== -1; start = end + 1, end = bytes.indexOf(10, start)) {
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      break;
    }
    line++;
  }
  return line;
}
