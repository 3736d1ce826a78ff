import type { Around } from './advice.ts';
import type { Gate } from './dependencies.ts';
import type { Desired } from './desired.ts';
import type { Finding } from './finding.ts';
import type { IntervalSet } from './intervals.ts';
import type { JsonObject } from './json.ts';
import type { Observations } from './observation.ts';
import type { PlanEvent } from './outcomes.ts';
import type { ObjectRecord } from './record.ts';
import type { Situation } from './situation.ts';
import type { Status } from './status.ts';

/** A job definition as a pass found it. */
export type DefinitionState =
  | { readonly kind: 'ready'; readonly reference: string; readonly body: JsonObject }
  | { readonly kind: 'pending'; readonly message: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly message: string };

/** The work as a pass found it. */
export type WorkState =
  | {
      readonly kind: 'resolved';
      readonly live: IntervalSet;
      /** What is live now and was not before: new items, and those that have come back. */
      readonly added: IntervalSet;
      /** What was live before and is not now. */
      readonly retired: IntervalSet;
      readonly renumbered: boolean;
      readonly dueAt?: number;
    }
  | {
      readonly kind: 'failed';
      readonly terminal: boolean;
      readonly reason: string;
      readonly message: string;
    };

export interface PlanSettings {
  /** How long a submission or an id in doubt is looked for before it is given up. */
  readonly settleMs: number;
  /** When this process began to look. */
  readonly lookingSince: number;
  /** What Batch's own clock says; absent before Batch has answered. */
  readonly serviceNow?: number | undefined;
}

/** Everything that one decision about one object rests on. */
export interface PlanInput {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly name: string;
  readonly sourceId: string;
  /** What the source declares: a valid spec, one with errors, or nothing any more. */
  readonly declared:
    | {
        readonly kind: 'valid';
        readonly desired: Desired;
        readonly definition: DefinitionState;
        readonly work: WorkState;
        readonly gate: Gate;
      }
    | { readonly kind: 'invalid'; readonly findings: readonly Finding[] }
    | { readonly kind: 'gone' };
  readonly record: ObjectRecord | undefined;
  readonly observed: Observations;
  /** When the oldest of the answers was asked for; now unless given. */
  readonly askedAt?: number;
  /** What advice rests on; absent when none is given. */
  readonly around?: Around;
  /** The conditions that stand in the record's last status, for their times. */
  readonly before: Status | undefined;
  readonly settings: PlanSettings;
}

/** One act upon Batch. */
export type Action =
  | {
      readonly kind: 'submit';
      readonly name: string;
      readonly round: number;
      readonly shard: number;
      readonly indexes: IntervalSet;
      readonly why: string;
      readonly request: JsonObject;
      readonly manifest?: { readonly bucket: string; readonly key: string };
    }
  | { readonly kind: 'terminate'; readonly name: string; readonly jobId: string; readonly reason: string }
  | {
      readonly kind: 'tag';
      readonly name: string;
      readonly arn: string;
      readonly tags: Readonly<Record<string, string>>;
      readonly remove: readonly string[];
    }
  /** Nothing of the object is to be kept but the plan's record, if it has one. */
  | { readonly kind: 'forget' };

/** The decision: what to do, what to remember before doing it, and what to say. */
export interface Plan {
  readonly actions: readonly Action[];
  /** With every submission among the actions written down as an intent. */
  readonly record: ObjectRecord | undefined;
  /** What the status says once the actions have been carried out; undefined: nothing to be written. */
  readonly situation: Situation | undefined;
  readonly status: Status | undefined;
  /** The next moment at which time alone changes the decision. */
  readonly dueAt: number | undefined;
  /** Arrays are under way: look again soon. */
  readonly watching: boolean;
  readonly events: readonly PlanEvent[];
}

/** Now by Batch's clock, where something is compared with what Batch remembers: in days, whatever the clock of this machine says. */
export function serviceTime({ now, settings }: Pick<PlanInput, 'now' | 'settings'>): number {
  return settings.serviceNow ?? now;
}
