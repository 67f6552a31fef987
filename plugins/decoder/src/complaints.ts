import type {
  Context,
  DecodedKind,
  DecodedMedia,
  ElementMessage,
  PipelineError,
} from '@flumotion/core/plugin';
import { missingIn, missingMessage, type Missing } from './missing';

/** Which kinds are in a stream. */
export type Kinds = readonly (readonly [DecodedKind, Pick<DecodedMedia, 'present'>])[];

/** Tells people what cannot be decoded, and takes it back. */
export class Complaints {
  private missing: Missing[] = [];

  constructor(
    private readonly context: Pick<Context<never>, 'message' | 'clear' | 'log'>,
    private readonly kinds: readonly DecodedKind[],
    private readonly blacklist: readonly string[],
  ) {}

  /** Another stream begins. */
  begin(): void {
    this.missing = [];
  }

  /** An element of the decoder says something. */
  said(message: ElementMessage): void {
    const missing = missingIn(message);
    if (!missing || (missing.kind !== undefined && !this.kinds.some((kind) => kind === missing.kind))) return;
    this.missing.push(missing);
  }

  /** Media comes. @param kinds - what the stream has, as far as it can be decoded. */
  works(kinds: Kinds): void {
    this.context.clear('decoding');
    this.tellMissing('warning');
    for (const [kind, { present }] of kinds) this.tellAbsent(kind, present);
  }

  /** An element failed. @param kinds - what the stream has so far. */
  broken(failure: PipelineError, kinds: Kinds): void {
    if (this.missing.length > 0) this.tellMissing('error');
    else if (/not-linked/.test(failure.debug) && kinds.every(([, { present }]) => !present)) {
      for (const [kind] of kinds) this.tellAbsent(kind, false);
    } else {
      const debug = `${failure.source}: ${failure.debug}`;
      this.fails(`the feed cannot be decoded: ${failure.text}`, undefined, debug);
    }
  }

  /** Decoding is begun again, for a reason. */
  fails(text: string, advice?: string, debug?: string): void {
    this.context.log.warn(`${text}${debug === undefined ? '' : ` (${debug})`}`);
    this.context.message({
      level: 'warning',
      id: 'decoding',
      text: `${text}; it is begun again with the next keyframe`,
      advice: advice ?? 'Look after the component that the feed comes from.',
      ...(debug === undefined ? {} : { debug }),
    });
  }

  private tellMissing(level: 'error' | 'warning'): void {
    const [missing] = this.missing;
    if (missing) this.context.message(missingMessage(missing, this.blacklist, level));
    else this.context.clear('missing-decoder');
  }

  private tellAbsent(kind: DecodedKind, present: boolean): void {
    const id = `no-${kind}`;
    // What is there but cannot be decoded is another message.
    if (present || this.missing.some((missing) => missing.kind === kind)) this.context.clear(id);
    else {
      this.context.message({
        level: 'warning',
        id,
        text: `the feed has no ${kind === 'video' ? 'pictures' : 'sound'}: none is given on`,
        advice: 'Check what the feed carries; what waits behind for it gets nothing.',
      });
    }
  }
}
