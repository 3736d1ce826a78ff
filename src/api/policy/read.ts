import type { Finding } from '../../core/finding.ts';
import type { ResourceDocument } from '../document.ts';
import { reportOn } from '../report.ts';
import { reportSchema } from '../schema-findings.ts';
import { type Policy, policyOf, type PolicyResource } from './policy.ts';

export type PolicyRead =
  | { readonly ok: true; readonly policy: Policy }
  /** Never empty. */
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Reads a document as a policy. Never throws, whatever the document says. */
export function readPolicy(document: ResourceDocument): PolicyRead {
  const report = reportOn(document);
  reportSchema('Policy', document.value, report);
  const { findings } = report;
  return findings.length > 0
    ? { ok: false, findings }
    : { ok: true, policy: policyOf(document.value as PolicyResource) };
}
