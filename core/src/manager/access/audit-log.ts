import { z } from 'zod';
import { errorText } from '../../errors';
import type { Logger } from '../../log/logger';
import type { Journal, StateStore } from '../state-store';

/** Largest state, as JSON, that is kept with a change; of a larger one the beginning. */
const MOST_STATE = 64 * 1024;

const entry = z.object({
  id: z.int(),
  time: z.number(),
  user: z.string(),
  address: z.string(),
  operation: z.string(),
  what: z.string(),
  given: z.record(z.string(), z.unknown()).optional(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  result: z.string(),
  message: z.string().optional(),
});

/** A change that somebody asked for. */
export interface AuditEntry {
  /** Grows with each entry, over restarts too. */
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly user: string;
  readonly address: string;
  /** Id of the operation, as `startComponent`. */
  readonly operation: string;
  /** What was to be changed, as `/flow/name`. */
  readonly what: string;
  /** What was given with it, without secrets; absent where that is in what it became, or nothing was. */
  readonly given?: Readonly<Record<string, unknown>> | undefined;
  /** What it was and became, without secrets; absent where nothing is known of it. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** `done`, or the code of the error. */
  readonly result: string;
  /** Text of the error. */
  readonly message?: string | undefined;
}

/** Which entries are wanted. */
export interface AuditQuery {
  readonly limit: number;
  /** Only entries before the one with this id. */
  readonly before?: number | undefined;
  readonly user?: string | undefined;
  /** What was changed, or the beginning of it up to a slash: `/flow` means its components too. */
  readonly what?: string | undefined;
}

/** The log of changes, in the manager's state: who asked for what, what it was before and after, what came of it. */
export class AuditLog {
  private readonly listeners = new Set<(entry: AuditEntry) => void>();

  private constructor(
    private readonly journal: Journal,
    private readonly log: Logger,
    private lastId: number,
  ) {}

  /** Opens the log. @throws FlumotionError `state-unreadable`. */
  static async open(store: StateStore, log: Logger): Promise<AuditLog> {
    const journal = store.journal('audit');
    for await (const newest of entriesOf(journal)) return new AuditLog(journal, log, newest.id);
    return new AuditLog(journal, log, 0);
  }

  /** Calls for each entry from now on. @returns ends it. */
  listen(listener: (entry: AuditEntry) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Adds an entry. Never rejects: what was changed is changed, and a full disk is said in the log. */
  async add(told: Omit<AuditEntry, 'id' | 'time'>): Promise<void> {
    const { before, after, given, ...rest } = told;
    const added: AuditEntry = {
      id: ++this.lastId,
      time: Date.now(),
      ...rest,
      ...(given === undefined ? {} : { given: bounded(given) as NonNullable<AuditEntry['given']> }),
      ...(before === undefined ? {} : { before: bounded(before) }),
      ...(after === undefined ? {} : { after: bounded(after) }),
    };
    for (const listener of this.listeners) listener(added);
    try {
      await this.journal.append(added);
    } catch (error) {
      this.log.error(`a change is missing in the log of changes: ${errorText(error)}`);
    }
  }

  /**
   * Entries, the newest first.
   * @returns also the id to go on before, where there are more.
   * @throws FlumotionError `state-unreadable`.
   */
  async page({ limit, before = Infinity, user, what }: AuditQuery): Promise<{
    readonly entries: readonly AuditEntry[];
    readonly next?: number;
  }> {
    const entries: AuditEntry[] = [];
    for await (const one of entriesOf(this.journal)) {
      if (one.id >= before || (user !== undefined && one.user !== user)) continue;
      if (what !== undefined && !one.what.split(', ').some((each) => isWithin(each, what))) continue;
      if (entries.length === limit) return { entries, next: entries.at(-1)?.id ?? 0 };
      entries.push(one);
    }
    return { entries };
  }
}

function isWithin(one: string, what: string): boolean {
  return one === what || one.startsWith(`${what}/`);
}

async function* entriesOf(journal: Journal): AsyncIterable<AuditEntry> {
  for await (const one of journal.read()) {
    const judged = entry.safeParse(one);
    if (judged.success) yield judged.data;
  }
}

/** A copy of a state that stays as it is, of bounded size. */
function bounded(state: unknown): unknown {
  const text = JSON.stringify(state) as string | undefined;
  if (text === undefined) return null;
  return text.length > MOST_STATE ? { shortened: text.slice(0, MOST_STATE) } : (JSON.parse(text) as unknown);
}
