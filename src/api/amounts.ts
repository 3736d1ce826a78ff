import { INDEXES_MAX } from '../core/limits.ts';
import type { Amount } from '../core/desired.ts';
import { PERCENTAGE } from './patterns.ts';

const PATTERN = new RegExp(PERCENTAGE.source);

/** A whole number from 0, or a percentage from `0%` to `100%`; undefined for anything else. */
export function parseAmount(value: unknown): Amount | undefined {
  if (typeof value === 'number') {
    return Number.isInteger(value) && value >= 0 && value <= INDEXES_MAX
      ? { kind: 'count', value }
      : undefined;
  }
  if (typeof value !== 'string' || !PATTERN.test(value)) return undefined;
  return { kind: 'percent', value: Number(value.slice(0, -1)) };
}
