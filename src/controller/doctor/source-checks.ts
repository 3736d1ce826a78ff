import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { probePush, type Source } from '../../source/index.ts';
import type { Catalog } from '../catalog.ts';
import { failed, fine, listed, warned, type Check } from './check.ts';

/** What the source declares, in one line: the findings themselves are `validate`'s. */
export function checkSpecs(catalog: Catalog, where: string): Check {
  const told = { check: 'specs', subject: where } as const;
  const errors = catalog.findings.filter((each) => each.severity === 'error').length;
  const jobs = [...catalog.objects.values()].filter((each) => each.kind === 'ArrayJob').length;
  const definitions = catalog.objects.size - jobs;
  if (errors > 0) {
    const invalid = [...catalog.objects]
      .filter(([, each]) => each.spec.kind === 'invalid')
      .map(([key]) => key);
    return failed({
      ...told,
      message: `has ${errors} errors: what they are in is not run, and not looked at below`,
      remedy: 'run `arrayjob validate` for each with its place',
      affects: invalid,
    });
  }
  if (catalog.objects.size === 0) {
    return warned({
      ...told,
      message: 'declares nothing: only what needs no specs is looked at',
      remedy: 'name the folder of your specs, or the path of a git source with ?path=',
    });
  }
  return fine({ ...told, message: `declares ${jobs} ArrayJobs and ${definitions} JobDefinitions` });
}

/** Whether status can be written: into the files of a directory, or to the remote of a git source. */
export async function checkWriting(source: Source, catalog: Catalog): Promise<Check> {
  if (source.kind === 'git') {
    const probe = await probePush(source.url);
    const told = { check: 'git', subject: source.url } as const;
    return probe.ok
      ? fine({
          ...told,
          message: 'can be read, and takes pushes (protection of single branches is not seen)',
        })
      : failed({
          ...told,
          message: `can be read, but status cannot be written: ${probe.message}`,
          remedy: 'jobs would run, but nobody would see it in the repository',
        });
  }
  const files = [...new Set([...catalog.objects.values()].map((each) => join(source.url, each.file)))];
  // A file is replaced by another one beside it, so that its folder has to be writable, too.
  const places = [...new Set([...files, ...files.map((each) => dirname(each)), source.url])];
  const closed: string[] = [];
  for (const place of places) {
    await access(place, constants.W_OK).catch(() => closed.push(place));
  }
  const told = { check: 'files', subject: source.url } as const;
  return closed.length === 0
    ? fine({ ...told, message: `${files.length} files can be written` })
    : failed({
        ...told,
        message: `status cannot be written into ${listed(closed)}`,
        remedy: 'let the user that runs arrayjob write there (chown, or mount it read-write)',
      });
}
