const cell = (text) => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('*', '\\*');

/** The options of a command in Markdown, one row an option, in the order and the words of its help. */
function optionTable(command) {
  const help = command.createHelp();
  const rows = help
    .visibleOptions(command)
    .map((option) => `| \`${help.optionTerm(option)}\` | ${cell(help.optionDescription(option))} |`);
  return ['| Option | Meaning |', '| --- | --- |', ...rows].join('\n');
}

/** The verbs of a command in Markdown, one row a verb; nothing where it has none. */
function verbTable(command) {
  const help = command.createHelp();
  const leaves = (at, words) =>
    help
      .visibleCommands(at)
      .filter((child) => child.name() !== 'help')
      .flatMap((child) => {
        const path = [...words, child.name()];
        return child.commands.length > 0 ? leaves(child, path) : [[path, child]];
      });
  const rows = leaves(command, []).map(([path, child]) => {
    const takes = child.registeredArguments.map((argument) => help.argumentTerm(argument));
    const words = child.registeredArguments.map(({ required, variadic }, at) => {
      const name = `${takes[at]}${variadic ? '...' : ''}`;
      return required ? `<${name}>` : `[${name}]`;
    });
    return `| \`${[...path, ...words].join(' ')}\` | ${cell(child.description())} |`;
  });
  return rows.length === 0 ? '' : ['', '', '| Verb | Does |', '| --- | --- |', ...rows].join('\n');
}

/** The page with the table between `<!-- options NAME -->` and `<!-- /options -->` of each command brought up to date. */
exports.withOptionTables = (page, commands) => {
  let text = page;
  for (const command of commands) {
    const mark = `<!-- options ${command.name()} -->\n`;
    const begin = text.indexOf(mark);
    const end = text.indexOf('<!-- /options -->', begin);
    if (begin < 0 || end < begin)
      throw new Error(`the page lacks the line ${mark.trim()}, or <!-- /options -->`);
    const table = `\n${optionTable(command)}${verbTable(command)}\n\n`;
    text = `${text.slice(0, begin + mark.length)}${table}${text.slice(end)}`;
  }
  return text;
};
