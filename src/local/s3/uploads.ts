import { randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import type { Ingested } from './body.ts';
import type { Algorithm, Checksums } from './checksums.ts';
import { s3Error, undefinedIfAbsent } from './errors.ts';
import type { ChecksumType, ObjectRecord } from './records.ts';
import { writeJson } from './records.ts';
import type { Store } from './store.ts';
import { bucketRecords } from './store.ts';

/** A multipart upload that has been begun. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly initiatedMs: number;
  readonly described: Pick<ObjectRecord, 'headers' | 'metadata'>;
  /** The algorithm that the parts must give, or undefined where none was asked for. */
  readonly algorithm: Algorithm | undefined;
  readonly checksumType: ChecksumType;
}

/** A part that has been uploaded. */
export interface Part {
  readonly number: number;
  /** The name of its file in the upload's folder. */
  readonly file: string;
  readonly size: number;
  /** MD5 in hex. */
  readonly etag: string;
  readonly modifiedMs: number;
  readonly checksums: Checksums;
}

function uploadsFolder(store: Store, bucket: string): string {
  return `${bucketRecords(store, bucket)}/uploads`;
}

/** The folder of an upload; its id is random and says nothing of the path, so that no id can lead elsewhere. */
export function uploadFolder(store: Store, bucket: string, id: string): string {
  if (!/^[A-Za-z0-9_-]{43}$/.test(id)) throw s3Error('NoSuchUpload');
  return `${uploadsFolder(store, bucket)}/${id}`;
}

/** Begins an upload and gives its id. */
export async function beginUpload(store: Store, bucket: string, upload: Omit<Upload, 'id'>): Promise<string> {
  const id = randomBytes(32).toString('base64url');
  const folder = uploadFolder(store, bucket, id);
  await mkdir(folder, { recursive: true });
  await writeJson(store, `${folder}/upload.json`, { ...upload, id } satisfies Upload);
  return id;
}

async function readJson<T>(path: string): Promise<T | undefined> {
  const text = await readFile(path, 'utf8').catch(undefinedIfAbsent);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

/** The upload of an id and key; NoSuchUpload otherwise. */
export async function requireUpload(store: Store, bucket: string, key: string, id: string): Promise<Upload> {
  const upload = await readJson<Upload>(`${uploadFolder(store, bucket, id)}/upload.json`);
  if (upload?.key !== key) throw s3Error('NoSuchUpload', undefined, { UploadId: id });
  return upload;
}

/** Every upload of a bucket, in no order. */
export async function readUploads(store: Store, bucket: string): Promise<readonly Upload[]> {
  const ids = await readdir(uploadsFolder(store, bucket)).catch(undefinedIfAbsent);
  const uploads = await Promise.all(
    (ids ?? []).map((id) => readJson<Upload>(`${uploadsFolder(store, bucket)}/${id}/upload.json`)),
  );
  return uploads.filter((each) => each !== undefined);
}

/** Keeps a part; an earlier one of the same number gives way in one step. */
export async function keepPart(
  store: Store,
  bucket: string,
  upload: Upload,
  number: number,
  file: Ingested,
): Promise<Part> {
  const folder = uploadFolder(store, bucket, upload.id);
  const part: Part = {
    number,
    file: `${number}-${randomBytes(8).toString('hex')}`,
    size: file.size,
    etag: file.md5,
    modifiedMs: store.now(),
    checksums: file.checksums,
  };
  try {
    await store.locks(upload.id, async () => {
      await requireUpload(store, bucket, upload.key, upload.id);
      const before = await readJson<Part>(`${folder}/${number}.json`);
      await rename(file.path, `${folder}/${part.file}`);
      await writeJson(store, `${folder}/${number}.json`, part);
      if (before !== undefined) await rm(`${folder}/${before.file}`, { force: true });
    });
    return part;
  } finally {
    await rm(file.path, { force: true });
  }
}

/** The parts of an upload, by number. */
export async function readParts(store: Store, bucket: string, id: string): Promise<readonly Part[]> {
  const folder = uploadFolder(store, bucket, id);
  const names = (await readdir(folder)).filter((name) => /^\d+\.json$/.test(name));
  const parts: Part[] = [];
  for (const name of names) {
    const part = await readJson<Part>(`${folder}/${name}`);
    if (part !== undefined) parts.push(part);
  }
  return parts.sort((a, b) => a.number - b.number);
}

/** Forgets an upload and its parts. */
export async function removeUpload(store: Store, bucket: string, id: string): Promise<void> {
  await rm(uploadFolder(store, bucket, id), { recursive: true, force: true });
}
