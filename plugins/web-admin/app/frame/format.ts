const UNITS = ['', 'k', 'M', 'G', 'T'];

function scaled(value: number, base: number): [number: string, prefix: string] {
  let step = 0;
  let left = value;
  while (Math.abs(left) >= base && step < UNITS.length - 1) {
    left /= base;
    step += 1;
  }
  const digits = step === 0 || Math.abs(left) >= 100 ? 0 : Math.abs(left) >= 10 ? 1 : 2;
  return [left.toFixed(digits), UNITS[step] ?? ''];
}

/** Bytes for people, in powers of 1024. */
export function bytesText(bytes: number): string {
  const [number, prefix] = scaled(bytes, 1024);
  return `${number} ${prefix === '' ? 'bytes' : `${prefix.toUpperCase()}iB`}`;
}

/** A bit rate for people, from bytes per second. */
export function bitRateText(bytesPerSecond: number): string {
  const [number, prefix] = scaled(bytesPerSecond * 8, 1000);
  return `${number} ${prefix}bit/s`;
}

/** Made once: the making costs a hundred times what a number costs. */
const WHOLE = new Intl.NumberFormat('en-GB');

/** A number for people. */
export function numberText(value: number): string {
  if (Number.isInteger(value)) return WHOLE.format(value).replaceAll(',', '\u202f');
  return String(Number(value.toPrecision(4)));
}

/** A number of things: `1 flow`, `3 flows`. */
export function counted(count: number, thing: string): string {
  return `${numberText(count)} ${thing}${count === 1 ? '' : 's'}`;
}

/** A fraction of one core, as per cent. */
export function percentText(fraction: number): string {
  const percent = fraction * 100;
  return `${percent < 10 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}

/** Seconds for people: `3 d 4 h`, `12 min 5 s`. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([count], index) => index === 0 || count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/** How long ago a moment is. */
export function agoText(time: number, now = Date.now()): string {
  const seconds = (now - time) / 1000;
  return seconds < 5 ? 'just now' : `${durationText(seconds)} ago`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** The time of day of a moment, in the zone of who looks. */
export function clockText(time: number): string {
  const date = new Date(time);
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

/** A moment, in the zone of who looks: the time, with the day where it is not today. */
export function timeText(time: number, now = new Date()): string {
  const date = new Date(time);
  const clock = clockText(time);
  if (date.toDateString() === now.toDateString()) return clock;
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${clock}`;
}

/** Caps for people: without the headers that stand in them as long rows of digits. */
export function capsText(caps: string): string {
  return caps.replaceAll(
    /, *(?:streamheader|codec_data)=\((?:buffer|GstValueArray)\)(?:<[^>]*>|[0-9a-f]+)/g,
    '',
  );
}

/** A figure with its declared unit, for people. */
export function figureText(value: number | string | boolean, unit?: string): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (unit === 'bytes') return bytesText(value);
  if (unit === 'bit/s') return bitRateText(value / 8);
  if (unit === 'bytes/s') return `${bytesText(value)}/s`;
  if (unit === 's' && value >= 120) return durationText(value);
  return unit === undefined ? numberText(value) : `${numberText(value)} ${unit}`;
}
