import type { ObjectRecord, RunRecord } from '../core/record.ts';
import type { Clock } from './clock.ts';
import type { Decision } from './pass.ts';
import type { Again } from './queue.ts';
import type { Sweeps } from './sweeps.ts';

/**
 * Decides when an object is looked at again: soon after something was done or has begun or ended, later and later while
 * there is only progress or nothing at all, and at every known moment.
 */
export function createLookAgain(options: {
  readonly clock: Pick<Clock, 'now'>;
  readonly sweeps: Pick<Sweeps, 'watch' | 'drop'>;
  /** Somebody says when jobs move: where time alone changes nothing, the longest interval will do. */
  readonly hinted?: boolean;
}): (key: string, decision: Decision, record: ObjectRecord, retry: boolean) => Again {
  const { clock, sweeps } = options;
  const before = new Map<string, { readonly text: string; readonly level: number }>();

  return (key, decision, record, retry) => {
    const { declared } = decision.input;
    const unresolved =
      declared.kind === 'valid' &&
      ((declared.work.kind === 'failed' && !declared.work.terminal) ||
        declared.definition.kind === 'pending');
    const { dueAt, watching } = decision.plan;
    const known = dueAt === undefined ? Infinity : Math.max(0, dueAt - clock.now());
    const text = movesOf(record.run);
    const last = before.get(key);
    const level = last?.text === text ? last.level + 1 : 0;
    const looking = watching || decision.lookFailed !== undefined;
    if (looking) {
      before.set(key, { text, level });
      const calm = decision.lookFailed === undefined && isCalm(record.run);
      const far = options.hinted === true && calm ? Infinity : level;
      sweeps.watch(key, { ids: idsOf(record.run), level: far, calm });
    } else {
      before.delete(key);
      sweeps.drop(key);
    }
    if (retry || unresolved) return { kind: 'backoff' };
    return known === Infinity ? { kind: 'done' } : { kind: 'after', ms: known };
  };
}

/** What was done, what has begun and what has ended. Counts that go on are not in it. */
function movesOf(run: RunRecord | undefined): string {
  const shards = run?.shards.map(({ name, phase, status, terminating }) => [
    name,
    phase,
    status,
    terminating?.sentAt,
  ]);
  return JSON.stringify([run?.number, run?.stop?.reason, shards]);
}

/** The jobs that the next look asks for. */
function idsOf(run: RunRecord | undefined): readonly string[] {
  return (run?.shards ?? []).flatMap(({ phase, jobId }) =>
    phase === 'submitted' && jobId !== undefined ? [jobId] : [],
  );
}

/** Whether time alone changes nothing: what was submitted is there, and nobody waits for it to be stopped or found. */
function isCalm(run: RunRecord | undefined): boolean {
  return (run?.shards ?? []).every(
    (shard) =>
      shard.phase === 'submitted' &&
      shard.status !== undefined &&
      shard.verify !== true &&
      shard.terminating === undefined &&
      shard.missingSince === undefined &&
      shard.unexplainedSince === undefined,
  );
}
