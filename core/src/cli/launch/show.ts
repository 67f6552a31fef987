import { escapeText } from '../../log/logger';
import type { JobState } from '../../rpc/job-state';

/** Prints how components are: each change of mood with its reason, each message once, where streams are. */
export class Shower {
  private readonly said = new Map<string, Set<string>>();

  /** @param details - shows what is for whoever repairs it, too; not when left out. */
  constructor(
    private readonly write: (text: string) => void,
    private readonly details = false,
  ) {}

  /** Shows what is new in a job's state. */
  show(state: JobState): void {
    const name = componentName(state.id);
    const reason = state.reason === undefined ? '' : `: ${state.reason}`;
    // Why it is sad stands in its message.
    if (!state.messages.some(({ level, text }) => level === 'error' && text === state.reason)) {
      this.once(name, 'mood', `${state.mood}${reason}`, `${name} is ${state.mood}${reason}`);
    }
    for (const { level, id, text, advice, debug } of state.messages) {
      const lines = [`${level.toUpperCase()} ${name}: ${text}`, ...indented(advice)];
      if (this.details) lines.push(...indented(debug));
      this.once(name, `message ${id}`, text, lines.join('\n'));
    }
    const url = state.stats['stream-url'];
    if (typeof url === 'string' && url !== '' && state.mood === 'happy')
      this.once(name, 'url', url, `${name}: ${url}`);
  }

  private once(name: string, about: string, text: string, lines: string): void {
    const key = `${name} ${about}`;
    if (this.said.get(key)?.has(text)) return;
    // Only the newest is remembered: a mood that comes back is news.
    this.said.set(key, new Set([text]));
    this.write(`${lines.split('\n').map(escapeText).join('\n')}\n`);
  }
}

/** Name of a component without its flow. */
export function componentName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

function indented(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : text.split('\n').map((line) => `  ${line}`);
}
