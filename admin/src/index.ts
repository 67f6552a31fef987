/**
 * The commands for people and scripts, as commander's commands.
 * @module
 */
export { flumotionCommand } from './command/command';
export { nagiosCommand } from './nagios/nagios';
export { adminCommand } from './open/admin';
export { adminTextCommand } from './text/admin-text';
