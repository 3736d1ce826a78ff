import type { FailureRule } from './desired.ts';
import type { FailedChild } from './observation.ts';
import type { FailureGroup } from './record.ts';

/** Batch's words for a child whose dependency failed: it never ran. */
export const DEPENDENT_JOB_FAILED = 'Dependent Job failed';

/** Failure groups that the status shows. */
export const FAILURES_SHOWN = 10;

/** Failure groups that a record keeps; what comes beyond is counted under one last group. */
const FAILURES_KEPT = 50;

const OTHER_SIGNATURE = 'other';

/** Takes ids, hosts, addresses and numbers that differ from child to child out of a reason. */
export function normalizeReason(reason: string): string {
  return reason
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(:\d+)?/gi, '<id>')
    .replace(/\b(i|eni|vol|subnet|sg)-[0-9a-f]{8,17}\b/g, '<$1>')
    .replace(/arn:aws[\w-]*:\S+/g, '<arn>')
    .replace(/\bip-\d+-\d+-\d+-\d+\S*/g, '<host>')
    .replace(/\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b/g, '<address>')
    .replace(/\b[0-9a-f]{12,64}\b/gi, '<id>')
    .trim()
    .slice(0, 300);
}

/** What a person reads about why a child failed: the container's own reason where there is one. */
export function reasonOf(child: FailedChild): string {
  const parts = [child.statusReason, child.reason].filter((each): each is string => (each ?? '') !== '');
  return normalizeReason(parts.length === 0 ? 'No reason given' : [...new Set(parts)].join(': '));
}

/** Equal for failures that look alike. */
export function signatureOf(child: FailedChild): string {
  return `${child.exitCode ?? '-'} ${reasonOf(child)}`;
}

/** Gives signatures, and remembers them by the words of the failure: thousands of children may fail in the same words. */
export function createSigner(): (child: FailedChild) => string {
  const known = new Map<string, string>();
  let last: { readonly child: FailedChild; readonly signature: string } | undefined;
  const signed = (child: FailedChild): string => {
    const words = `${child.exitCode ?? ''}\n${child.statusReason ?? ''}\n${child.reason ?? ''}`;
    const found = known.get(words);
    if (found !== undefined) return found;
    const signature = signatureOf(child);
    known.set(words, signature);
    return signature;
  };
  return (child) => {
    // The next one has mostly failed like the last one.
    if (last === undefined || !sameWords(last.child, child)) last = { child, signature: signed(child) };
    return last.signature;
  };
}

function sameWords(a: FailedChild, b: FailedChild): boolean {
  return a.exitCode === b.exitCode && a.statusReason === b.statusReason && a.reason === b.reason;
}

/** Adds failures to their groups, making groups as needed; beyond a bound they are counted under one last group. */
export function addFailures(
  groups: readonly FailureGroup[],
  failures: readonly { readonly index: number; readonly child: FailedChild }[],
  sign = createSigner(),
): readonly FailureGroup[] {
  if (failures.length === 0) return groups;
  const table = new Map(groups.map((each) => [each.signature, { group: each, more: 0 }]));
  for (const { index, child } of failures) {
    const own = sign(child);
    const signature = table.has(own) || table.size < FAILURES_KEPT ? own : OTHER_SIGNATURE;
    const found = table.get(signature);
    if (found === undefined) table.set(signature, { group: newGroup(signature, index, child), more: 1 });
    else found.more += 1;
  }
  return [...table.values()].map(({ group, more }) =>
    more === 0 ? group : { ...group, count: group.count + more },
  );
}

function newGroup(signature: string, index: number, child: FailedChild): FailureGroup {
  if (signature === OTHER_SIGNATURE)
    return { signature, count: 0, reason: 'Other reasons', sampleIndex: index };
  return {
    signature,
    count: 0,
    ...(child.exitCode === undefined ? {} : { exitCode: child.exitCode }),
    reason: reasonOf(child),
    sampleIndex: index,
    ...(child.jobId === undefined ? {} : { sampleJobId: child.jobId }),
    ...(child.logStream === undefined ? {} : { logStream: child.logStream }),
  };
}

/** A pattern of Batch's kind: the whole text, or a prefix before a final `*`. */
function matchesPattern(pattern: string, text: string): boolean {
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
}

/** The action of the first rule of which every condition matches; `Count` when none does, as in Kubernetes' podFailurePolicy. */
export function actionFor(rules: readonly FailureRule[], child: FailedChild): FailureRule['action'] {
  return ruleFor(rules, child)?.action ?? 'Count';
}

/** The first rule that a failed child fulfils. */
export function ruleFor(rules: readonly FailureRule[], child: FailedChild): FailureRule | undefined {
  return rules.find((each) => {
    if (each.onExitCodes !== undefined) {
      if (child.exitCode === undefined) return false;
      const listed = each.onExitCodes.values.includes(child.exitCode);
      if (listed !== (each.onExitCodes.operator === 'In')) return false;
    }
    if (each.onReason !== undefined && !matchesPattern(each.onReason, child.reason ?? '')) return false;
    return each.onStatusReason === undefined || matchesPattern(each.onStatusReason, child.statusReason ?? '');
  });
}
