import { operationNames } from './machine.ts';
import type { Answer } from './answer.ts';
import type { Machine } from './machine.ts';

/**
 * What goes wrong. `throttle` 429, `error` 500, `unavailable` 503 (all before the act); `lost`: the act is done and
 * the reply never arrives; `delay`: the reply is late by `delayMs`; `lag`: a new job is missing from ListJobs or
 * DescribeJobs for `delayMs`, and with the operation `StatusSummary` summaries are that old.
 */
export type FaultKind = 'throttle' | 'error' | 'unavailable' | 'lost' | 'delay' | 'lag';

export interface FaultRule {
  /** An operation's name, or `*` for every one. */
  readonly operation: string;
  readonly kind: FaultKind;
  /** How likely per call, 0 to 1; 1 unless said. */
  readonly probability?: number;
  /** Only the n-th matching call, from 1. */
  readonly call?: number;
  /** At most so often. */
  readonly times?: number;
  readonly delayMs?: number;
}

export interface Faults {
  readonly rules: readonly FaultRule[];
  /** Replaces all rules and starts their counts again. Throws a sentence for a rule that cannot be. */
  readonly set: (rules: readonly FaultRule[]) => void;
  /** How a call fares; runs it unless a rule stops it. `delayMs` is for the shell to wait before it answers. */
  readonly around: (
    machine: Machine,
    operation: string,
    act: () => Answer,
  ) => { answer: Answer; delayMs: number };
}

/** Rules drawn from a random source of their own, so that a seed gives the same faults for the same calls. */
export function createFaults(random: () => number, initial: readonly FaultRule[] = []): Faults {
  let rules: readonly FaultRule[] = [];
  let calls: number[] = [];
  let hits: number[] = [];

  const set = (next: readonly FaultRule[]): void => {
    for (const rule of next) checkRule(rule);
    rules = next;
    calls = next.map(() => 0);
    hits = next.map(() => 0);
  };
  set(initial);

  const drawn = (operation: string): FaultRule[] =>
    rules.filter((rule, at) => {
      if (rule.kind === 'lag' || (rule.operation !== '*' && rule.operation !== operation)) return false;
      calls[at]! += 1;
      if (rule.call !== undefined && calls[at] !== rule.call) return false;
      if (rule.times !== undefined && hits[at]! >= rule.times) return false;
      if (rule.probability !== undefined && random() >= rule.probability) return false;
      hits[at]! += 1;
      return true;
    });

  const applyLags = (machine: Machine): void => {
    const { lags, config } = machine.world;
    const lag = (operation: string, otherwise: number): number =>
      rules.find((rule) => rule.kind === 'lag' && (rule.operation === operation || rule.operation === '*'))
        ?.delayMs ?? otherwise;
    lags.listMs = lag('ListJobs', config.listLagMs);
    lags.describeMs = lag('DescribeJobs', config.describeLagMs);
    lags.summaryMs = lag('StatusSummary', config.summaryLagMs);
  };

  return {
    get rules() {
      return rules;
    },
    set,
    around: (machine, operation, act) => {
      applyLags(machine);
      const faults = rules.length === 0 ? [] : drawn(operation);
      const delayMs = faults
        .filter((each) => each.kind === 'delay')
        .reduce((sum, each) => sum + (each.delayMs ?? 0), 0);
      const refusal = faults.map((each) => refusals[each.kind]).find((each) => each !== undefined);
      if (refusal !== undefined) return { answer: { ok: false, error: refusal }, delayMs };
      const answer = act();
      if (!faults.some((each) => each.kind === 'lost')) return { answer, delayMs };
      const error = { name: 'ConnectionLost', message: 'The reply was lost.', status: 0 };
      return { answer: { ok: false, error, lost: true }, delayMs };
    },
  };
}

const refusals: Partial<Record<FaultKind, { name: string; message: string; status: number }>> = {
  throttle: { name: 'TooManyRequestsException', message: 'Too Many Requests', status: 429 },
  error: { name: 'ServerException', message: 'Internal server error.', status: 500 },
  unavailable: { name: 'ServiceUnavailableException', message: 'Service unavailable.', status: 503 },
};

const KINDS: readonly string[] = ['throttle', 'error', 'unavailable', 'lost', 'delay', 'lag'];
const SHORTHAND: Readonly<Record<string, FaultKind>> = {
  '429': 'throttle',
  '500': 'error',
  '503': 'unavailable',
};

function checkRule(rule: FaultRule): void {
  if (!KINDS.includes(rule.kind)) {
    throw new Error(`Unknown fault kind ${rule.kind}; use one of ${KINDS.join(', ')}.`);
  }
  const names = ['*', 'StatusSummary', ...operationNames];
  if (!names.includes(rule.operation)) {
    throw new Error(`Unknown operation ${rule.operation} in a fault; use a Batch operation's name or *.`);
  }
  if (rule.probability !== undefined && !(rule.probability >= 0 && rule.probability <= 1)) {
    throw new Error('A fault probability must be between 0 and 1.');
  }
  if ((rule.kind === 'lag' || rule.kind === 'delay') && !((rule.delayMs ?? -1) >= 0)) {
    throw new Error(`A ${rule.kind} fault needs a time, as in ListJobs:lag:5s.`);
  }
}

/**
 * Reads a rule as flags write it: `OPERATION:KIND[:PROBABILITY|#CALL|xTIMES|DURATION]…`, for example
 * `SubmitJob:lost:#1`, `*:429:0.1`, `ListJobs:lag:5s`, `DescribeJobs:500:0.2:x3`. Throws a sentence otherwise.
 */
export function parseFaultRule(text: string): FaultRule {
  const [operation = '', kindText = '', ...rest] = text.split(':');
  const kind = SHORTHAND[kindText] ?? kindText;
  const more: { probability?: number; call?: number; times?: number; delayMs?: number } = {};
  for (const part of rest) {
    const duration = /^([0-9]+(?:\.[0-9]+)?)(ms|s|m)$/.exec(part);
    if (duration !== null) {
      more.delayMs = Number(duration[1]) * { ms: 1, s: 1000, m: 60_000 }[duration[2] as 'ms' | 's' | 'm'];
    } else if (/^#[1-9][0-9]*$/.test(part)) more.call = Number(part.slice(1));
    else if (/^x[1-9][0-9]*$/.test(part)) more.times = Number(part.slice(1));
    else if (/^(0|1|0?\.[0-9]+|1\.0+)$/.test(part)) more.probability = Number(part);
    else
      throw new Error(
        `Cannot read ${part} in the fault ${text}; write it as in SubmitJob:lost:0.1 or ListJobs:lag:5s.`,
      );
  }
  const rule: FaultRule = { operation, kind: kind as FaultKind, ...more };
  checkRule(rule);
  return rule;
}
