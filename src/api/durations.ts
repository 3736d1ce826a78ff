import { DURATION } from './patterns.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const PATTERN = new RegExp(DURATION.source);

/**
 * The milliseconds of a duration: one whole number and one unit, as in `500ms`, `10s`, `5m`, `24h`. Undefined for
 * anything else, sums such as `1h30m` (`90m`) and what a number cannot hold exactly included.
 */
export function parseDuration(text: string): number | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  const result = Number(match[1]) * (UNITS[match[2] ?? ''] ?? NaN);
  return Number.isSafeInteger(result) ? result : undefined;
}
