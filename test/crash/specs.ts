import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a crash test keeps its things, and what it makes of them. */
export interface Place {
  readonly root: string;
  readonly specs: string;
  readonly data: string;
  /** One line for every child that ran. */
  readonly ran: string;
}

export const QUEUE = 'crash';
export const BUCKET = 'crash';

/** `name run mark index` of a job of size; of the others the manifest and the position stand for the index. */
function spec(place: Place, name: string, size: number): string {
  const isS3 = name.startsWith('files-');
  const index = isS3
    ? '${ARRAYJOB_MANIFEST_KEY}#${AWS_BATCH_JOB_ARRAY_INDEX:-0}'
    : '${AWS_BATCH_JOB_ARRAY_INDEX:-0}';
  return `# The command's mark is edited while the controller dies and comes back.
apiVersion: arrayjob.dev/v1
kind: ArrayJob
metadata:
  name: ${name}
  annotations:
    arrayjob.dev/rerun: ''
spec:
  jobQueue: ${QUEUE}
  jobDefinition: writer
  work:
    ${isS3 ? `s3: { bucket: ${BUCKET}, prefix: ${name}/ }` : `size: ${size}`}
${isS3 ? `  manifest: { bucket: ${BUCKET} }\n` : ''}${size > 4 && !isS3 ? `  parallelism: 4\n` : ''}  containerOverrides:
    command: [sh, -c, 'mark=0; sleep 0.1; printf "%s\\n" "$ARRAYJOB_NAME $ARRAYJOB_RUN $mark ${index}" >> ${place.ran}']
`;
}

const DEFINITION = `apiVersion: arrayjob.dev/v1
kind: JobDefinition
metadata:
  name: writer
spec:
  type: container
  containerProperties:
    image: none
    command: [sh, -c, exit 1]
    resourceRequirements:
      - { type: VCPU, value: '1' }
      - { type: MEMORY, value: '64' }
`;

/** Writes a workload of so many specs, some of them over files in a bucket; gives their names. */
export async function writeSpecs(place: Place, count: number): Promise<readonly string[]> {
  await mkdir(place.specs, { recursive: true });
  await writeFile(join(place.specs, 'definition.yaml'), DEFINITION);
  await writeFile(place.ran, '');
  const names = Array.from({ length: count }, (_, i) => (i % 7 === 3 ? `files-${i}` : `size-${i}`));
  for (const [i, name] of names.entries()) {
    const size = 1 + ((i * 5) % 9);
    if (name.startsWith('files-')) {
      await mkdir(join(place.data, 's3', BUCKET, name), { recursive: true });
      for (let k = 0; k < size; k++) {
        await writeFile(join(place.data, 's3', BUCKET, name, `${k}.txt`), `${k}`);
      }
    }
    await writeFile(join(place.specs, `${name}.yaml`), spec(place, name, size));
  }
  return names;
}

export const CHANGES = ['rerun', 'edit', 'grow'] as const;
export type Change = (typeof CHANGES)[number];

/** Changes a spec as a person would, whatever status stands in the file by now. */
export async function changeSpec(place: Place, name: string, change: Change, n: number): Promise<void> {
  const file = join(place.specs, `${name}.yaml`);
  const text = await readFile(file, 'utf8');
  const next =
    change === 'rerun'
      ? text.replace(/rerun: '.*'/, `rerun: '${n}'`)
      : change === 'edit'
        ? text.replace(/mark=\d+/, `mark=${n}`)
        : text.replace(/size: (\d+)\n/, (_, size) => `size: ${Number(size) + 2}\n`);
  await writeFile(`${file}.edit`, next);
  await rename(`${file}.edit`, file);
}

/** What a file says in the end. */
export interface Final {
  readonly name: string;
  readonly mark: string;
  readonly run: string;
  readonly phase: string;
  /** Indexes, or the keys of files. */
  readonly expected: readonly string[];
}

/** Reads spec and status as they stand. */
export async function readFinal(place: Place, name: string): Promise<Final> {
  const text = await readFile(join(place.specs, `${name}.yaml`), 'utf8');
  const one = (pattern: RegExp): string => pattern.exec(text)?.[1] ?? '';
  const total = Number(one(/\n {4}total: (\d+)/) || one(/total: (\d+)/));
  const size = one(/\n {4}size: (\d+)\n/);
  const count = size === '' ? total : Number(size);
  return {
    name,
    mark: one(/mark=(\d+)/),
    run: one(/\n {2}run: (\d+)/),
    phase: one(/\n {2}phase: (\w+)/),
    expected: Array.from({ length: count }, (_, k) => (size === '' ? `${name}/${k}.txt` : String(k))),
  };
}

/** Every line that children wrote, as `name`, `run`, `mark` and the index or the file it stands for. */
export async function readRan(
  place: Place,
): Promise<
  readonly { readonly name: string; readonly run: string; readonly mark: string; readonly index: string }[]
> {
  const manifests = new Map<string, readonly { readonly key?: string }[]>();
  const lines = (await readFile(place.ran, 'utf8')).split('\n').filter((line) => line !== '');
  const ran = [];
  for (const line of lines) {
    const [name = '', run = '', mark = '', index = ''] = line.split(' ');
    const hash = index.lastIndexOf('#');
    if (hash < 0) {
      ran.push({ name, run, mark, index });
      continue;
    }
    const key = index.slice(0, hash);
    if (!manifests.has(key)) {
      const text = await readFile(join(place.data, 's3', BUCKET, key), 'utf8');
      manifests.set(key, JSON.parse(text) as readonly { key?: string }[]);
    }
    ran.push({ name, run, mark, index: manifests.get(key)?.[Number(index.slice(hash + 1))]?.key ?? index });
  }
  return ran;
}
