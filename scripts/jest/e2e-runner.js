/**
 * Jest's runner for the tests with real processes. Each worker is in a network of its own, so that files that run at
 * once share no port, not even those that the README's commands name. Files whose first comment says `@long` begin first,
 * so that nothing waits for them in the end; those with `@alone` follow last, one at a time. Where no networks can be made,
 * all files run one at a time.
 */
const { spawnSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { default: TestRunner } = require('jest-runner');

const OWN_NETWORK = path.join(__dirname, 'own-network.sh');

/** Why no program can have a network of its own here; empty when it can. */
function obstacle() {
  const env = { ...process.env, REAL_NODE: process.execPath };
  const { status, stderr, error } = spawnSync(OWN_NETWORK, ['-e', ''], { env, encoding: 'utf8' });
  return status === 0 ? '' : (error?.message ?? stderr).trim();
}

class E2eRunner extends TestRunner {
  /** Whether the first comment of a test file has a tag. */
  static says(tag, text) {
    const [comment = ''] = /^\/\*\*[^]*?\*\//.exec(text) ?? [];
    return comment.split(/\s+/).includes(`@${tag}`);
  }

  async runTests(tests, watcher, options) {
    // Who asks for it wants the tests in this very process, under a debugger.
    if (this._globalConfig.runInBand) return super.runTests(tests, watcher, options);
    const reason = obstacle();
    if (reason !== '') {
      process.stderr.write(`e2e: one file at a time, for networks cannot be made here: ${reason}\n`);
      return this.#run(tests, 1, watcher, options);
    }
    const tagged = (tag) => tests.filter(({ path }) => E2eRunner.says(tag, readFileSync(path, 'utf8')));
    const [alone, long] = [tagged('alone'), tagged('long')];
    const beside = new Set([...long, ...tests].filter((test) => !alone.includes(test)));
    const node = process.execPath;
    // What Jest starts its workers with.
    process.execPath = OWN_NETWORK;
    process.env.REAL_NODE = node;
    try {
      await this.#run([...beside], this._globalConfig.maxWorkers, watcher, options);
      await this.#run(alone, 1, watcher, options);
    } finally {
      process.execPath = node;
      delete process.env.REAL_NODE;
    }
  }

  async #run(tests, maxWorkers, watcher, options) {
    if (tests.length === 0 || watcher.isInterrupted()) return;
    this._globalConfig = { ...this._globalConfig, maxWorkers };
    await super.runTests(tests, watcher, { ...options, serial: false });
  }
}

module.exports = E2eRunner;
