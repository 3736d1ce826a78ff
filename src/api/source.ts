import type { Finding } from '../core/finding.ts';
import { reportCycles, reportDependencies } from './checks/links.ts';
import { reportDefinitionUse } from './checks/definition-use.ts';
import { reportSharedManifests } from './checks/shared-manifests.ts';
import { KINDS } from './names.ts';
import type { Kind } from './names.ts';
import { readResource } from './read.ts';
import type { ReadResult } from './read.ts';
import { grouped, kindOf } from './own.ts';
import type { OwnResult } from './own.ts';
import type { ResourceDocument } from './document.ts';
import { reportOn } from './report.ts';
import type { Report } from './report.ts';

/** What only the whole source shows to be wrong with one of its resources. */
export interface SourceFindings {
  readonly resource: OwnResult;
  /** Never empty. A resource with an error among them is invalid. */
  readonly findings: readonly Finding[];
}

/** Checks the resources of a source against each other; only those with findings are listed. */
export function checkSource(resources: readonly ReadResult[]): readonly SourceFindings[] {
  const own = resources.filter((each) => each.kind !== 'foreign');
  const reports = new Map<OwnResult, Report>();
  // Most resources have nothing to report, and a source is checked as a whole at every change of any of its files.
  const reportFor = (resource: OwnResult): Report => {
    const known = reports.get(resource) ?? reportOn(resource.document);
    reports.set(resource, known);
    return known;
  };
  reportDuplicates(own, reportFor);
  const jobs = own.filter((each) => each.kind === 'ArrayJob');
  reportDependencies(jobs, namesOf(own, 'ArrayJob'), reportFor);
  reportCycles(jobs, reportFor);
  reportDefinitionUse(jobs, own, reportFor);
  reportSharedManifests(jobs, reportFor);
  return own.flatMap((resource) => {
    const findings = reports.get(resource)?.findings ?? [];
    return findings.length === 0 ? [] : [{ resource, findings }];
  });
}

/** Reads all documents of a source and checks them against each other: each result is final. */
export function readSource(documents: readonly ResourceDocument[]): readonly ReadResult[] {
  const results = documents.map(readResource);
  const byResource = new Map<ReadResult, readonly Finding[]>(
    checkSource(results).map(({ resource, findings }) => [resource, findings]),
  );
  return results.map((result) => withFindings(result, byResource.get(result) ?? []));
}

/** A result with more findings; invalid when one of them is an error. */
export function withFindings(result: ReadResult, more: readonly Finding[]): ReadResult {
  if (more.length === 0) return result;
  const findings = [...result.findings, ...more];
  if (
    result.kind === 'foreign' ||
    result.kind === 'invalid' ||
    more.every((each) => each.severity === 'warning')
  ) {
    return { ...result, findings };
  }
  return {
    kind: 'invalid',
    resourceKind: result.kind,
    name: result.name,
    findings,
    document: result.document,
  };
}

function namesOf(own: readonly OwnResult[], kind: Kind): ReadonlySet<string> {
  return new Set(
    own.flatMap((each) => (kindOf(each) === kind && each.name !== undefined ? [each.name] : [])),
  );
}

function reportDuplicates(own: readonly OwnResult[], reportFor: (resource: OwnResult) => Report): void {
  for (const kind of KINDS) {
    const named = own.filter((each) => kindOf(each) === kind && each.name !== undefined);
    if (new Set(named.map((each) => each.name)).size === named.length) continue;
    const byName = grouped(named, (each) => each.name);
    for (const [name, copies] of byName) {
      if (copies.length < 2) continue;
      for (const copy of copies) {
        const others = copies
          .filter((each) => each !== copy)
          .map((each) => {
            const { file, line } = each.document.locate(['metadata', 'name']);
            return `${file}:${line}`;
          });
        reportFor(copy).error({
          code: 'DuplicateName',
          path: ['metadata', 'name'],
          message: `The ${kind} ${String(name)} is declared ${copies.length} times, also at ${others.slice(0, 5).join(', ')}${others.length > 5 ? ' and more' : ''}; none of them is used.`,
          remedy: 'Give each its own metadata.name, or remove the others.',
        });
      }
    }
  }
}
