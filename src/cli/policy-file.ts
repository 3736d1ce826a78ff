import { readFile, stat } from 'node:fs/promises';
import { type Policy, readPolicy } from '../api/index.ts';
import { sentences, type Finding } from '../core/finding.ts';
import { MAX_FILE_BYTES, parseFile } from '../document/index.ts';
import { harmless, UsageError } from './text.ts';

/** The words of the flag, the same wherever it stands. */
export const POLICY_FLAG = ['--policy <file>', 'what specs may ask for: a file of the kind Policy'] as const;

/** Reads the file of --policy; undefined when none was given. Throws a UsageError for one that cannot be used: no policy is not the same. */
export async function policyIn(file: string | undefined): Promise<Policy | undefined> {
  if (file === undefined) return undefined;
  const bytes = await bytesOf(file);
  const parsed = parseFile(file, bytes);
  const [first] = parsed.findings.filter((each) => each.severity === 'error');
  if (first !== undefined) throw new UsageError(words(first));
  const [document, ...more] = parsed.documents;
  if (document === undefined || more.length > 0) {
    throw new UsageError(
      `--policy ${file} holds ${parsed.documents.length} documents: write exactly one Policy`,
    );
  }
  const read = readPolicy({ value: document.value, file, locate: document.locate });
  if (!read.ok) throw new UsageError(read.findings.map(words).join('; '));
  return read.policy;
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > MAX_FILE_BYTES) throw new UsageError(`--policy ${file} is larger than a spec may be`);
    return await readFile(file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `--policy ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function words({ place, message, remedy }: Finding): string {
  return `--policy ${place.file}:${place.line}:${place.column}: ${harmless(sentences(message, remedy)).replaceAll('\n', ' ')}`;
}
