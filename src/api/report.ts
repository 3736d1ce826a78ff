import type { Finding, JsonPath } from '../core/finding.ts';
import type { Code } from './codes.ts';
import type { ResourceDocument } from './document.ts';
import { pathText } from './paths.ts';

/** What is wrong, and what to do. */
export interface Problem {
  readonly code: Code;
  readonly path: JsonPath;
  /** Whether the finding points at the key or at the value; the value unless said. */
  readonly at?: 'key' | 'value';
  readonly message: string;
  readonly remedy: string;
}

/** Collects the findings of one document. */
export interface Report {
  /** So far, in the order in which they stand in the file. */
  readonly findings: readonly Finding[];
  error(problem: Problem): void;
  warning(problem: Problem): void;
}

/** Findings told per document; what is wrong after that is nearly always the same mistake again. */
const FINDINGS_MAX = 50;

export function reportOn(document: ResourceDocument): Report {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  const add = (severity: Finding['severity'], problem: Problem): void => {
    const path = pathText(problem.path);
    const key = `${problem.code} ${path} ${problem.message}`;
    // The first error is always kept: without it a document with fifty warnings would count as valid.
    const full = findings.length >= FINDINGS_MAX;
    const needed = severity === 'error' && !findings.some((each) => each.severity === 'error');
    if (seen.has(key) || (full && !needed)) return;
    seen.add(key);
    const { code, message, remedy } = problem;
    findings.push({
      code,
      severity,
      place: document.locate(problem.path, problem.at),
      path,
      message,
      remedy,
    });
  };
  return {
    get findings() {
      return [...findings].sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
    },
    error: (problem) => add('error', problem),
    warning: (problem) => add('warning', problem),
  };
}
