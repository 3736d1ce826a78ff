import type { JsonPath, Place } from '../core/finding.ts';

/** One parsed document of a source. */
export interface ResourceDocument {
  /** What it says, JSON-like; anything else in it becomes a finding. */
  readonly value: unknown;
  readonly file: string;
  /** Where a value or its key stands; for a path that is absent, the nearest part that is there. */
  locate(path: JsonPath, what?: 'key' | 'value'): Place;
}
