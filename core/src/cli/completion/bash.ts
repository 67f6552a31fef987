import { functionName, quoted, type Grammar, type Values } from './grammar';

/** Completion script for bash; needs nothing but bash. */
export function bashScript(grammar: Grammar): string {
  const all = flatten(grammar, grammar.name);
  const steps = all.flatMap(({ at, grammar: { commands } }) =>
    commands.map(({ name }) => `      ${quoted(`${at} ${name}`)}) at=${quoted(`${at} ${name}`)} ;;`),
  );
  const values = all.flatMap(({ at, grammar: { options } }) =>
    options
      .filter((option) => option.values.kind !== 'none')
      .map(
        (option) =>
          `    ${option.names.map((name) => quoted(`${at} ${name}`)).join('|')}) ${reply(option.values)}; return ;;`,
      ),
  );
  const words = all.map(({ at, grammar: { options } }) => {
    const names = options.map(({ names: spellings }) => spellings.at(-1) ?? '').join(' ');
    return `    ${quoted(at)}' -'*) COMPREPLY=($(compgen -W ${quoted(names)} -- "$cur")) ;;`;
  });
  const rest = all.map(({ at, grammar: { commands, arguments: args } }) => {
    const offered: Values =
      commands.length > 0
        ? { kind: 'words', words: commands.map(({ name }) => name) }
        : (args.find(({ kind }) => kind !== 'files') ?? { kind: 'files' });
    return `    ${quoted(at)}*) ${reply(offered)} ;;`;
  });
  const body = functionName(grammar.name);
  return `# bash completion for ${grammar.name}
# Use it now:   source <(${grammar.name} --completion bash)
# Keep it:      ${grammar.name} --completion bash > ~/.local/share/bash-completion/completions/${grammar.name}
${body}() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" at=${quoted(grammar.name)} word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$at $word" in
${[...steps, '      *) ;;'].join('\n')}
    esac
  done
  case "$at $prev" in
${values.join('\n')}
  esac
  case "$at $cur" in
${[...words, ...rest].join('\n')}
  esac
}
complete -o default -F ${body} ${grammar.name}
`;
}

function flatten(grammar: Grammar, at: string): { at: string; grammar: Grammar }[] {
  return [
    { at, grammar },
    ...grammar.commands.flatMap((child) => flatten(child, `${at} ${child.name}`)),
  ].reverse();
}

function reply(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `COMPREPLY=($(compgen -W ${quoted(values.words.join(' '))} -- "$cur"))`;
    case 'asked':
      return `COMPREPLY=($(compgen -W "$(${values.command} 2>/dev/null)" -- "$cur"))`;
    case 'files':
    case 'none':
      // Readline's own file names, by `complete -o default`.
      return 'COMPREPLY=()';
  }
}
