import { readResource, readSource } from '../../src/api/index.ts';
import type { ReadResult, ResourceDocument } from '../../src/api/index.ts';
import type { Finding } from '../../src/core/finding.ts';
import { parseFile } from '../../src/document/index.ts';

/** The documents of a YAML text, as the rest of the program gets them. */
export function documentsOf(text: string, file = 'jobs/spec.yaml'): readonly ResourceDocument[] {
  const parsed = parseFile(file, Buffer.from(text));
  if (parsed.findings.some((each) => each.severity === 'error'))
    throw new Error(`The test's YAML is broken: ${JSON.stringify(parsed.findings)}`);
  return parsed.documents.map(({ value, locate }) => ({ value, file, locate }));
}

export function readOne(text: string): ReadResult {
  return readResource(documentsOf(text)[0]!);
}

export function readAll(text: string): readonly ReadResult[] {
  return readSource(documentsOf(text));
}

/** A finding in a line: code, place and path; a warning says so. */
export function brief({ code, severity, place, path }: Finding): string {
  return `${severity === 'warning' ? 'warning ' : ''}${code} ${place.line}:${place.column} ${path}`;
}

/** An ArrayJob of size 4 whose further fields of spec begin in line 8. */
export function arrayJob(fields = '', work = 'size: 4', name = 'demo'): string {
  const rest = fields === '' ? '' : `  ${fields.trim().split('\n').join('\n  ')}\n`;
  return `apiVersion: arrayjob.dev/v1
kind: ArrayJob
metadata: { name: ${name} }
spec:
  jobQueue: queue
  jobDefinition: worker
  work: { ${work} }
${rest}`;
}

/** A JobDefinition whose further fields of spec begin in line 6. */
export function jobDefinition(fields: string, name = 'worker'): string {
  return `apiVersion: arrayjob.dev/v1
kind: JobDefinition
metadata: { name: ${name} }
spec:
  type: container
  ${fields.trim().split('\n').join('\n  ')}
`;
}
