const { existsSync } = require('node:fs');
const { join } = require('node:path');

/** Runs the built command `flumotion-<name>`; says what to do where it has not been built. */
exports.launch = (name) => {
  const file = join(__dirname, '../dist/main', `${name}.js`);
  if (!existsSync(file)) {
    process.stderr.write(
      `flumotion-${name}: ${file} has not been built yet; run "npm run setup" in the checkout first\n`,
    );
    process.exit(1);
  }
  require(file);
};
