import { etagOf } from '../../src/state/etag.ts';
import { createMemoryStore, diskFull, openS3Store, type StateStore } from '../../src/state/index.ts';
import type { Gate } from './batch-seam.ts';
import type { Scheduler } from './scheduler.ts';

/** What is stored durably. Several stores on one disk are several processes with one state. */
export type Disk = Map<string, string>;

/** `onStored` hears of every text at the moment in which it becomes durable. */
export function createDisk(
  initial: readonly (readonly [string, string])[],
  onStored: (key: string, text: string) => void,
): Disk {
  const disk: Disk = new Map(initial);
  const set = disk.set.bind(disk);
  disk.set = (key, text) => {
    const same = disk.get(key) === text;
    set(key, text);
    if (!same) onStored(key, text);
    return disk;
  };
  return disk;
}

/** Somebody other than a controller changes what is stored. */
export function damage(disk: Disk, key: string, text: string): void {
  Map.prototype.set.call(disk, key, text);
}

/** How a store of one process meets the world. */
export interface StoreSeam {
  readonly disk: Disk;
  /** A step inside the process. */
  readonly gate: Gate;
  /** A request under way: it goes on though the process that sent it is stopped or killed. */
  readonly travel: Gate;
  /** Whether a fault of this kind happens now. */
  readonly strikes: (kind: 'disk full' | 'lost write' | 'store error', about: string) => boolean;
}

/** A store with the steps of a folder's: what is refused has not happened, what is lost has. */
export function openFolder({ disk, gate, strikes }: StoreSeam): StateStore {
  return createMemoryStore({
    disk,
    onStep: async ({ operation, key, at }) => {
      await gate(`${operation} ${key} ${at}`);
      if (operation !== 'put') return;
      if (strikes(at === 'before' ? 'disk full' : 'lost write', key)) throw diskFull();
    },
  });
}

interface Request {
  readonly Key?: string;
  readonly Prefix?: string;
  readonly Body?: string;
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
  readonly Metadata?: Record<string, string>;
}

/** The product's own S3 store over a bucket that is this disk: conditional writes, errors, and lost replies. */
export async function openBucket(
  seam: StoreSeam,
  nonces: Map<string, string>,
  hold: Scheduler['hold'],
): Promise<StateStore> {
  let reached = (): void => undefined;
  // The store loads the SDK, which takes real time, before it sends its first request.
  hold(new Promise((resolve) => (reached = resolve)));
  const client = {
    async send(command: { readonly input: Request; readonly constructor: { readonly name: string } }) {
      reached();
      const operation = command.constructor.name.replace('Command', '');
      const about = `${operation} ${command.input.Key ?? command.input.Prefix ?? ''}`;
      await seam.gate(`${about} waits`);
      if (seam.strikes('store error', about)) throw s3Error('InternalError', 500);
      await seam.travel(about);
      const reply = answer(operation, command.input, seam.disk, nonces);
      await seam.gate(`${about} answers`);
      if (operation === 'PutObject' && seam.strikes('lost write', about)) throw new Error('socket hang up');
      if ('error' in reply) throw reply.error;
      return reply;
    },
  };
  return openS3Store('s3://state', { client: client as never });
}

function answer(operation: string, input: Request, disk: Disk, nonces: Map<string, string>): object {
  const key = input.Key ?? '';
  const held = disk.get(key);
  const etag = held === undefined ? undefined : etagOf(held);
  switch (operation) {
    case 'GetObject': {
      if (held === undefined) return { error: s3Error('NoSuchKey', 404) };
      const nonce = nonces.get(key);
      const Metadata = nonce === undefined ? {} : { 'arrayjob-write': nonce };
      return { ETag: etag, Metadata, Body: { transformToString: () => Promise.resolve(held) } };
    }
    case 'PutObject':
      if (input.IfNoneMatch === '*' && held !== undefined)
        return { error: s3Error('PreconditionFailed', 412) };
      if (input.IfMatch !== undefined && held === undefined) return { error: s3Error('NoSuchKey', 404) };
      if (input.IfMatch !== undefined && input.IfMatch !== etag)
        return { error: s3Error('PreconditionFailed', 412) };
      disk.set(key, input.Body ?? '');
      nonces.set(key, input.Metadata?.['arrayjob-write'] ?? '');
      return { ETag: etagOf(input.Body ?? '') };
    case 'DeleteObject':
      if (input.IfMatch !== undefined && held !== undefined && input.IfMatch !== etag) {
        return { error: s3Error('PreconditionFailed', 412) };
      }
      disk.delete(key);
      return {};
    default: {
      const keys = [...disk.keys()].filter((each) => each.startsWith(input.Prefix ?? '')).sort();
      return { Contents: keys.map((Key) => ({ Key })) };
    }
  }
}

function s3Error(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
}
