import type { StateClock } from './clock.ts';
import type { StateError } from './errors.ts';

/** held: this process may act. standby: another acts, this one never did. lost: it acted once and must not now. */
export type LeaseState = 'held' | 'standby' | 'lost';

/** Who else holds the lease, as its record says. */
export interface OtherHolder {
  readonly holder: string;
  readonly epoch: number;
  /** The other's own wall clock, for display only. */
  readonly renewedAt: string;
}

/** The right to act on a source; see docs/state.md for how it works and what it promises. */
export interface Lease {
  readonly state: LeaseState;
  /** The fencing token's number: grows with every acquisition by anyone; 0 before the first of this process. */
  readonly epoch: number;
  /** Unique to one acquisition: `<epoch>-<instance>`. Records claimed with it refuse the writes of earlier holders. */
  readonly token: string;
  /** The holder that keeps this process waiting, if one is known. */
  readonly other: OtherHolder | undefined;
  /** True while this process may act: the last successful renewal began less than ttl − margin ago. Costs nothing. */
  check(): boolean;
  /** Calls back after every change of `state` or `epoch`; the result stops it. */
  onChange(callback: (lease: Lease) => void): () => void;
  /** Gives the lease up for the next to take at once, and stops contending. Call it after the last act. Never throws. */
  release(): Promise<void>;
}

/** How to contend for a lease. */
export interface LeaseOptions {
  /** Default `lease`. */
  readonly key?: string;
  /** For people: host and process id, or the name of the pod. */
  readonly holder: string;
  /** How long a record must stand unchanged before another takes it. Default 15,000. */
  readonly ttlMs?: number;
  /** How often the holder renews and the others look. Default 5,000. */
  readonly renewMs?: number;
  /** How long before the ttl the holder stops acting; covers clock drift. Default a fifth of the ttl. */
  readonly marginMs?: number;
  /** Unique to this contender; made up unless given. Give it in simulations, where chance comes from the seed. */
  readonly instance?: string;
  readonly clock?: StateClock;
  /** Told of every failure of the store; the lease itself goes on trying. */
  readonly onError?: (error: StateError) => void;
}
