/**
 * A bouncer and a plug with opening hours. Other packages take the schedule from `@flumotion/plugin-ical/schedule`.
 * @module
 */
export { default } from './bouncer';
