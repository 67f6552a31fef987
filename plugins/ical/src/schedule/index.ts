/**
 * Schedules from iCalendar files, for components that do something at given times.
 * @module
 */
export { Calendar } from './calendar';
export { systemClock, type Clock } from './clock';
export type { LinedComponent, LinedProperty } from './lines';
export { describePoints } from './describe';
export { CalendarEvent, type Occurrence } from './event';
export { CALENDAR_MESSAGE, followCalendar, type CalendarContext, type FollowedCalendar } from './follow';
export { scheduleRows, scheduleTable } from './table';
export { sameEvent, Schedule, type SchedulePoint, type ScheduleState } from './schedule';
