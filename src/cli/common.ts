import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { Option } from 'commander';
import { parseDuration } from '../api/index.ts';
import { type GitOptions, isAddress, openDirectory, openGit, type Source } from '../source/index.ts';
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

/** A duration flag that has a value when nobody gives it: one that help shows as a person would write it. */
export function durationOption(flags: string, description: string, standard: string): Option {
  const read = durationFlag(flags.replace(/ .*$/, ''));
  return new Option(flags, description).argParser(read).default(read(standard), standard);
}

/** Reads a whole number above 0. Throws a UsageError for anything else. */
export function countFlag(name: string): (text: string) => number {
  return (text) => {
    if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`${name} ${text} is not a whole number above 0`);
    return Number(text);
  };
}

/** Opens the source that a person named: a directory, or an address of a git repository. */
export async function openSource(
  text: string,
  onNote: (note: string) => void,
  git: GitOptions = {},
): Promise<Source> {
  return isAddress(text) ? openGit(text, { ...git, onNote }) : openDirectory(text, { onNote });
}

/**
 * The folder for what belongs to a source and is no part of it: beside the specs, in a dot-folder that is not read as a source;
 * for git, a folder of its own in the user's state home ($XDG_STATE_HOME, or ~/.local/state).
 */
export function homeOf(source: Source): string {
  if (source.kind === 'directory') return join(source.url, '.arrayjob');
  const named = process.env['XDG_STATE_HOME'] ?? '';
  const stateHome = isAbsolute(named) ? named : join(homedir(), '.local', 'state');
  return join(stateHome, 'arrayjob', source.id ?? 'unknown');
}

/** Where state is kept unless --state says: in the folder of the source. */
export function statePlace(state: string | undefined, source: Source): string {
  if (state !== undefined) return state.startsWith('s3://') ? state : resolve(state);
  return homeOf(source);
}

/** The store for something that only looks: one that does not exist yet is not made. */
export async function storeForLooking(place: string, endpoint: string | undefined): Promise<StateStore> {
  if (!place.startsWith('s3://') && !existsSync(place)) return createMemoryStore();
  return openStateStore(place, endpoint);
}

export async function openStateStore(place: string, endpoint: string | undefined): Promise<StateStore> {
  return openStore(place, endpoint === undefined ? {} : { endpoint });
}
