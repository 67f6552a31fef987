import { join, resolve, sep } from 'node:path';
import type { FeedCaps } from '@flumotion/core/plugin';
import strftime from 'strftime';

/** Extension by media type of the stream, as the original's. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/ogg': 'ogg',
  'audio/ogg': 'ogg',
  'video/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/aac': 'aac',
  'audio/x-flac': 'flac',
  'audio/x-wav': 'wav',
  'multipart/x-mixed-replace': 'multipart',
  'video/mpegts': 'ts',
  'video/x-dv': 'dv',
  'video/x-flv': 'flv',
  'video/x-matroska': 'mkv',
  'audio/x-matroska': 'mka',
  'video/x-ms-asf': 'asf',
  'video/x-msvideo': 'avi',
  'video/webm': 'webm',
  'audio/webm': 'webm',
  'video/quicktime': 'mp4',
};

const RECORDING = new RegExp(
  `\\.(${[...new Set(Object.values(EXTENSIONS)), 'data'].join('|')})(\\.\\d{1,4})?$`,
);

/** Whether a file has the name of a recording, as this component gives them. */
export function isRecording(name: string): boolean {
  return RECORDING.test(name);
}

/** The media type that tells forms apart for which GStreamer has one name: MP3 and AAC. */
export function recordedType({ mediaType, text }: Pick<FeedCaps, 'mediaType' | 'text'>): string {
  return mediaType === 'audio/mpeg' && !/\bmpegversion=\(int\)1\b/.test(text) ? 'audio/aac' : mediaType;
}

/** Extension for recordings of a media type; `data` for one that is not known. */
export function extensionFor(mediaType: string): string {
  return EXTENSIONS[mediaType] ?? 'data';
}

/**
 * Path of a recording that begins at a time.
 * @param template - strftime fields allowed; may name sub-folders, but never leave the folder.
 * @param offset - minutes that the time in the name is ahead of UTC; that of the machine when left out.
 * @throws Error when the name would lie outside the folder.
 */
export function recordingPath(
  directory: string,
  template: string,
  mediaType: string,
  at: Date,
  offset?: number,
): string {
  const root = resolve(directory);
  const name = (offset === undefined ? strftime : strftime.timezone(offset))(template, at);
  const path = resolve(join(root, `${name}.${extensionFor(mediaType)}`));
  if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) {
    throw new Error(
      `the filename ${JSON.stringify(template)} leads out of ${root}; name files inside that folder`,
    );
  }
  return path;
}
