import type { StreamChecker, StreamProblem } from './checker';
import { FlvChecker } from './flv';
import { ADTS, MP3 } from './frame-formats';
import { FrameChecker } from './frames';
import { Mp4Checker } from './mp4';
import { MpegTsChecker } from './mpegts';
import { OggChecker } from './ogg';
import { WebmChecker } from './webm';

const BY_TYPE: readonly (readonly [RegExp, () => StreamChecker])[] = [
  [/^(?:application|video|audio)\/ogg$/, () => new OggChecker()],
  [/^(?:video|audio)\/(?:webm|x-matroska|matroska)$/, () => new WebmChecker()],
  [/^video\/(?:mp2t|mpegts)$/, () => new MpegTsChecker()],
  [/^(?:video|audio)\/(?:mp4|quicktime)$/, () => new Mp4Checker()],
  [/^video\/x-flv$/, () => new FlvChecker()],
  [/^audio\/(?:x-)?(?:mpeg|mp3)$/, () => new FrameChecker(MP3)],
  [/^audio\/(?:x-)?(?:aac|aacp|hx-aac-adts|vnd\.dlna\.adts)$/, () => new FrameChecker(ADTS)],
];

/** Playlists whose segments are fetched one after the other. */
const HLS = /^(?:application|audio)\/(?:vnd\.apple\.mpegurl|(?:x-)?mpegurl)$/;
/** What pages and programs are made of; players make nothing of it. */
const NO_MEDIA = /^(?:text\/|image\/|font\/|application\/(?:json|xml|xhtml\+xml|javascript|pdf)$)/;

/** Whether a media type says that the answer is no stream. */
export function isNoStream(contentType: string): boolean {
  return NO_MEDIA.test(essence(contentType));
}

/** Whether an answer is a playlist of HLS, by its media type and where it was. */
export function isHls(contentType: string, url: URL): boolean {
  return HLS.test(essence(contentType)) || url.pathname.endsWith('.m3u8');
}

/** The checker for a media type; other types are only watched for bytes that keep coming. */
export function checkerFor(contentType: string): StreamChecker {
  const type = essence(contentType);
  const found = BY_TYPE.find(([pattern]) => pattern.test(type));
  return found ? found[1]() : new BytesChecker(type || 'no media type');
}

function essence(contentType: string): string {
  return contentType.split(';')[0]?.trim().toLowerCase() ?? '';
}

/** Accepts any bytes, as long as there are some. */
class BytesChecker implements StreamChecker {
  readonly problems: readonly StreamProblem[] = [];
  private bytes = 0;

  constructor(private readonly type: string) {}

  get awaits(): string | undefined {
    return this.bytes > 0 ? undefined : 'the first byte';
  }

  get description(): string {
    return `${this.type} (content not checked)`;
  }

  push(piece: Buffer): void {
    this.bytes += piece.length;
  }

  end(): void {
    // Bytes may end anywhere.
  }
}
