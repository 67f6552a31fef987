/**
 * Makes streams of sound alone that need no container.
 * @module
 */
import adts from './adts';
import wav from './wav';

export default [adts, wav];
