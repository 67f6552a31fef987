import type { EaterConnector, FeedSocket } from '../feed/eater-connector';
import type { EaterLink } from '../rpc/job-spec';
import type { EaterWatch } from './hunger';

/** One eater of a running component, and how it stands with its feed. */
export interface Inlet {
  readonly link: EaterLink;
  readonly connector: EaterConnector;
  readonly watch: EaterWatch;
  /** Connected and waiting for the pipeline to take it. */
  waiting: { feed: FeedSocket; caps: string | undefined } | undefined;
  attached: boolean;
  /** Whether it has been attached before. */
  joined: boolean;
  /** What the feed said it carries when it was connected. */
  caps: string | undefined;
  /** Buffers that had come when shared memory was attached; undefined while none is. */
  shared: number | undefined;
  /** Shared memory could not be read, which the two may not have in common; it is not asked for the next time. */
  sharesNothing: boolean;
}
