/**
 * Writes new plugin packages.
 * @module
 */
export { createPackage, type Created } from './create';
export { KINDS, LANGUAGES, LICENSES, type Kind, type Language, type License, type Wish } from './wish';
export { nameProblem, namesFor, type Names } from './names';
