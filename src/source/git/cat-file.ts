import type { ChildProcessWithoutNullStreams } from 'node:child_process';

/** An object as git printed it. */
export interface CatObject {
  readonly id: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** Empty when only the head was asked for. */
  readonly bytes: Uint8Array;
}

/** A `git cat-file` that stays: starting a process for every look would lose races against those who push. */
export interface CatFile {
  /** Resolves with the object, or undefined when there is none; rejects when the process has ended. */
  ask(name: string): Promise<CatObject | undefined>;
  close(): void;
}

interface Waiting {
  readonly resolve: (object: CatObject | undefined) => void;
  readonly reject: (error: Error) => void;
}

/** Speaks with `cat-file --batch` (with contents) or `--batch-check` (heads only). */
export function createCatFile(start: () => ChildProcessWithoutNullStreams, withContents: boolean): CatFile {
  let child: ChildProcessWithoutNullStreams | undefined;
  let waiting: Waiting[] = [];
  let chunks: Buffer[] = [];
  let length = 0;
  /** So many bytes are needed before it is worth looking again. */
  let needed = 1;

  const end = (error: Error): void => {
    const left = waiting;
    waiting = [];
    chunks = [];
    length = 0;
    needed = 1;
    child = undefined;
    for (const each of left) each.reject(error);
  };

  const take = (): void => {
    let data = Buffer.concat(chunks);
    for (;;) {
      const line = data.indexOf(10);
      if (line < 0) {
        needed = data.length + 1;
        break;
      }
      const [id = '', type = '', text = ''] = data.subarray(0, line).toString('utf8').split(' ');
      const found = /^[0-9a-f]{40,64}$/.test(id) && /^(?:blob|tree|commit|tag)$/.test(type);
      const size = found ? Number(text) : 0;
      const whole = line + 1 + (found && withContents ? size + 1 : 0);
      if (data.length < whole) {
        needed = whole;
        break;
      }
      const bytes = withContents
        ? Uint8Array.from(data.subarray(line + 1, line + 1 + size))
        : new Uint8Array();
      waiting.shift()?.resolve(found ? { id, type, size, bytes } : undefined);
      data = data.subarray(whole);
      if (data.length === 0) {
        needed = 1;
        break;
      }
    }
    chunks = [data];
    length = data.length;
  };

  const begin = (): ChildProcessWithoutNullStreams => {
    const started = start();
    const isCurrent = (): boolean => child === started;
    started.stdout.on('data', (chunk: Buffer) => {
      if (!isCurrent()) return;
      chunks.push(chunk);
      length += chunk.length;
      if (length >= needed) take();
    });
    started.stderr.resume();
    started.stdin.on('error', () => undefined);
    const ended = (): void => {
      if (isCurrent()) end(new Error('git cat-file has ended'));
    };
    started.on('error', ended);
    started.on('close', ended);
    return started;
  };

  return {
    ask(name) {
      if (/[\n\0]/.test(name)) return Promise.resolve(undefined);
      child ??= begin();
      const current = child;
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        current.stdin.write(`${name}\n`);
      });
    },
    close() {
      const ending = child;
      end(new Error('git cat-file was closed'));
      ending?.stdin.end();
      ending?.kill();
    },
  };
}
