import { type Command, Option } from 'commander';
import { spawnSync } from 'node:child_process';
import { completeWith, completionScript } from '../../core/src/cli/completion';
import { createCommand, execute } from '../../core/src/cli/frame';

function flat(): Command {
  const command = createCommand({ name: 'flu-flat', summary: "One that's flat.", examples: [] })
    .argument('[type]', 'a component type')
    .option('-P, --port <number>', "the port, in [brackets] and 'quotes': all shown")
    .addOption(new Option('-T, --transport <name>', 'the transport').choices(['tcp', 'ssl']))
    .addOption(new Option('--internal', 'not for people').hideHelp());
  completeWith(command.registeredArguments[0]!, 'printf theora-encoder\\\\nvorbis-encoder\\\\n');
  return command;
}

function nested(): Command {
  const command = createCommand({ name: 'flu-nested', summary: 'One with commands.', examples: [] });
  command
    .command('start')
    .description('start it')
    .option('--wait', 'wait until it is happy')
    .argument('<name>');
  command.command('stop').description('stop it').option('--force', 'at once');
  return command;
}

function shell(program: string, args: string[], input: string): string[] {
  const { stdout, stderr, status, error } = spawnSync(program, args, {
    input,
    encoding: 'utf8',
    timeout: 20_000,
  });
  if (error) throw error;
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.split('\n').filter((line) => line !== '');
}

/** What bash offers for a command line, the last word being completed. */
function bash(command: Command, line: string): string[] {
  const words = line.split(' ');
  const program = `${completionScript(command, 'bash')}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
_${command.name().replace('-', '_')}; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return shell('bash', ['--norc', '-s'], program);
}

/** What fish offers for a command line. */
function fish(command: Command, line: string): string[] {
  const program = `${completionScript(command, 'fish')}\ncomplete --do-complete '${line}'\n`;
  return shell('fish', ['--no-config', '-c', program], '').map((offer) => offer.split('\t')[0]!);
}

describe('completion in bash', () => {
  test('options, by their beginning', () => {
    expect(bash(flat(), 'flu-flat --')).toEqual(
      expect.arrayContaining(['--port', '--transport', '--debug', '--verbose', '--help', '--completion']),
    );
    expect(bash(flat(), 'flu-flat --')).not.toContain('--internal');
    expect(bash(flat(), 'flu-flat --tr')).toEqual(['--transport']);
  });

  test('values of an option, after either spelling', () => {
    expect(bash(flat(), 'flu-flat --transport ')).toEqual(['tcp', 'ssl']);
    expect(bash(flat(), 'flu-flat -T s')).toEqual(['ssl']);
    expect(bash(flat(), 'flu-flat --completion z')).toEqual(['zsh']);
  });

  test('an option that takes anything leaves it to file names', () => {
    expect(bash(flat(), 'flu-flat --port ')).toEqual([]);
  });

  test('words that another command prints', () => {
    expect(bash(flat(), 'flu-flat th')).toEqual(['theora-encoder']);
  });

  test('commands, then their own options', () => {
    expect(bash(nested(), 'flu-nested ')).toEqual(['start', 'stop']);
    expect(bash(nested(), 'flu-nested start --w')).toEqual(['--wait']);
    expect(bash(nested(), 'flu-nested stop --w')).toEqual([]);
  });
});

describe('completion in fish', () => {
  test('options and their values', () => {
    expect(fish(flat(), 'flu-flat --tr')).toEqual(['--transport']);
    expect(fish(flat(), 'flu-flat --transport ')).toEqual(['ssl', 'tcp']);
    expect(fish(flat(), 'flu-flat vor')).toEqual(['vorbis-encoder']);
  });

  test('commands, then their own options', () => {
    expect(fish(nested(), 'flu-nested st')).toEqual(['start', 'stop']);
    expect(fish(nested(), 'flu-nested start --w')).toEqual(['--wait']);
  });
});

describe('completion in zsh', () => {
  test.each([
    ['flat', flat],
    ['nested', nested],
  ])('the script of a %s command is loaded without complaint', (_, command) => {
    const script = completionScript(command(), 'zsh');
    expect(
      shell('zsh', ['-f', '-s'], `autoload -U compinit && compinit -D\n${script}\nprint loaded\n`),
    ).toEqual(['loaded']);
  });

  test('values of an option, from a terminal', () => {
    const script = `
zmodload zsh/zpty
zpty shell 'PS1= zsh -f -i'
zpty -w shell 'autoload -U compinit && compinit -D; zstyle ":completion:*" list-prompt ""; bindkey "^I" complete-word'
zpty -w shell "source <(cat <<'END'
$1
END
)"
zpty -w -n shell 'flu-flat --transport t	'
zpty -r shell answer '*--transport tcp*'
print -r -- "\${\${answer##*flu-flat}//[^a-z -]/}"
zpty -d shell
`;
    const answer = shell('zsh', ['-f', '-c', script, 'zsh', completionScript(flat(), 'zsh')], '');
    expect(answer.join('')).toContain('--transport tcp');
  });
});

test('--completion prints the script, also where an argument is missing', async () => {
  let printed = '';
  const command = createCommand({ name: 'flu-wants', summary: 'Wants a file.', examples: [] }).argument(
    '<file>',
  );
  const status = await execute(command, ['--completion', 'bash'], {
    stdout: { write: (text) => (printed += text) },
    stderr: process.stderr,
  });
  expect(status).toBe(0);
  expect(printed).toBe(completionScript(command, 'bash'));
});
