export { systemClock } from './clock.ts';
export type { StateClock } from './clock.ts';
export { isStateError, stateError } from './errors.ts';
export type { StateError, StateErrorClass } from './errors.ts';
export type { Lease, LeaseOptions, LeaseState, OtherHolder } from './lease.ts';
export { createMemoryStore, diskFull } from './memory.ts';
export type { MemoryStep, MemoryStore, MemoryStoreOptions } from './memory.ts';
export { storeVersion } from './store.ts';
export type { Entry, Etag, PutResult, StateStore } from './store.ts';
