import { inject, injectable } from 'tsyringe';
import { errorText } from '../../errors';
import type { Logger } from '../../log/logger';
import { EVENTS, LOGGER, MANAGER_CONTROL, PLANET_EDITOR, SUPERVISOR } from '../../tokens';
import type { ManagerControl } from '../control';
import type { PlanetEditor } from '../planet-editor';
import type { Supervisor } from '../supervisor';
import type { Events } from './events';

/** Makes events of flows that are to be something else, whoever changed them: the API, a live property, a file that was loaded. */
@injectable()
export class FlowWatch {
  private tags: ReadonlyMap<string, string> = new Map();
  private looking = false;
  private unlisten: () => void = () => undefined;

  constructor(
    @inject(SUPERVISOR) private readonly supervisor: Pick<Supervisor, 'changes'>,
    @inject(MANAGER_CONTROL) private readonly control: Pick<ManagerControl, 'alone'>,
    @inject(PLANET_EDITOR) private readonly editor: Pick<PlanetEditor, 'stored' | 'authorOf'>,
    @inject(EVENTS) private readonly events: Events,
    @inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Begins to watch; what is there already is taken as told. */
  async start(): Promise<void> {
    this.tags = await this.editor.stored.flowTags();
    this.unlisten = this.supervisor.changes.listen(({ kind }) => {
      if (kind === 'planet') this.lookSoon();
    });
  }

  /** Ends it. */
  stop(): void {
    this.unlisten();
  }

  /** Looks when the change that is under way has ended: then it is known who made it, and whether it came to be. */
  private lookSoon(): void {
    if (this.looking) return;
    this.looking = true;
    this.control
      .alone(async () => {
        this.looking = false;
        await this.look();
      })
      .catch((error: unknown) => {
        this.log.error(`changed flows could not be told: ${errorText(error)}`);
      });
  }

  private async look(): Promise<void> {
    const [before, now] = [this.tags, await this.editor.stored.flowTags()];
    this.tags = now;
    for (const [name, etag] of now) {
      const by = this.editor.authorOf(name, etag);
      if (before.get(name) !== etag)
        this.events.publish('flow', { name, etag, ...(by === undefined ? {} : { by }) });
    }
    for (const name of before.keys()) if (!now.has(name)) this.events.publish('flow', { name });
  }
}
