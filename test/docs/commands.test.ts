import { jest } from '@jest/globals';
import type { Command } from 'commander';
import { allCommands, refusal } from '../support/commands';
import { pageText } from '../support/pages';

const { withOptionTables } = jest.requireActual<{
  withOptionTables: (page: string, commands: readonly Command[]) => string;
}>('../../scripts/docs/option-table.js');

const page = pageText('docs/commands.md');

test('the tables of options are those of the commands; "npm run docs:update" mends them', () => {
  expect(withOptionTables(page, allCommands())).toBe(page);
});

test.each(allCommands().map((command) => [command.name(), command] as const))(
  '%s: the page has every option that --help prints, and no other',
  (name, command) => {
    const printed = [...command.helpInformation().matchAll(/^ {2}(-[^\n]*?)(?: {2}|\n)/gm)].map(
      ([, term]) => term,
    );
    const table = new RegExp(`<!-- options ${name} -->([^]*?)<!-- /options -->`).exec(page)?.[1] ?? '';
    const documented = [...table.matchAll(/^\| `(-[^`]+)` \|/gm)].map(([, term]) => term);
    expect(printed.length).toBeGreaterThan(4);
    expect(documented).toEqual(printed);
  },
);

test('every command has a section', () => {
  const sections = [...page.matchAll(/^## (flumotion-[\w-]+)$/gm)].map(([, name]) => name);
  expect(sections).toEqual(allCommands().map((command) => command.name()));
});

/** What help prints after the options. */
function examples(command: Command): readonly string[] {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  const [, after = ''] = help.split('\nExamples:\n');
  return [...after.matchAll(/^ {2}(flumotion-[^\n]*?)(?: {2}|$)/gm)].map(([, example = '']) => example);
}

test.each(allCommands().map((command) => [command.name(), command] as const))(
  '%s: the examples of its help are understood',
  async (name, command) => {
    const given = examples(command);
    expect(given.length).toBeGreaterThan(0);
    for (const example of given) {
      const words = [...example.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
        word.replaceAll(/["']/g, ''),
      );
      expect(words[0]).toBe(name);
      expect(await refusal(name, words.slice(1))).toBe('');
    }
  },
);
