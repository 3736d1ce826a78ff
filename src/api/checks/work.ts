import { posix } from 'node:path';
import { INDEXES_MAX } from '../../core/limits.ts';
import { parseDuration } from '../durations.ts';
import { nearest } from '../nearest.ts';
import { shown } from '../paths.ts';
import type { Report } from '../report.ts';
import type { ArrayJobFields, MatrixFields, WorkFields } from '../resources.ts';
import { combinations } from './totals.ts';

const EXTENSIONS = ['.json', '.jsonl', '.csv'];

/** Listing a bucket more often than this would be all that the controller does. */
const REFRESH_MIN_MS = 1000;

export function checkWork(work: WorkFields, spec: Partial<ArrayJobFields>, report: Report): void {
  if (work.file !== undefined) checkFile(work.file, report);
  if (work.matrix) checkMatrix(work.matrix, report);
  if (work.s3?.refreshInterval !== undefined) checkRefresh(work.s3.refreshInterval, report);
  if (work.size !== undefined && (spec.itemsPerChild ?? 1) > 1) {
    report.error({
      code: 'NoItems',
      path: ['spec', 'itemsPerChild'],
      message: `itemsPerChild is ${String(spec.itemsPerChild)}, but work.size has no items to give to a child.`,
      remedy: 'Remove itemsPerChild, and write the number of children as size.',
    });
  }
}

function checkFile(file: string, report: Report): void {
  const wrong = (message: string, remedy: string): void =>
    report.error({ code: 'WrongPath', path: ['spec', 'work', 'file'], message, remedy });
  if (file.includes('\\') || file.includes('\0')) {
    wrong(`The path ${shown(file)} has a character that paths here do not have.`, 'Separate folders with /.');
  } else if (posix.isAbsolute(file) || /^[A-Za-z]:|^~|^[a-z0-9]+:\/\//.test(file)) {
    wrong(
      `The path ${shown(file)} is not relative to the spec.`,
      'Put the file beside the spec and write its name, as in items.jsonl.',
    );
  } else if (!EXTENSIONS.includes(posix.extname(file).toLowerCase())) {
    wrong(
      `The path ${shown(file)} does not end in ${EXTENSIONS.join(', ')}.`,
      'Write the items as a JSON list, one JSON value a line, or CSV with a header row.',
    );
  }
}

/** A path that climbs out of the source; only where the spec itself is known by its path in the source. */
export function checkInside(file: string, specFile: string, report: Report): void {
  if (posix.isAbsolute(specFile)) return;
  const whole = posix.normalize(posix.join(posix.dirname(specFile), file));
  if (whole !== '..' && !whole.startsWith('../')) return;
  report.error({
    code: 'WrongPath',
    path: ['spec', 'work', 'file'],
    message: `The path ${shown(file)} leaves the source.`,
    remedy: 'Put the file beside the spec and write its name, as in items.jsonl.',
  });
}

function checkMatrix(matrix: MatrixFields, report: Report): void {
  const axes = Object.keys(matrix).filter((name) => name !== 'include' && name !== 'exclude');
  for (const [index, entry] of (matrix.exclude ?? []).entries()) {
    for (const name of Object.keys(entry).filter((each) => !axes.includes(each))) {
      const meant = nearest(name, axes);
      report.error({
        code: 'UnknownAxis',
        path: ['spec', 'work', 'matrix', 'exclude', index, name],
        at: 'key',
        message: `exclude names the axis ${name}, which the matrix does not have${meant === undefined ? '' : `; did you mean ${meant}?`}`,
        remedy: meant === undefined ? `Name one of ${axes.join(', ') || 'its axes'}.` : `Write ${meant}.`,
      });
    }
  }
  const count = combinations(matrix);
  if (count > INDEXES_MAX) {
    report.error({
      code: 'TooManyItems',
      path: ['spec', 'work', 'matrix'],
      message: `The matrix has ${count} combinations, but at most ${INDEXES_MAX} fit.`,
      remedy: 'Shorten an axis, or split the ArrayJob.',
    });
  }
}

function checkRefresh(text: string, report: Report): void {
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= REFRESH_MIN_MS) return;
  report.error({
    code: 'OutOfRange',
    path: ['spec', 'work', 's3', 'refreshInterval'],
    message: `refreshInterval is ${shown(text)}, but must be at least 1s.`,
    remedy: 'Write 5m or so; to list only when the spec changes, remove it.',
  });
}
