import { userInfo } from 'node:os';
import { Command, Option } from 'commander';
import { askFor, onTerminal, type Terminal } from './ask';
import { createPackage, type Created } from './create';
import { nameProblem } from './names';
import { KINDS, LANGUAGES, LICENSES, type Wish } from './wish';

/** What the command works with. */
export interface Surroundings extends Terminal {
  /** Folder in which the new one is made. */
  readonly folder: string;
  /** Whether somebody can be asked. */
  readonly interactive: boolean;
}

type Options = Partial<Omit<Wish, 'name'>> & { readonly yes?: boolean };

function here(): Surroundings {
  const { stdin: input, stdout: output } = process;
  return { input, output, folder: process.cwd(), interactive: input.isTTY && output.isTTY };
}

/** The command `create-flumotion-plugin`, which `npm create flumotion-plugin` runs. */
export function createCommand(surroundings: Surroundings = here()): Command {
  return new Command('create-flumotion-plugin')
    .description('Writes a new Flumotion plugin package, with a test, ready to be published.')
    .argument('[name]', 'name of the package, as my-thing or @you/my-thing')
    .addOption(new Option('--kind <kind>', 'what it is').choices(KINDS))
    .addOption(new Option('--language <language>', 'TypeScript or plain JavaScript').choices(LANGUAGES))
    .addOption(new Option('--license <license>', 'its licence').choices(LICENSES))
    .option('--author <name>', 'who holds the copyright')
    .option('-y, --yes', 'ask nothing: an encoder in TypeScript under MIT where nothing else is said')
    .showHelpAfterError('Run npm create flumotion-plugin -- --help for what it takes.')
    .action(async (name: string | undefined, options: Options, command: Command) => {
      try {
        const wish = await wishFrom({ ...options, ...(name === undefined ? {} : { name }) }, surroundings);
        surroundings.output.write(report(createPackage(wish, surroundings.folder)));
      } catch (error) {
        command.error(`create-flumotion-plugin: ${error instanceof Error ? error.message : String(error)}`);
      }
    });
}

async function wishFrom(given: Partial<Wish> & Options, surroundings: Surroundings): Promise<Wish> {
  const { yes = false, ...parts } = given;
  const problem = parts.name === undefined ? undefined : nameProblem(parts.name);
  if (problem !== undefined) throw new Error(problem);
  const author = userInfo().username;
  if (surroundings.interactive && !yes) return onTerminal(surroundings, (ask) => askFor(parts, author, ask));
  if (parts.name === undefined)
    throw new Error('say how it is to be called, as: npm create flumotion-plugin my-thing');
  const usual = { kind: 'encoder', language: 'ts', license: 'MIT', author } as const;
  return { ...usual, ...parts, name: parts.name };
}

function report({ folder, names, files }: Created): string {
  return [
    `${names.package} is in ${folder}:`,
    ...files.map((file) => `  ${file}`),
    '',
    'Next:',
    `  cd ${names.bare}`,
    '  npm install',
    '  npm test',
    '',
    `Then install it where a worker runs: npm install ${names.package}`,
    '',
  ].join('\n');
}
