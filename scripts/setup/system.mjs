import { existsSync, readFileSync } from 'node:fs';
import { ask, follow } from './run.mjs';
import { Failure, progress, say } from './say.mjs';

const TABLE = JSON.parse(readFileSync(new URL('../packages.json', import.meta.url), 'utf8'));

/** The systems we know: whose package names, how they say what is missing, and the line that installs it. */
const SYSTEMS = {
  debian: {
    missing: (names) => {
      const { stdout } = ask('dpkg-query', ['-W', '-f=${binary:Package} ${db:Status-Status}\n', ...names]);
      const there = [...stdout.matchAll(/^([^\s:]+)\S* installed$/gm)].map((match) => match[1]);
      return names.filter((name) => !there.includes(name));
    },
    line: 'apt-get install --no-install-recommends -y',
  },
  fedora: { missing: byRpm, line: 'dnf install -y' },
  suse: { missing: byRpm, line: 'zypper install -y' },
  arch: {
    missing: (names) =>
      ask('pacman', ['-T', ...names])
        .stdout.split('\n')
        .filter(Boolean),
    line: 'pacman -S --needed',
  },
  brew: {
    missing: (names) => {
      const there = ask('brew', ['list', '--formula', '-1']).stdout.split('\n');
      return names.filter((name) => !there.some((one) => one === name || one.startsWith(`${name}@`)));
    },
    line: 'brew install',
    sudo: false,
  },
};

function byRpm(names) {
  return names.filter((name) => ask('rpm', ['-q', '--whatprovides', name]).status !== 0);
}

/** Which of the known systems this is, by /etc/os-release; undefined for another. */
function system() {
  if (process.platform === 'darwin') return 'brew';
  if (!existsSync('/etc/os-release')) return undefined;
  const text = readFileSync('/etc/os-release', 'utf8');
  const words = [...text.matchAll(/^(?:ID|ID_LIKE)=(.*)$/gm)].flatMap(([, value]) =>
    value.replaceAll('"', '').split(' '),
  );
  if (words.includes('ubuntu')) return 'debian';
  return ['debian', 'fedora', 'arch', 'suse'].find((name) => words.includes(name));
}

function sections(test) {
  return test ? [...TABLE.run, ...TABLE.test] : TABLE.run;
}

/**
 * Makes sure that the system's packages are there; installs them where this process may.
 * @throws Failure with the exact line to run where it may not, or with what the installation said.
 */
export async function systemPackages({ test, install: mayInstall }) {
  const name = system();
  if (name === undefined) throw new Failure(elsewhere(test));
  const { missing, line, sudo = true } = SYSTEMS[name];
  const wanted = sections(test).flatMap((section) => section[name]);
  const absent = missing(wanted);
  if (absent.length === 0) return;

  for (const { why, [name]: names } of sections(test)) {
    const here = names.filter((one) => absent.includes(one));
    if (here.length > 0) say(`missing: ${here.join(' ')} (${why})`);
  }
  const command = `${sudo ? 'sudo ' : ''}${line} ${absent.join(' ')}`;
  const become = name === 'debian' && mayInstall ? rights() : undefined;
  if (become === undefined)
    throw new Failure(
      `packages are missing; install them with this line, then run this again:\n  ${command}`,
    );
  await install(become, absent);
}

function elsewhere(test) {
  const names = sections(test).flatMap(({ debian }) => debian);
  return (
    `this system is none of Debian, Ubuntu, Fedora, openSUSE, Arch and macOS, so its package names are not known here; ` +
    `install what Debian calls ${names.join(' ')}, then run "npm ci && npm run build"`
  );
}

/** How to become root without asking: no words when we are, sudo's when it needs no password, undefined otherwise. */
function rights() {
  if (process.getuid() === 0) return [];
  return ask('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : undefined;
}

async function install(become, names) {
  const apt = (args, line) => {
    const [program, ...rest] = [...become, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    return follow(program, rest, { line });
  };
  const preset = TABLE.debconf.filter((answer) => names.includes(answer.split(' ')[0]));
  if (preset.length > 0) {
    const [program, ...rest] = [...become, 'debconf-set-selections'];
    ask(program, rest, { input: `${preset.join('\n')}\n` });
  }

  const step = progress(`installing ${names.length} Debian packages and what they need: ${names.join(' ')}`);
  step.now = 'reading the package lists';
  await apt(['update', '-q', '-o', 'DPkg::Lock::Timeout=300']);
  const options = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0', '-o', 'APT::Status-Fd=3'];
  const result = await apt(
    ['install', '--no-install-recommends', '-y', '-q', ...options, ...names],
    (line) => {
      const match = /^(dl|pm)status:([^:]*):([\d.]+):(.*)$/.exec(line);
      if (match)
        step.now = `${match[1] === 'dl' ? 'downloading' : 'installing'} ${Math.round(match[3])} %, ${match[4]}`;
    },
  );
  step.stop();
  if (result.status !== 0) {
    const said = result.last.filter((line) => /^E: /.test(line)).slice(-3);
    throw new Failure(
      `apt-get could not install the packages: ${(said.length > 0 ? said : result.last.slice(-3)).join(' ')}`,
    );
  }
  step.done();
}
