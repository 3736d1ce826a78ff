import type { Desired, DesiredDefinition } from '../core/desired.ts';
import type { Finding, JsonPath } from '../core/finding.ts';
import { isObject } from '../core/json.ts';
import { checkArrayJob } from './checks/array-job.ts';
import { checkJobDefinition } from './checks/job-definition.ts';
import { checkValues } from './checks/values.ts';
import { desiredDefinitionOf, desiredOf } from './desired.ts';
import type { ResourceDocument } from './document.ts';
import { reportNearKind } from './kinds.ts';
import { API_VERSION, KINDS } from './names.ts';
import type { Kind } from './names.ts';
import { reportOn } from './report.ts';
import type { ArrayJobResource, JobDefinitionResource } from './resources.ts';
import { reportSchema } from './schema-findings.ts';

/** A valid ArrayJob; its findings are warnings. */
export interface ReadArrayJob {
  readonly kind: 'ArrayJob';
  readonly name: string;
  readonly desired: Desired;
  readonly findings: readonly Finding[];
  readonly document: ResourceDocument;
}

/** A valid JobDefinition; its findings are warnings. */
export interface ReadJobDefinition {
  readonly kind: 'JobDefinition';
  readonly name: string;
  readonly desired: DesiredDefinition;
  readonly findings: readonly Finding[];
  readonly document: ResourceDocument;
}

/** A resource of ours that cannot be used; at least one of its findings is an error. */
export interface InvalidResource {
  readonly kind: 'invalid';
  readonly resourceKind: Kind;
  /** As it is written, when it is text at all. */
  readonly name: string | undefined;
  readonly findings: readonly Finding[];
  readonly document: ResourceDocument;
}

/** A document that is not ours. A warning when it nearly is. */
export interface ForeignDocument {
  readonly kind: 'foreign';
  readonly apiVersion: string | undefined;
  readonly resourceKind: string | undefined;
  readonly findings: readonly Finding[];
  readonly document: ResourceDocument;
}

export type ReadResult = ReadArrayJob | ReadJobDefinition | InvalidResource | ForeignDocument;

/** Reads one document as a resource: schema, limits, defaults. Never throws, whatever the document says. */
export function readResource(document: ResourceDocument): ReadResult {
  const { value } = document;
  const apiVersion = isObject(value) ? textOf(value['apiVersion']) : undefined;
  const resourceKind = isObject(value) ? textOf(value['kind']) : undefined;
  const kind = KINDS.find((each) => each === resourceKind);
  const report = reportOn(document);
  if (!isObject(value) || apiVersion !== API_VERSION || !kind) {
    reportNearKind(value, report);
    return { kind: 'foreign', apiVersion, resourceKind, findings: report.findings, document };
  }
  const name = isObject(value['metadata']) ? textOf(value['metadata']['name']) : undefined;
  const expressible = checkValues(value, report);
  const wrong = reportSchema(kind, value, report);
  // The checks rely on values that JSON has; a text or a number of bytes cannot be taken of others.
  if (expressible) {
    const sound = withoutWrong(value, wrong);
    if (kind === 'ArrayJob') checkArrayJob(sound, value, document.file, report);
    else checkJobDefinition(sound, value, report);
  }
  const { findings } = report;
  if (name === undefined || findings.some((each) => each.severity === 'error')) {
    return { kind: 'invalid', resourceKind: kind, name, findings, document };
  }
  if (kind === 'ArrayJob') {
    return { kind, name, desired: desiredOf(value as unknown as ArrayJobResource), findings, document };
  }
  return {
    kind,
    name,
    desired: desiredDefinitionOf(value as unknown as JobDefinitionResource),
    findings,
    document,
  };
}

/** The parts of a resource that its schema accepts: a field with anything wrong in it is left out as a whole. */
export interface SoundParts {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec: Readonly<Record<string, unknown>>;
}

function withoutWrong(value: Readonly<Record<string, unknown>>, wrong: readonly JsonPath[]): SoundParts {
  const part = (name: 'metadata' | 'spec'): Readonly<Record<string, unknown>> => {
    const whole = value[name];
    if (!isObject(whole) || wrong.some((path) => path.length === 0)) return {};
    const bad = new Set(wrong.filter((path) => path[0] === name).map((path) => path[1]));
    return Object.fromEntries(Object.entries(whole).filter(([key]) => !bad.has(key)));
  };
  return { metadata: part('metadata'), spec: part('spec') };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
