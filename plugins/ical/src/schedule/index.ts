/**
 * Schedules from iCalendar files, for components that do something at given times.
 * @module
 */
export { Calendar, parseCalendar } from './calendar';
export { systemClock, type Clock } from './clock';
export { describePoints } from './describe';
export type { Occurrence } from './event';
export { CALENDAR_MESSAGE, followCalendar, type CalendarContext, type FollowedCalendar } from './follow';
export { CalendarError } from './lines';
export { namedZone, type Wall, type Zone } from './zones';
export { sameEvent, Schedule, type SchedulePoint, type ScheduleState } from './schedule';
