import { shown } from '../paths.ts';
import type { Report } from '../report.ts';

/** Deeper nesting is refused: what walks a value later may then recurse. */
const DEPTH_MAX = 128;

/** One list for the whole walk: a million items would otherwise cost a million copies. */
type Path = (string | number)[];

/** Finds what JSON cannot express, everywhere but in `status`; false when there is any, so that nothing may be serialized. */
export function checkValues(resource: Readonly<Record<string, unknown>>, report: Report): boolean {
  return Object.entries(resource)
    .filter(([key]) => key !== 'status')
    .map(([key, value]) => walk(value, [key], report))
    .every(Boolean);
}

function walk(value: unknown, path: Path, report: Report): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return checkNumber(value, path, report);
    case 'object':
      if (value === null) return true;
      return walkObject(value, path, report);
    default:
      return refuse(shown(value), path, report);
  }
}

function walkObject(value: object, path: Path, report: Report): boolean {
  if (path.length > DEPTH_MAX) return refuse(`nested more than ${DEPTH_MAX} levels deep`, path, report);
  if (Array.isArray(value)) return walkMembers(value.entries(), path, report);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return refuse('not a plain map', path, report);
  return walkMembers(Object.entries(value), path, report);
}

function walkMembers(members: Iterable<[string | number, unknown]>, path: Path, report: Report): boolean {
  let expressible = true;
  for (const [key, member] of members) {
    path.push(key);
    expressible = walk(member, path, report) && expressible;
    path.pop();
  }
  return expressible;
}

function checkNumber(value: number, path: Path, report: Report): boolean {
  if (!Number.isFinite(value)) return refuse(String(value), path, report);
  return true;
}

function refuse(what: string, path: Path, report: Report): boolean {
  report.error({
    code: 'NotJson',
    path: [...path],
    message: `The value is ${what}, which JSON cannot express.`,
    remedy: 'Write a plain number, or put the value in quotes as text.',
  });
  return false;
}
