import type { JsonPath } from '../../core/finding.ts';
import { shown } from '../paths.ts';
import type { Report } from '../report.ts';

/** Deeper nesting is refused: what walks a value later may then recurse. */
const DEPTH_MAX = 128;

/** Finds what JSON cannot express, everywhere but in `status`; false when there is any, so that nothing may be serialized. */
export function checkValues(resource: Readonly<Record<string, unknown>>, report: Report): boolean {
  return Object.entries(resource)
    .filter(([key]) => key !== 'status')
    .map(([key, value]) => walk(value, [key], report))
    .every(Boolean);
}

function walk(value: unknown, path: JsonPath, report: Report): boolean {
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

function walkObject(value: object, path: JsonPath, report: Report): boolean {
  if (path.length > DEPTH_MAX) return refuse(`nested more than ${DEPTH_MAX} levels deep`, path, report);
  if (Array.isArray(value)) {
    return value.map((each: unknown, index) => walk(each, [...path, index], report)).every(Boolean);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return refuse('not a plain map', path, report);
  return Object.entries(value)
    .map(([key, each]) => walk(each, [...path, key], report))
    .every(Boolean);
}

function checkNumber(value: number, path: JsonPath, report: Report): boolean {
  if (!Number.isFinite(value)) return refuse(String(value), path, report);
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return true;
  report.warning({
    code: 'InexactNumber',
    path,
    message: `The number ${value} is larger than a JSON number can hold exactly.`,
    remedy: 'If its digits matter, put it in quotes.',
  });
  return true;
}

function refuse(what: string, path: JsonPath, report: Report): boolean {
  report.error({
    code: 'NotJson',
    path,
    message: `The value is ${what}, which JSON cannot express.`,
    remedy: 'Write a plain number, or put the value in quotes as text.',
  });
  return false;
}
