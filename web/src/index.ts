/**
 * What components that speak HTTP have in common: where connections come from, how requests are read and answered, who
 * is let in and what is logged. It stands on the plugin API alone; a component of anybody's may use it.
 * @module
 */
export * from './access-log';
export * from './address';
export * from './admission';
export * from './answer';
export * from './certificate';
export * from './connections';
export * from './cut';
export * from './declaration';
export * from './entrance';
export * from './fd-limit';
export * from './form';
export * from './guard';
export * from './handover';
export * from './head';
export * from './pending';
export * from './porter-client';
export * from './porter-protocol';
export * from './proxy-protocol';
export * from './reasons';
export * from './rate';
export * from './request-plugs';
export * from './settings';
export * from './slow-down';
export * from './url';
export * from './visitors';
export * from './web-server';
