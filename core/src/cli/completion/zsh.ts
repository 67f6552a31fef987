import { functionName, quoted, type Grammar, type OptionGrammar, type Values } from './grammar';

/** Completion script for zsh, in terms of its `_arguments`. */
export function zshScript(grammar: Grammar): string {
  return `#compdef ${grammar.name}
# zsh completion for ${grammar.name}
# Use it now:   source <(${grammar.name} --completion zsh)
# Keep it:      ${grammar.name} --completion zsh > a folder of your fpath/_${grammar.name}
${functions(grammar, functionName(grammar.name))}
compdef ${functionName(grammar.name)} ${grammar.name}
`;
}

function functions(grammar: Grammar, name: string): string {
  const options = grammar.options.map(optionSpec);
  if (grammar.commands.length === 0) {
    const last = grammar.arguments.length - 1;
    const rest = grammar.arguments.map((values, i) =>
      quoted(`${i === last ? '*' : i + 1}:argument:${action(values)}`),
    );
    return `${name}() {\n  _arguments -s \\\n${[...options, ...rest].map((spec) => `    ${spec}`).join(' \\\n')}\n}`;
  }
  const words = grammar.commands.map((child) => child.name).join(' ');
  const cases = grammar.commands.map((child) => `      ${child.name}) ${name}_${child.name} ;;`);
  const specs = [...options, quoted(`1:command:(${words})`), quoted('*::argument:->rest')];
  return `${name}() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -s -C \\
${specs.map((spec) => `    ${spec}`).join(' \\\n')}
  [[ $state == rest ]] &&
    case $line[1] in
${cases.join('\n')}
    esac
}
${grammar.commands.map((child) => functions(child, `${name}_${child.name}`)).join('\n')}`;
}

function optionSpec({ names, description, values }: OptionGrammar): string {
  const text = `[${description.replace(/[[\]\\:]/g, '\\$&')}]`;
  const value = values.kind === 'none' ? '' : `:value:${action(values)}`;
  return names.length === 1
    ? quoted(`${names.join('')}${text}${value}`)
    : `${quoted(`(${names.join(' ')})`)}{${names.join(',')}}${quoted(`${text}${value}`)}`;
}

function action(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `(${values.words.join(' ')})`;
    case 'asked':
      return `{compadd -- $(${values.command} 2>/dev/null)}`;
    case 'files':
    case 'none':
      return '_files';
  }
}
