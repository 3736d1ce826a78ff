import type { SourceHealth } from '../source.ts';
import type { FailureKind } from './failure.ts';

const REASONS: Readonly<Record<FailureKind, string>> = {
  unreachable: 'RemoteUnreachable',
  unauthorized: 'RemoteUnauthorized',
  missing: 'RemoteMissing',
  untrusted: 'RemoteUntrusted',
  refused: 'PushRefused',
  stale: 'PushContended',
  local: 'CloneUnusable',
};

/** The first and the longest time for which nothing is tried again after a failed push. */
const WAIT_FIRST_MS = 1_000;
const WAIT_MAX_MS = 60_000;

/** Keeps whether the remote can be read and written, says once when that changes, and spaces out attempts while it cannot. */
export interface Health {
  now(): SourceHealth;
  readFine(): void;
  writeFine(): void;
  failed(what: 'read' | 'write', kind: FailureKind, message: string): void;
  /** Why writing is not even tried for the moment; undefined when it is time. */
  writeBarred(): string | undefined;
}

export function createHealth(options: {
  readonly now: () => number;
  readonly onChange: (health: SourceHealth) => void;
}): Health {
  const { now } = options;
  const faults = new Map<'read' | 'write', { readonly reason: string; readonly message: string }>();
  let health: SourceHealth = {
    ok: true,
    reason: 'InStep',
    message: 'The remote can be read and written',
    sinceMs: now(),
  };
  let waitMs = 0;
  let barredUntil = -Infinity;

  const settle = (): void => {
    const fault = faults.get('write') ?? faults.get('read');
    const reason = fault?.reason ?? 'InStep';
    if (reason === health.reason) {
      health = { ...health, message: fault?.message ?? health.message };
      return;
    }
    const message = fault?.message ?? 'The remote can be read and written again';
    const sinceMs = health.ok === (fault === undefined) ? health.sinceMs : now();
    health = { ok: fault === undefined, reason, message, sinceMs };
    options.onChange(health);
  };

  return {
    now: () => health,
    readFine() {
      faults.delete('read');
      // A remote that answers may take a push again.
      if (faults.get('write')?.reason === REASONS.unreachable) barredUntil = -Infinity;
      settle();
    },
    writeFine() {
      faults.clear();
      waitMs = 0;
      barredUntil = -Infinity;
      settle();
    },
    failed(what, kind, message) {
      faults.set(what, { reason: REASONS[kind], message });
      if (what === 'write') {
        waitMs = Math.min(WAIT_MAX_MS, Math.max(WAIT_FIRST_MS, waitMs * 2));
        barredUntil = now() + waitMs;
      }
      settle();
    },
    writeBarred: () => (now() < barredUntil ? (faults.get('write')?.message ?? health.message) : undefined),
  };
}
