const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span of time in two parts at the most, as kubectl shows ages (duration.HumanDuration): `45s`, `4m10s`, `3h`, `2d4h`. */
export function humanDuration(ms: number): string {
  if (!Number.isFinite(ms)) return '-';
  const span = Math.max(0, ms);
  if (span < 2 * MINUTE) return `${Math.floor(span / SECOND)}s`;
  if (span < 10 * MINUTE) return parts(span, MINUTE, 'm', SECOND, 's');
  if (span < 3 * HOUR) return `${Math.floor(span / MINUTE)}m`;
  if (span < 8 * HOUR) return parts(span, HOUR, 'h', MINUTE, 'm');
  if (span < 2 * DAY) return `${Math.floor(span / HOUR)}h`;
  if (span < 8 * DAY) return parts(span, DAY, 'd', HOUR, 'h');
  return `${Math.floor(span / DAY)}d`;
}

function parts(span: number, big: number, bigName: string, small: number, smallName: string): string {
  const rest = Math.floor((span % big) / small);
  return `${Math.floor(span / big)}${bigName}${rest === 0 ? '' : `${rest}${smallName}`}`;
}

/** The time since a moment written as in a status; `-` when it is none. */
export function since(text: unknown, nowMs: number): string {
  return typeof text === 'string' ? humanDuration(nowMs - Date.parse(text)) : '-';
}
