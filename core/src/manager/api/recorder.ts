import { isFlumotionError, type FlumotionError } from '../../errors';
import type { AdminAction } from '../../plugin';
import type { AuditLog } from '../access/audit-log';
import type { Caller } from '../access/roles';
import { changedParts } from './changed-parts';
import { whatOf } from './named';
import type { Asked, Operation } from './operation';
import type { Services } from './services';

type AnyAsked = Asked<unknown, unknown, unknown>;

/** Takes note of changes: for plugs before one is made, and for the log of changes when it is known what came of it. */
export class Recorder {
  /** @param announce - tells plugs that somebody is about to change something. */
  constructor(
    private readonly services: Services,
    private readonly log: AuditLog,
    private readonly announce: (action: AdminAction) => void,
  ) {}

  /** Has an operation done, and takes note of it where it is one that changes something. */
  async recorded(operation: Operation, asked: AnyAsked, work: () => unknown): Promise<unknown> {
    const { audit, id, role } = operation;
    if (!audit) return work();
    const { services } = this;
    const state = (): unknown => quietly(() => audit.state?.(asked, services));
    const states = (before: unknown, after: unknown): { before: unknown; after: unknown } =>
      audit.onlyChanged ? changedParts(before, after) : { before, after };
    const { caller } = asked as { caller: Caller | undefined };
    const about = {
      user: caller?.user ?? audit.user?.(asked) ?? '',
      address: asked.address,
      operation: id,
      what: quietly(() => audit.what?.(asked, services) ?? whatOf(asked.params)) ?? '',
      given: quietly(() => audit.given?.(asked, services)),
    };
    const before = state();
    if (caller) this.tell(operation, asked, caller);
    try {
      const answer = await work();
      const made = quietly(() => audit.made?.(answer)) ?? { what: about.what, after: state() };
      await this.log.add({ ...about, what: made.what, ...states(before, made.after), result: 'done' });
      return answer;
    } catch (error) {
      // Whoever is not logged in could fill the log.
      if (role !== 'anybody') await this.log.add({ ...about, ...states(before, state()), ...failure(error) });
      throw error;
    }
  }

  /** Takes note of a change that was refused for the caller's role. */
  async refused(
    { id, audit }: Operation,
    { user, address }: Caller,
    params: unknown,
    error: FlumotionError,
  ): Promise<void> {
    if (audit) await this.log.add({ user, address, operation: id, what: whatOf(params), ...failure(error) });
  }

  private tell({ audit }: Operation, asked: AnyAsked, { identity }: Caller): void {
    if (!audit) return;
    const { services } = this;
    // What it is about may not be there: then the operation says so, and there is nothing to tell.
    const action = quietly((): AdminAction => {
      const args = audit.args?.(asked, services) ?? [];
      return { identity, method: audit.method, args, kwargs: audit.named?.(asked, services) ?? {} };
    });
    if (action) this.announce(action);
  }
}

function failure(error: unknown): { readonly result: string; readonly message?: string } {
  return isFlumotionError(error) ? { result: error.code, message: error.message } : { result: 'internal' };
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
