import { isObject } from '../core/json.ts';
import { API_VERSION, KINDS } from './names.ts';
import { nearest } from './nearest.ts';
import { shown } from './paths.ts';
import type { Report } from './report.ts';

/** Warns of a document that is ours but for its apiVersion or kind. Documents of others are nobody's business. */
export function reportNearKind(value: unknown, report: Report): void {
  if (!isObject(value)) return;
  const { apiVersion, kind } = value;
  const version = typeof apiVersion === 'string' ? apiVersion : undefined;
  const meant =
    typeof kind === 'string' ? (KINDS.find((each) => each === kind) ?? nearest(kind, KINDS)) : undefined;
  if (version === undefined ? meant === undefined : !isOurGroup(version)) return;
  if (version !== API_VERSION) {
    report.warning({
      code: 'UnknownKind',
      path: ['apiVersion'],
      message:
        apiVersion === undefined
          ? 'There is no apiVersion, so the document is ignored.'
          : `apiVersion is ${shown(apiVersion)}, so the document is ignored.`,
      remedy: `Write apiVersion: ${API_VERSION}.`,
    });
  }
  if (KINDS.some((each) => each === kind)) return;
  report.warning({
    code: 'UnknownKind',
    path: ['kind'],
    message:
      kind === undefined
        ? 'There is no kind, so the document is ignored.'
        : `kind is ${shown(kind)}, so the document is ignored.`,
    remedy: `Write kind: ${meant ?? KINDS.join(' or kind: ')}.`,
  });
}

function isOurGroup(version: string): boolean {
  const group = version.split('/')[0] ?? '';
  const ours = API_VERSION.split('/')[0] ?? '';
  return /^array-?jobs?([./]|$)/i.test(group) || group === ours || nearest(group, [ours]) !== undefined;
}
