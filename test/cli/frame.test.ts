import {
  commandLogger,
  createCommand,
  debugLevels,
  execute,
  type CommonOptions,
} from '../../core/src/cli/frame';
import { FlumotionError } from '../../core/src/errors';
import { VERSION } from '../../core/src/version';

const plan = {
  name: 'flumotion-example',
  summary: 'Shows the frame.',
  examples: [{ command: 'flumotion-example -v', does: 'show more' }],
};

async function run(argv: string[], action: (options: CommonOptions) => unknown = () => undefined) {
  let stdout = '';
  let stderr = '';
  const command = createCommand(plan)
    .argument('[file]', 'a file')
    .option('-P, --port <number>', 'a port')
    .action(async (_file: string | undefined, options: CommonOptions) => {
      await action(options);
    });
  const status = await execute(command, argv, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { status, stdout, stderr };
}

const portInUse = () => FlumotionError.of('port-in-use', { port: 7531, option: '--port' });

describe('the frame of commands', () => {
  afterEach(() => {
    delete process.env['FLU_DEBUG'];
  });

  test('help shows options and examples', async () => {
    const { status, stdout } = await run(['--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('Shows the frame.');
    expect(stdout).toMatch(/-d, --debug <levels>/);
    expect(stdout).toMatch(/Examples:\n {2}flumotion-example -v {2}show more/);
  });

  test('--version names program and release', async () => {
    expect(await run(['--version'])).toEqual({
      status: 0,
      stdout: `flumotion-example ${VERSION}\n`,
      stderr: '',
    });
  });

  test('an unknown option suggests the right one', async () => {
    const { status, stderr } = await run(['--prot', '7531']);
    expect(status).toBe(1);
    expect(stderr).toContain("flumotion-example: unknown option '--prot'");
    expect(stderr).toContain('(Did you mean --port?)');
    expect(stderr).toContain('Run flumotion-example --help');
  });

  test('an error of the table is one sentence and its exit status', async () => {
    const result = await run([], () => Promise.reject(portInUse()));
    expect(result).toEqual({
      status: 1,
      stdout: '',
      stderr: `flumotion-example: ${portInUse().message}\n`,
    });
  });

  test('any other error says that it is a fault in the program, and what to do', async () => {
    const { status, stderr } = await run([], () => Promise.reject(new TypeError('x is not a function')));
    expect(status).toBe(1);
    expect(stderr).toMatch(/^flumotion-example: x is not a function; this is a fault in the program.*\n$/);
  });

  test('outside text in an error cannot steer the terminal', async () => {
    const error = FlumotionError.of('login-refused', { manager: '\u001b[2J', user: 'a\tb', reason: 'no' });
    const { stderr } = await run([], () => Promise.reject(error));
    expect(stderr).toContain('\\x1b[2J');
    expect(stderr).not.toContain('\u001b');
  });

  test('the stack appears at debug level 4', async () => {
    const { stderr } = await run(['-d', '*:4'], () => Promise.reject(portInUse()));
    expect(stderr).toMatch(/\n {4}at /);
  });

  test('debug levels of -v, -d and FLU_DEBUG', async () => {
    const levels = async (argv: string[]) => {
      let seen = '';
      const { stderr } = await run(argv, (options) => (seen = debugLevels(options)));
      return seen || stderr.split('\n')[0];
    };
    expect(await levels(['-v'])).toBe('*:3');
    expect(await levels(['-v', '-d', 'feed*:5'])).toBe('*:3,feed*:5');
    process.env['FLU_DEBUG'] = 'job:4';
    expect(await levels([])).toBe('job:4');
    expect(await levels(['-d', '*:1'])).toBe('*:1');
    expect(await levels(['-d', '*:9'])).toMatch(/'\*:9' is invalid.*expected category:level/);
  });

  test('the logger follows the levels', () => {
    const lines: string[] = [];
    const write = jest
      .spyOn(process.stderr, 'write')
      .mockImplementation((text) => lines.push(String(text)) > 0);
    const logger = commandLogger({ debug: 'manager:3' }, 'manager', 'planet');
    logger.info('listening');
    logger.debug('details');
    write.mockRestore();
    expect(lines).toEqual([expect.stringMatching(/^INFO .*manager "planet".*listening\n$/)]);
  });
});
