import { type Condition, type Fact, stampConditions } from '../core/conditions.ts';
import { sentences } from '../core/finding.ts';
import { type Status, statusObject } from '../core/status.ts';
import type { Declared } from './catalog.ts';
import type { Definitions } from './definitions.ts';
import type { Listener } from './listener.ts';
import { statusIn } from './pass.ts';

export interface DefinitionPass {
  /** Undefined when nothing can be said yet. */
  readonly status: Status | undefined;
  /** Something failed that is worth another try. */
  readonly retry: boolean;
}

/** One pass over a JobDefinition: registers a revision when its content differs from the active one. */
export async function passDefinition(
  key: string,
  declared: Declared,
  deps: {
    readonly definitions: Definitions;
    readonly sourceId: string;
    readonly listener: Listener;
    readonly now: () => number;
  },
): Promise<DefinitionPass> {
  const { definitions, listener } = deps;
  const statusOf = (standing: Standing): Status =>
    definitionStatus(declared, standing, deps.sourceId, deps.now());
  if (declared.spec.kind !== 'JobDefinition') {
    const message = declared.findings.map((each) => sentences(each.message, each.remedy)).join('\n');
    return {
      status: statusOf({
        phase: 'Invalid',
        reason: 'SpecInvalid',
        message: message || 'The spec has errors',
      }),
      retry: false,
    };
  }
  const { desired } = declared.spec;
  let decision = await definitions.decide(desired);
  if (decision.kind === 'register') {
    const { changed } = decision;
    decision = await definitions.register(desired);
    if (decision.kind === 'current') {
      const message = `Registered ${decision.reference}${changed ? ', because its content differs from the active revision' : ''}`;
      listener.event(key, { type: 'Normal', reason: 'Registered', message });
    }
  }
  if (decision.kind === 'current') {
    const { reference } = decision;
    const message = `Jobs use ${reference}`;
    return {
      status: statusOf({ phase: 'Succeeded', reason: 'Registered', message, reference }),
      retry: false,
    };
  }
  if (decision.kind !== 'failed') return { status: undefined, retry: true };
  const { failure } = decision;
  listener.problem('A job definition could not be registered', { object: key, reason: failure.message });
  const { message } = failure;
  const standing: Standing =
    failure.kind === 'terminal'
      ? { phase: 'Failed', reason: 'DefinitionRefused', message }
      : { phase: 'Pending', reason: 'DefinitionPending', message };
  return { status: statusOf(standing), retry: true };
}

interface Standing {
  readonly phase: 'Succeeded' | 'Invalid' | 'Failed' | 'Pending';
  readonly reason: string;
  readonly message: string;
  readonly reference?: string;
}

function definitionStatus(declared: Declared, standing: Standing, sourceId: string, now: number): Status {
  const { phase, reason, message, reference } = standing;
  const facts: readonly Fact[] =
    phase === 'Succeeded'
      ? [{ type: 'Ready', status: 'True', reason, message }]
      : [
          { type: 'Ready', status: 'False', reason, message },
          { type: phase === 'Pending' ? 'Reconciling' : 'Stalled', status: 'True', reason, message },
        ];
  const before: readonly Condition[] = statusIn(declared.status)?.conditions ?? [];
  return {
    phase,
    object: statusObject('JobDefinition', declared.name, sourceId),
    ...(reference === undefined ? {} : { jobDefinition: reference }),
    conditions: stampConditions(facts, before, new Date(now).toISOString()),
  };
}
