/**
 * Lays encoded audio and video into a WebM or a Matroska stream.
 * @module
 */
import matroska from './matroska';
import webm from './webm';

export default [webm, matroska];
