import type { JsonPath } from '../../core/finding.ts';
import { isObject } from '../../core/json.ts';
import { RESERVED_ENVIRONMENT_PREFIX } from '../../core/limits.ts';
import { VARIABLE_PREFIX } from '../names.ts';
import { shown } from '../paths.ts';
import type { Report } from '../report.ts';

/** ECS's and EKS's words for a container's variables, and those that come from secrets. */
const LISTS = ['environment', 'env', 'secrets'];

/** Checks the variables of every container below a part of a request, whatever its shape. */
export function checkVariables(value: unknown, path: JsonPath, report: Report): void {
  if (Array.isArray(value)) {
    value.forEach((each, index) => checkVariables(each, [...path, index], report));
    return;
  }
  if (!isObject(value)) return;
  const seen = new Set<string>();
  for (const [key, member] of Object.entries(value)) {
    if (LISTS.includes(key) && Array.isArray(member)) {
      member.forEach((each: unknown, index) => checkVariable(each, [...path, key, index], seen, report));
    } else checkVariables(member, [...path, key], report);
  }
}

function checkVariable(entry: unknown, path: JsonPath, seen: Set<string>, report: Report): void {
  const name = isObject(entry) ? entry['name'] : undefined;
  if (typeof name !== 'string' || name === '') {
    report.error({
      code: 'UnnamedVariable',
      path,
      message: 'This environment variable has no name.',
      remedy: 'Add name: and the name of the variable.',
    });
    return;
  }
  const at = [...path, 'name'];
  if (name.startsWith(RESERVED_ENVIRONMENT_PREFIX)) {
    report.error({
      code: 'ReservedVariable',
      path: at,
      message: `The variable is called ${shown(name)}, but names that begin with ${RESERVED_ENVIRONMENT_PREFIX} are AWS Batch's own.`,
      remedy: 'Choose another name; AWS Batch sets its own variables in every child.',
    });
  } else if (name.startsWith(VARIABLE_PREFIX)) {
    report.error({
      code: 'ReservedVariable',
      path: at,
      message: `The variable is called ${shown(name)}, but names that begin with ${VARIABLE_PREFIX} are the controller's.`,
      remedy: 'Choose another name; the controller sets these variables in every child.',
    });
  }
  if (seen.has(name)) {
    report.error({
      code: 'DuplicateVariable',
      path: at,
      message: `The variable ${name} is set twice in this container.`,
      remedy: 'Remove one of them.',
    });
  }
  seen.add(name);
}
