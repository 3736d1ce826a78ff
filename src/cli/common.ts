import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseDuration } from '../api/index.ts';
import { openDirectory, type Source } from '../source/index.ts';
import { createMemoryStore, openStore, type StateStore } from '../state/index.ts';
import { UsageError } from './text.ts';

/** Reads a duration flag: `500ms`, `10s`, `5m`, `24h`. Throws a UsageError for anything else. */
export function durationFlag(name: string): (text: string) => number {
  return (text) => {
    const ms = parseDuration(text);
    if (ms === undefined)
      throw new UsageError(`${name} ${text} is not a duration: write 500ms, 10s, 5m or 24h`);
    return ms;
  };
}

/** Opens the source that a person named. */
export async function openSource(text: string, onNote: (note: string) => void): Promise<Source> {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^git@/.test(text)) {
    throw new UsageError(
      `${text} is not a directory: specs from git are not supported yet; clone it and name the directory`,
    );
  }
  return openDirectory(text, { onNote });
}

/** Where state is kept unless --state says: beside the specs, in a dot-folder that is not read as a source. */
export function statePlace(state: string | undefined, source: Source): string {
  if (state !== undefined) return state.startsWith('s3://') ? state : resolve(state);
  return join(source.url, '.arrayjob');
}

/** The store for something that only looks: one that does not exist yet is not made. */
export async function storeForLooking(place: string, endpoint: string | undefined): Promise<StateStore> {
  if (!place.startsWith('s3://') && !existsSync(place)) return createMemoryStore();
  return openStateStore(place, endpoint);
}

export async function openStateStore(place: string, endpoint: string | undefined): Promise<StateStore> {
  return openStore(place, endpoint === undefined ? {} : { endpoint });
}
