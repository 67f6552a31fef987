/**
 * The test kit for authors of components.
 * @module
 */
export { checkComponent } from './check';
