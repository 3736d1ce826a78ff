import type { BatchApi } from '../batch/api.ts';
import type { Failure } from '../batch/outcome.ts';
import { canonicalDefinition, sameDefinition } from '../core/definition.ts';
import type { DesiredDefinition } from '../core/desired.ts';
import { digestOf } from '../core/digest.ts';
import type { JsonObject } from '../core/json.ts';
import type { Declared } from './catalog.ts';
import type { DefinitionState } from '../core/plan.ts';

/** What must happen for a declared definition to be in force. */
export type DefinitionDecision =
  | { readonly kind: 'current'; readonly reference: string; readonly body: JsonObject }
  | { readonly kind: 'register'; readonly body: JsonObject; readonly changed: boolean }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface Definitions {
  /** Compares a declared definition with the revision that is active in Batch. Asks Batch once per content. */
  decide(declared: DesiredDefinition): Promise<DefinitionDecision>;
  /** Registers a new revision. */
  register(declared: DesiredDefinition): Promise<DefinitionDecision>;
  /** Pretends that a decision to register has been carried out: for `plan`. */
  pretend(declared: DesiredDefinition): void;
  /** What an ArrayJob gets for the definition it names: the one of the source (`own`), or else one that Batch knows. */
  resolve(
    written: string,
    own: Pick<Declared, 'spec'> | undefined,
    pinned: string | undefined,
  ): Promise<DefinitionState>;
  /** Whether a definition of the source has been decided on, or failed to be, since this process began. */
  isDecided(name: string): boolean;
  /** Whether a revision was registered so recently that Batch may not find it yet. */
  isFresh(reference: string, now: number): boolean;
  /** Forgets what is known of declared definitions that are not in the source any more. */
  retain(names: ReadonlySet<string>): void;
}

/** How long Batch may take to find a revision that it has just registered. */
const FRESH_MS = 60_000;

/** In the place of a revision number that only registering would tell. */
const NEW_REVISION = '(new)';

const digests = new WeakMap<JsonObject, string>();

/** The digest of a definition's content; made once, as thousands of objects may use it. */
function contentDigest(body: JsonObject): string {
  const digest = digests.get(body) ?? digestOf(canonicalDefinition(body));
  digests.set(body, digest);
  return digest;
}

interface Decided {
  readonly digest: string;
  readonly state: DefinitionState;
}

/** @param signal breaks off calls that are under way */
export function createDefinitions(api: BatchApi, now: () => number, signal?: AbortSignal): Definitions {
  const call = signal === undefined ? {} : { signal };
  const declared = new Map<string, Decided>();
  const described = new Map<string, JsonObject>();
  const registered = new Map<string, number>();

  const keep = (desired: DesiredDefinition, reference: string): DefinitionDecision => {
    const body = { ...desired.body, jobDefinitionName: desired.name };
    declared.set(desired.name, {
      digest: contentDigest(desired.body),
      state: { kind: 'ready', reference, body },
    });
    return { kind: 'current', reference, body };
  };

  const fail = (desired: DesiredDefinition, failure: Failure): DefinitionDecision => {
    const code = 'code' in failure ? failure.code : 'Unknown';
    const state: DefinitionState =
      failure.kind === 'terminal'
        ? { kind: 'failed', reason: 'DefinitionRefused', message: `${code}: ${failure.message}` }
        : { kind: 'pending', message: `The job definition is not registered yet: ${failure.message}` };
    declared.set(desired.name, { digest: '', state });
    return { kind: 'failed', failure };
  };

  const stateOf = (written: string, own: Pick<Declared, 'spec'>): DefinitionState => {
    if (own.spec.kind !== 'JobDefinition') {
      const message = `The JobDefinition ${written} of this source has errors; nothing is submitted before they are mended`;
      return { kind: 'failed', reason: 'DefinitionInvalid', message };
    }
    const message = `The JobDefinition ${written} is being registered`;
    const decided = declared.get(written);
    if (decided === undefined) return { kind: 'pending', message };
    const current = decided.digest === '' || decided.digest === contentDigest(own.spec.desired.body);
    return current ? decided.state : { kind: 'pending', message };
  };

  return {
    async decide(desired) {
      const known = declared.get(desired.name);
      if (known?.digest === contentDigest(desired.body) && known.state.kind === 'ready') {
        return { kind: 'current', reference: known.state.reference, body: known.state.body };
      }
      const found = await api.describeJobDefinitions({ name: desired.name }, call);
      if (found.kind !== 'ok') return fail(desired, found);
      const latest = [...found.value]
        .filter((each) => each.active)
        .sort((a, b) => b.revision - a.revision)[0];
      if (latest !== undefined && sameDefinition(desired.body, latest.body))
        return keep(desired, latest.reference);
      return { kind: 'register', body: desired.body, changed: latest !== undefined };
    },
    async register(desired) {
      const body = { ...desired.body, jobDefinitionName: desired.name };
      const done = await api.registerJobDefinition(body, call);
      if (done.kind !== 'ok') return fail(desired, done);
      registered.set(done.value.reference, now());
      return keep(desired, done.value.reference);
    },
    pretend(desired) {
      keep(desired, `${desired.name}:${NEW_REVISION}`);
    },
    async resolve(written, own, pinned) {
      if (own !== undefined) return stateOf(written, own);
      const reference = pinned ?? written;
      const body = described.get(reference);
      if (body !== undefined) return { kind: 'ready', reference, body };
      const exact = reference.startsWith('arn:') || /:\d+$/.test(reference);
      const found = await api.describeJobDefinitions(
        exact ? { references: [reference] } : { name: reference },
        call,
      );
      if (found.kind === 'terminal') {
        return { kind: 'failed', reason: found.code, message: found.message };
      }
      if (found.kind !== 'ok') {
        return {
          kind: 'pending',
          message: `The job definition ${written} cannot be looked up: ${found.message}`,
        };
      }
      const latest = [...found.value]
        .filter((each) => each.active)
        .sort((a, b) => b.revision - a.revision)[0];
      if (latest === undefined) {
        return {
          kind: 'failed',
          reason: 'DefinitionNotFound',
          message: `No JobDefinition of this source and no active job definition in Batch is called ${written}. Add one, or correct spec.jobDefinition`,
        };
      }
      described.set(latest.reference, latest.body);
      return { kind: 'ready', reference: latest.reference, body: latest.body };
    },
    isDecided: (name) => declared.has(name),
    isFresh: (reference, at) => at - (registered.get(reference) ?? -Infinity) < FRESH_MS,
    retain(names) {
      for (const name of declared.keys()) if (!names.has(name)) declared.delete(name);
    },
  };
}
