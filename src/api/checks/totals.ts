import type { Work } from '../../core/desired.ts';
import type { MatrixFields, WorkFields } from '../resources.ts';

/** How many combinations the axes of a matrix have, before include and exclude. */
export function combinations(matrix: MatrixFields): number {
  const axes = Object.entries(matrix).filter(([name]) => name !== 'include' && name !== 'exclude');
  return axes.length === 0 ? 0 : axes.reduce((product, [, values]) => product * (values?.length ?? 0), 1);
}

/** How many items there are, when the spec alone tells. */
export function itemsOf(work: WorkFields): number | undefined {
  if (work.size !== undefined) return work.size;
  if (work.items) return work.items.length;
  if (work.matrix && !work.matrix.include?.length && !work.matrix.exclude?.length)
    return combinations(work.matrix);
  return undefined;
}

/** How many indexes an ArrayJob has, when the spec alone tells. */
export function totalOf(work: Work, itemsPerChild: number): number | undefined {
  const items =
    work.kind === 'size'
      ? work.size
      : work.kind === 'items'
        ? work.items.length
        : work.kind === 'matrix' && work.include.length === 0 && work.exclude.length === 0
          ? combinations(work.axes)
          : undefined;
  return items === undefined ? undefined : Math.ceil(items / itemsPerChild);
}
