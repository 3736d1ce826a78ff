import type { Json } from '../core/json.ts';
import type { PlanEvent } from '../core/outcomes.ts';
import type { Status } from '../core/status.ts';

/** What a controller tells about; every call is one line of a log. */
export interface Listener {
  event(object: string, event: PlanEvent): void;
  /**
   * How an object stands after a pass; `before` is its phase until now, in this process or as its file says, and `inFile`
   * the whole status that its file has.
   */
  standing(object: string, status: Status, before: string | undefined, inFile?: Json): void;
  /** Something went wrong that is not about one object's spec. */
  problem(message: string, fields: Readonly<Record<string, unknown>>): void;
  note(message: string, fields: Readonly<Record<string, unknown>>): void;
}

/** One listener that tells several, in order. */
export function tellAll(listeners: readonly Listener[]): Listener {
  return {
    event(object, event) {
      for (const each of listeners) each.event(object, event);
    },
    standing(object, status, before, inFile) {
      for (const each of listeners) each.standing(object, status, before, inFile);
    },
    problem(message, fields) {
      for (const each of listeners) each.problem(message, fields);
    },
    note(message, fields) {
      for (const each of listeners) each.note(message, fields);
    },
  };
}
