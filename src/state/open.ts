import { openDirectoryStore } from './directory.ts';
import type { DirectoryStoreOptions } from './directory.ts';
import { stateError } from './errors.ts';
import { openS3Store } from './s3.ts';
import type { S3StoreOptions } from './s3.ts';
import type { StateStore } from './store.ts';

/** Opens the store that `--state` names: `s3://bucket/prefix`, or else a directory. Rejects with a StateError. */
export async function openStore(
  where: string,
  options: DirectoryStoreOptions & S3StoreOptions = {},
): Promise<StateStore> {
  if (where.startsWith('s3://')) return openS3Store(where, options);
  if (where === '' || /^[a-z][a-z0-9+-]*:\/\//i.test(where)) {
    throw stateError(
      'InvalidUrl',
      'terminal',
      `--state ${where} is neither a directory nor s3://bucket/prefix`,
    );
  }
  return openDirectoryStore(where, options);
}
