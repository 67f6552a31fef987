export type * from './gst';
export { loadGst } from './load';
export { advise } from './advice';
export { provideTime, monotonicNow, type TimeProvider } from './clock';
export { packageOf, installAdvice } from './elements';
export { findDevices } from './devices';
