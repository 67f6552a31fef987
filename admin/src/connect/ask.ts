import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { escapeText } from '@flumotion/core/cli';
import { addressOf } from './place';
import type { RecentConnection } from './recent';

/** A person at a terminal. */
export interface Person {
  /** Asks a question. @param secret what is typed is not shown. */
  ask(question: string, secret?: boolean): Promise<string>;
  /** Shows a line. */
  tell(text: string): void;
}

/** The person at the terminal of this process; undefined where there is none. */
export function personHere(input = process.stdin, output = process.stderr): Person | undefined {
  if (!input.isTTY || !output.isTTY) return undefined;
  return {
    tell: (text) => {
      output.write(`${text}\n`);
    },
    ask: async (question, secret = false) => {
      const hidden = new Writable({
        write: (_chunk, _encoding, done) => {
          done();
        },
      });
      const reader = createInterface({ input, output: secret ? hidden : output, terminal: true });
      try {
        if (secret) output.write(question);
        return await reader.question(secret ? '' : question);
      } finally {
        reader.close();
        if (secret) output.write('\n');
      }
    },
  };
}

/** Has a person choose among the recent connections; the latest with Enter alone. */
export async function chooseRecent(
  person: Person,
  recent: readonly RecentConnection[],
): Promise<RecentConnection | undefined> {
  if (recent.length < 2) return recent[0];
  recent.forEach((one, at) => {
    const user = one.user === undefined ? '' : ` as ${escapeText(one.user)}`;
    person.tell(`${at + 1}  ${escapeText(addressOf(one))}${user}`);
  });
  for (;;) {
    const answer = (await person.ask(`which manager? [1] `)).trim();
    const chosen = recent[Number(answer === '' ? '1' : answer) - 1];
    if (chosen) return chosen;
    person.tell(`there are 1 to ${recent.length}`);
  }
}

/** Asks whether an unknown certificate is that of the manager. */
export async function acceptsCertificate(
  person: Person,
  manager: string,
  fingerprint: string,
): Promise<boolean> {
  person.tell(
    `The manager at ${escapeText(manager)} is not known yet. The fingerprint of its certificate is`,
  );
  person.tell(`  ${fingerprint}`);
  person.tell('The manager prints its own when it starts; if they are the same, nobody is in between.');
  for (;;) {
    const answer = (await person.ask('accept it from now on? [yes/no] ')).trim().toLowerCase();
    if (answer === 'yes' || answer === 'y') return true;
    if (answer === 'no' || answer === 'n' || answer === '') return false;
  }
}
