import { isObject, type Json } from '../core/json.ts';
import type { Condition } from '../core/conditions.ts';
import type { Status } from '../core/status.ts';
import type { Source, SourceHealth } from '../source/index.ts';
import type { Catalog } from './catalog.ts';
import type { Standing } from './standings.ts';
import type { Loader } from './loader.ts';

/** What a controller is doing at one moment. Times are those of the controller's clock. */
export interface Inspection {
  readonly queue: { readonly ready: number; readonly delayed: number; readonly active: number };
  /** When a pass last ended; the start, before the first one. */
  readonly lastPassAt: number;
  /** The objects under way, with the begin of their passes; oldest first, at most 20. */
  readonly active: readonly { readonly object: string; readonly since: number }[];
  readonly source: {
    readonly url: string;
    readonly id: string;
    /** It has been read at least once. */
    readonly read: boolean;
    readonly objects: number;
    /** Errors found in it, also in what is no object because it cannot be read. */
    readonly errors: number;
    /** Why it could not be read the last time. */
    readonly failure?: string;
    /** Of a source that lies elsewhere: whether it can be read and written now. */
    readonly condition?: Condition;
  };
  /** Statuses that wait to be written. */
  readonly statusWaiting: number;
  readonly stopping: boolean;
}

/** One declared object, as it stands. */
export interface ObjectView {
  readonly kind: 'ArrayJob' | 'JobDefinition';
  readonly name: string;
  /** The file that declares it, relative to the source. */
  readonly file: string;
  /** Undefined until it has been looked at. */
  readonly status: Status | undefined;
}

/** Every declared object with its status as of the last pass. */
export function* viewsOf(catalog: Catalog, standings: ReadonlyMap<string, Standing>): Iterable<ObjectView> {
  for (const [key, { kind, name, file }] of catalog.objects) {
    const status = standings.get(key)?.status as Status | undefined;
    yield { kind, name, file, status };
  }
}

export function sourceSeen(source: Pick<Source, 'url' | 'health'>, loader: Loader): Inspection['source'] {
  const { sourceId: id, catalog, failure } = loader;
  const health = source.health?.();
  return {
    url: source.url,
    id,
    read: id !== '',
    objects: catalog.objects.size,
    errors: catalog.findings.filter((each) => each.severity === 'error').length,
    ...(failure === undefined ? {} : { failure }),
    ...(health === undefined ? {} : { condition: conditionOf(health) }),
  };
}

/** Whether what stands in the files is as fresh as it can be. */
function conditionOf({ ok, reason, message, sinceMs }: SourceHealth): Condition {
  const lastTransitionTime = new Date(sinceMs).toISOString();
  return { type: 'SourceInStep', status: ok ? 'True' : 'False', reason, message, lastTransitionTime };
}

/** The phase that a status in a file tells of. */
export function phaseIn(status: Json | undefined): string | undefined {
  const phase = isObject(status) ? status['phase'] : undefined;
  return typeof phase === 'string' ? phase : undefined;
}
