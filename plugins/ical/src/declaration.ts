import { declareComponent, type PropertiesOf } from '@flumotion/core/plugin';
import { scheduleTable } from './schedule/table';

/** Declaration of the ical-bouncer. */
export const declaration = declareComponent({
  type: 'ical-bouncer',
  kind: 'bouncer',
  description: 'Admits everybody while an event of a calendar takes place, and nobody else.',
  properties: {
    file: {
      type: 'string',
      required: true,
      description: 'iCalendar file whose events are the opening hours; read again when it changes.',
    },
  },
  tables: { schedule: scheduleTable('When it is open in the next 14 days.') },
  stats: {
    open: { kind: 'gauge', description: '1 while an event takes place, else 0.' },
    'next-points': { kind: 'text', description: 'When events begin and end within 24 hours.' },
    admitted: { kind: 'counter', description: 'Keycards that were admitted.' },
    refused: { kind: 'counter', description: 'Keycards that were refused.' },
  },
});

/** Property values of bouncer and plug. */
export type Properties = PropertiesOf<typeof declaration>;
