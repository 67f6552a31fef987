/**
 * The commands for people and scripts, as commander's commands.
 * @module
 */
export { flumotionCommand } from './command/command';
export { nagiosCommand } from './nagios/nagios';
export { adminCommand } from './open/admin';
export { adminTextCommand } from './text/admin-text';
export type { VerbTerminal } from './command/session';
export type { Person } from './connect/ask';
export type { ManagerPlace, Transport } from './connect/place';
export type { RecentConnection, RecentConnections } from './connect/recent';
export type { CheckTerminal } from './nagios/check';
export type { AdminParts } from './open/admin';
export type { Opener } from './open/browser';
