import { type Grammar, type Values } from './grammar';

/** Completion script for fish. */
export function fishScript(grammar: Grammar): string {
  return `# fish completion for ${grammar.name}
# Use it now:   ${grammar.name} --completion fish | source
# Keep it:      ${grammar.name} --completion fish > ~/.config/fish/completions/${grammar.name}.fish
${lines(grammar, grammar.name, []).join('\n')}
`;
}

function lines(grammar: Grammar, program: string, above: readonly string[]): string[] {
  const seen = above.map((name) => `__fish_seen_subcommand_from ${name}`);
  const names = grammar.commands.map(({ name }) => name);
  const before = names.length > 0 ? [`not __fish_seen_subcommand_from ${names.join(' ')}`] : [];
  const complete = (conditions: readonly string[]) =>
    `complete -c ${program}${conditions.length > 0 ? ` -n ${fishQuoted(conditions.join('; and '))}` : ''}`;
  return [
    ...grammar.options.map(({ names: spellings, description, values }) => {
      const flags = spellings.map((name) =>
        name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
      );
      return `${complete(seen)} ${flags.join(' ')}${valueFlags(values)} -d ${fishQuoted(description)}`;
    }),
    ...grammar.commands.map(
      (child) => `${complete([...seen, ...before])} -f -a ${child.name} -d ${fishQuoted(child.description)}`,
    ),
    ...grammar.arguments
      .filter(({ kind }) => kind !== 'files' && kind !== 'none')
      .map((values) => `${complete(seen)}${valueFlags(values).replace(' -x', ' -f')}`),
    ...grammar.commands.flatMap((child) => lines(child, program, [...above, child.name])),
  ];
}

function valueFlags(values: Values): string {
  switch (values.kind) {
    case 'none':
      return '';
    case 'files':
      return ' -r';
    case 'words':
      return ` -x -a ${fishQuoted(values.words.join(' '))}`;
    case 'asked':
      return ` -x -a ${fishQuoted(`(${values.command} 2>/dev/null)`)}`;
  }
}

/** Fish escapes inside single quotes with a backslash. */
function fishQuoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
