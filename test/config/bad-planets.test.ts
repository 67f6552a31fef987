import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPlanetFile } from '../../core/src/config/planet-file';
import { isFlumotionError } from '../../core/src/errors';
import { configCatalogue } from '../support/config-catalogue';

const FOLDER = join(__dirname, '../fixtures/planets/bad');
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.xml'));

/** Errors of a file as they are written beside it: `line: text`, one a line. */
function errorsOf(file: string): string {
  const path = join(FOLDER, file);
  try {
    readPlanetFile(path, configCatalogue);
  } catch (error) {
    if (isFlumotionError(error) && error.code === 'planet-invalid') {
      return error.message.split('\n').slice(1).join('\n').replaceAll(`${path}:`, '');
    }
    throw error;
  }
  throw new Error(`${file} was accepted`);
}

describe('a malformed planet file', () => {
  it('exists in at least thirty forms', () => {
    expect(files.length).toBeGreaterThanOrEqual(30);
  });

  it.each(files)('%s gives the errors that stand beside it', (file) => {
    const expected = readFileSync(join(FOLDER, file.replace(/\.xml$/, '.txt')), 'utf8').trim();
    expect(errorsOf(file)).toBe(expected);
  });
});
