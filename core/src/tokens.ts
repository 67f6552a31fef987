import type { InjectionToken } from 'tsyringe';
import type { Gst } from './gst/gst';
import type { Logger } from './log/logger';

/** GStreamer. */
export const GST = Symbol('Gst') as InjectionToken<Gst>;
/** Root logger of the process. */
export const LOGGER = Symbol('Logger') as InjectionToken<Logger>;
