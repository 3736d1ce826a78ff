import type { JsonPath } from '../../core/finding.ts';
import { isObject } from '../../core/json.ts';
import { shown } from '../paths.ts';
import type { Report } from '../report.ts';

/** What the value of each resource looks like (ResourceRequirement.value: MEMORY in MiB from 4; Fargate has quarters of a vCPU). */
const FORMS: Readonly<
  Record<string, { readonly pattern: RegExp; readonly least: number; readonly words: string }>
> = {
  MEMORY: { pattern: /^\d+$/, least: 4, words: 'a whole number of MiB, at least 4' },
  VCPU: { pattern: /^\d+(\.\d+)?$/, least: 0.25, words: 'a number of vCPUs, at least 0.25' },
  GPU: { pattern: /^\d+$/, least: 1, words: 'a whole number of GPUs, at least 1' },
};

/** Checks every `resourceRequirements` below a part of a request. */
export function checkRequirements(value: unknown, path: JsonPath, report: Report): void {
  if (Array.isArray(value)) {
    value.forEach((each, index) => checkRequirements(each, [...path, index], report));
    return;
  }
  if (!isObject(value)) return;
  for (const [key, member] of Object.entries(value)) {
    if (key !== 'resourceRequirements' || !Array.isArray(member)) {
      checkRequirements(member, [...path, key], report);
      continue;
    }
    member.forEach((each: unknown, index) => checkRequirement(each, [...path, key, index, 'value'], report));
  }
}

function checkRequirement(entry: unknown, path: JsonPath, report: Report): void {
  if (!isObject(entry)) return;
  const { type, value } = entry;
  const form = typeof type === 'string' && Object.hasOwn(FORMS, type) ? FORMS[type] : undefined;
  if (!form || typeof type !== 'string' || typeof value !== 'string') return;
  if (form.pattern.test(value) && Number(value) >= form.least) return;
  report.error({
    code: 'WrongResource',
    path,
    message: `The value of ${type} is ${shown(value)}, but must be ${form.words}.`,
    remedy: `Write ${form.words}, in quotes and without a unit.`,
  });
}
