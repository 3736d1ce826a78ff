import type { Upstream } from '../core/dependencies.ts';
import { isTerminal, type ObservedJob } from '../core/observation.ts';
import type { Decision } from './pass.ts';

/** Keeps an object from being decided and shown by a newer view of Batch than what it depends on. */
export interface Ahead {
  /**
   * The upstream objects that must be looked at before this decision counts, because what Batch started behind their arrays
   * has begun or ended while those still count as under way; empty when it counts.
   */
  of(key: string, decision: Decision): readonly string[];
}

/**
 * No decision is put off for longer: the upstream may be one that cannot be looked at. Its arrays count as failing then, so that
 * nothing more is submitted behind what has perhaps failed, only to fail with it.
 */
const PATIENCE_MS = 5_000;

export function createAhead(upstreams: Map<string, Upstream>, clock: { readonly now: () => number }): Ahead {
  /** Since when the decisions about an object are put off, and whether the next one counts whatever it rests on. */
  const waiting = new Map<string, { readonly since: number; readonly last: boolean }>();

  const distrust = (name: string): void => {
    const seen = upstreams.get(name);
    if (seen === undefined) return;
    upstreams.set(name, { ...seen, arrays: seen.arrays.map((each) => ({ ...each, sound: false })) });
  };

  return {
    of(key, decision) {
      const names = overtaken(decision, upstreams);
      const { since, last } = waiting.get(key) ?? { since: clock.now(), last: false };
      const unseen = names.filter((name) => (upstreams.get(name)?.seenAt ?? 0) < since);
      if (unseen.length === 0 || last) {
        waiting.delete(key);
        return [];
      }
      const over = clock.now() - since >= PATIENCE_MS;
      if (over) unseen.forEach(distrust);
      waiting.set(key, { since, last: over });
      return unseen;
    },
  };
}

/** Upstream objects with an array that counts as under way although something behind it shows that it has ended. */
function overtaken({ input }: Decision, upstreams: ReadonlyMap<string, Upstream>): readonly string[] {
  const names = (input.record?.run?.shards ?? []).flatMap((shard) => {
    const seen = input.observed.get(shard.name);
    if (seen?.kind !== 'job' || shard.terminating !== undefined) return [];
    return (shard.dependsOn ?? []).flatMap(({ jobId, name, type }) => {
      if (jobId === undefined || name === undefined) return [];
      // Index by index, children begin while their partners' siblings still run.
      const ended = type === 'N_TO_N' ? isTerminal(seen.job.status) : hasBegun(seen.job);
      const going = upstreams.get(name)?.arrays.some((each) => each.jobId === jobId) === true;
      return ended && going ? [name] : [];
    });
  });
  return [...new Set(names)];
}

function hasBegun({ status, summary = {} }: ObservedJob): boolean {
  const { SUBMITTED: _submitted, PENDING: _pending, ...begun } = summary;
  return (status !== 'SUBMITTED' && status !== 'PENDING') || Object.values(begun).some((count) => count > 0);
}
