import type {
  Context,
  FileMetadata,
  NoFile,
  OpenFile,
  Pace,
  PageAnswer,
  PageRequest,
} from '@flumotion/core/plugin';
import { inTime } from './in-time';
import { openLocal } from './local-file';

/** Where a component's files and pages come from: its plugs, and the folder it names. */
export class Sources {
  constructor(
    private readonly context: Pick<Context<{ readonly path?: string | undefined }>, 'plugs' | 'properties'>,
  ) {}

  /** What there is, in words; undefined when nothing is. */
  get name(): string | undefined {
    const provider = this.context.plugs('file-provider').at(-1);
    if (provider) return provider.type;
    if (this.context.properties.path !== undefined) return 'local';
    return this.context.plugs('pages').length > 0 ? 'pages' : undefined;
  }

  /** Opens a file: the last plug that provides files counts, and without one the folder. */
  async open(path: string): Promise<OpenFile | NoFile> {
    const provider = this.context.plugs('file-provider').at(-1);
    if (provider) {
      const late: NoFile = { missing: 'unavailable', reason: `the plug ${provider.type} gave no answer` };
      return (await provider.open(path)) ?? late;
    }
    const { path: root } = this.context.properties;
    return root === undefined
      ? { missing: 'not-found', reason: 'there are no files here' }
      : inTime(openLocal(root, path));
  }

  /** The folder, or the single file, of this machine that is served; undefined when files come from elsewhere. */
  async root(): Promise<string | undefined> {
    const provider = this.context.plugs('file-provider').at(-1);
    return provider ? provider.root() : this.context.properties.path;
  }

  /** What plugs answer to a request, before any file does; undefined when none does. */
  async page(request: PageRequest): Promise<PageAnswer | undefined> {
    for (const plug of this.context.plugs('pages')) {
      const page = await plug.page(request);
      if (page) return page;
    }
    return undefined;
  }

  /** The pace of an answer; undefined when no plug controls it. */
  async pace(path: string): Promise<Pace | undefined> {
    const controller = this.context.plugs('rate-controller').at(-1);
    if (!controller) return undefined;
    let metadata: FileMetadata = {};
    for (const plug of this.context.plugs('metadata-provider'))
      metadata = (await plug.metadata(path)) ?? metadata;
    return controller.pace(metadata);
  }
}
