import type { BatchApi } from '../batch/api.ts';
import { findByPrefix } from '../batch/observe.ts';
import type { Desired } from '../core/desired.ts';
import type { Json } from '../core/json.ts';
import { jobNamePrefix, TAG_NAME, TAG_SOURCE } from '../core/names.ts';
import type { DefinitionState } from '../core/plan.ts';
import { rebuildRecord, rememberedIn, type Rebuilt } from '../core/rebuild.ts';
import { digestsOf } from '../core/revision.ts';
import type { StateStore } from '../state/index.ts';

export interface RebuildDeps {
  readonly api: BatchApi;
  readonly store: StateStore;
  readonly sourceId: string;
  /** The id of the source is older than the store, so that any object may have had a record. */
  readonly recovered: boolean;
  readonly now: () => number;
  /** Since when this process has been able to look, and how long a job may take to show in a listing. */
  readonly lookingSince: number;
  readonly settleMs: number;
  /** Nothing will be done, so that what does not show yet does no harm. */
  readonly onlyLooks?: boolean;
}

/**
 * What can be made of an object of which the store knows no run: nothing if it is new, else its run, out of the
 * status in its file and of what Batch still has. `retry`: Batch could not be asked.
 */
export async function rebuild(
  object: {
    readonly name: string;
    readonly desired: Desired;
    readonly definition: DefinitionState & { readonly kind: 'ready' };
    readonly status: Json | undefined;
    /** Where the store keeps the object. */
    readonly prefix: string;
  },
  deps: RebuildDeps,
): Promise<Rebuilt | { readonly kind: 'retry'; readonly message: string }> {
  const { name, desired } = object;
  const { sourceId } = deps;
  const remembered = rememberedIn(object.status, name, sourceId);
  const wanted = remembered !== undefined || deps.recovered || (await wasSetAside(deps.store, object.prefix));
  if (!wanted) return { kind: 'nothing' };
  // What was submitted right before the record was lost may not be listed yet, and nobody knows of it any more.
  if (deps.onlyLooks !== true && deps.now() < deps.lookingSince + deps.settleMs) {
    return { kind: 'retry', message: 'jobs that were submitted just before may not be listed yet' };
  }
  const tags = { [TAG_NAME]: name, [TAG_SOURCE]: sourceId };
  const found = await findByPrefix(deps.api, desired.jobQueue, jobNamePrefix(name), tags, { key: name });
  if (found.kind === 'terminal') return { kind: 'refused', message: found.message };
  if (found.kind !== 'ok') return { kind: 'retry', message: found.message };
  return rebuildRecord({
    name,
    sourceId,
    rerun: desired.rerun ?? '',
    how: digestsOf(desired, object.definition.body).how,
    queue: desired.jobQueue,
    now: deps.now(),
    remembered,
    jobs: found.value,
  });
}

/** Whether a record of the object was damaged once and has been moved out of the way. */
async function wasSetAside(store: StateStore, prefix: string): Promise<boolean> {
  for await (const _ of store.list(`corrupt/${prefix}/`)) return true;
  return false;
}
