import ICAL from 'ical.js';

/** What is wrong with a calendar, and where. */
export class CalendarError extends Error {
  /** @param line - number of the line, from 1. */
  constructor(
    readonly line: number,
    readonly reason: string,
  ) {
    super(`line ${String(line)}: ${reason}`);
    this.name = 'CalendarError';
  }
}

/** A property of a calendar with the line it begins on. */
export interface LinedProperty {
  readonly line: number;
  readonly property: ICAL.Property;
}

/** A component of a calendar, as VEVENT, with what stands in it. */
export interface LinedComponent {
  readonly line: number;
  /** In lower case. */
  readonly name: string;
  readonly properties: readonly LinedProperty[];
  readonly components: readonly LinedComponent[];
}

interface Open extends LinedComponent {
  readonly properties: LinedProperty[];
  readonly components: LinedComponent[];
}

/** Most components inside each other. */
const MAX_DEPTH = 10;

/** Joins folded lines; each keeps the number of its first. */
function unfold(text: string): { line: number; text: string }[] {
  const lines: { line: number; text: string }[] = [];
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const last = lines.at(-1);
    if (/^[ \t]/.test(raw) && last) last.text += raw.slice(1);
    else if (raw.trim() !== '') lines.push({ line: index + 1, text: raw });
  }
  return lines;
}

/**
 * Reads the text of an iCalendar file into its components.
 * @returns the VCALENDARs.
 * @throws CalendarError naming the line that cannot be read.
 */
export function readComponents(text: string): readonly LinedComponent[] {
  const top: LinedComponent[] = [];
  const open: Open[] = [];
  for (const { line, text: content } of unfold(text)) {
    const [, word, name = ''] = /^(BEGIN|END):\s*(\S+)\s*$/i.exec(content) ?? [];
    const inner = open.at(-1);
    if (word?.toUpperCase() === 'BEGIN') {
      begin(open, top, { line, name: name.toLowerCase(), properties: [], components: [] });
    } else if (word !== undefined) {
      if (inner?.name !== name.toLowerCase()) {
        const expected = inner ? `END:${inner.name.toUpperCase()}` : 'BEGIN:VCALENDAR';
        throw new CalendarError(line, `expected ${expected}, found ${content}`);
      }
      open.pop();
    } else if (!inner) {
      throw new CalendarError(
        line,
        `expected BEGIN:VCALENDAR, found ${JSON.stringify(content.slice(0, 60))}`,
      );
    } else inner.properties.push({ line, property: readProperty(line, content) });
  }
  const unended = open.at(-1);
  if (unended) throw new CalendarError(unended.line, `BEGIN:${unended.name.toUpperCase()} has no END`);
  return top;
}

function begin(open: Open[], top: LinedComponent[], component: Open): void {
  const inner = open.at(-1);
  if (!inner && component.name !== 'vcalendar') {
    throw new CalendarError(
      component.line,
      `expected BEGIN:VCALENDAR, found BEGIN:${component.name.toUpperCase()}`,
    );
  }
  if (open.length === MAX_DEPTH) throw new CalendarError(component.line, 'components are nested too deeply');
  (inner?.components ?? top).push(component);
  open.push(component);
}

function readProperty(line: number, content: string): ICAL.Property {
  try {
    // The value is read here, while the line is known; the library would read it when it is asked for.
    const property = ICAL.Property.fromString(content);
    property.getValues();
    return property;
  } catch (error) {
    throw new CalendarError(line, (error as Error).message);
  }
}

/** The first property of a name (lower case). */
export function propertyOf(component: LinedComponent, name: string): LinedProperty | undefined {
  return component.properties.find(({ property }) => property.name === name);
}

/** All properties of a name (lower case). */
export function propertiesOf(component: LinedComponent, name: string): readonly LinedProperty[] {
  return component.properties.filter(({ property }) => property.name === name);
}
