import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { PipelineError } from '../plugin';
import { advise } from './advice';

const STREAM_DOMAIN = 'gst-stream-error-quark';
/** Codes of the stream domain for what is no media: nothing known, unknown type, wrong type. */
const NO_MEDIA = [3, 4, 5];

/**
 * Sees that a file is there and may be read.
 * @throws Error in words for people.
 */
export async function checkFile(location: string): Promise<void> {
  const file = await stat(location).catch(() => undefined);
  if (!file) throw new Error(`the file ${location} is not there`);
  if (!file.isFile()) throw new Error(`${location} is no file`);
  if (file.size === 0) throw new Error(`the file ${location} is empty`);
  await access(location, constants.R_OK).catch((error: unknown) => {
    throw new Error(`the file ${location} may not be read by the worker's user`, { cause: error });
  });
}

/** What is wrong with a file, in words for people, from what an element said about it. */
export function mediaProblem(location: string, error: PipelineError): string {
  if (error.domain === STREAM_DOMAIN && NO_MEDIA.includes(error.code)) {
    return `the file ${location} is no media file that GStreamer knows`;
  }
  const { text, advice } = advise(error);
  return `the file ${location} cannot be played: ${text}${advice === undefined ? '' : `; ${advice}`}`;
}

/** What a `missing-plugin` message names, as `H.265`; undefined when it names nothing. */
export function missingMedia(text: string): string | undefined {
  const name = /\bname=\(string\)"?([^",;]+)/.exec(text)?.[1];
  return name?.replace(/\\/g, '').replace(/ ?(decoder|demuxer)$/i, '');
}

/** The error that tells most: what follows from another is only called a failed stream. */
export function worst(errors: readonly PipelineError[]): PipelineError | undefined {
  return errors.find(({ domain, code }) => !(domain === STREAM_DOMAIN && code === 1)) ?? errors[0];
}
