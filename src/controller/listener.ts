import type { PlanEvent } from '../core/outcomes.ts';
import type { Status } from '../core/status.ts';

/** What a controller tells about; every call is one line of a log. */
export interface Listener {
  event(object: string, event: PlanEvent): void;
  /** How an object stands after a pass. */
  standing(object: string, status: Status): void;
  /** Something went wrong that is not about one object's spec. */
  problem(message: string, fields: Readonly<Record<string, unknown>>): void;
  note(message: string, fields: Readonly<Record<string, unknown>>): void;
}
