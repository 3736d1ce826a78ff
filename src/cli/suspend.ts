import type { Command } from 'commander';
import { setValue } from '../document/index.ts';
import { EDIT_NOTE, editFlags, type EditOptions, make, targetsOf } from './edit-objects.ts';
import { isObject } from '../core/json.ts';

export function addSuspend(program: Command): void {
  add(program, {
    verb: 'suspend',
    suspend: true,
    description: 'Hold ArrayJobs back: what runs is stopped and nothing is submitted until they are resumed',
    done: 'will be suspended; what has succeeded stands',
    already: 'is suspended already',
  });
}

export function addResume(program: Command): void {
  add(program, {
    verb: 'resume',
    suspend: false,
    description: 'Let suspended ArrayJobs go on with the indexes that have not succeeded',
    done: 'will go on',
    already: 'is not suspended',
  });
}

interface Kind {
  readonly verb: 'suspend' | 'resume';
  readonly suspend: boolean;
  readonly description: string;
  readonly done: string;
  readonly already: string;
}

function add(program: Command, { verb, suspend, description, done, already }: Kind): void {
  editFlags(program.command(verb).description(description).argument('[name...]', 'ArrayJobs'))
    .addHelpText(
      'after',
      `
Examples:
  arrayjob ${verb} process-daily-files -s jobs/
  arrayjob ${verb} -l team=ingest

${EDIT_NOTE}
Exit status: 0, 1 not found or not possible, 2 error.`,
    )
    .action(async (names: readonly string[], options: EditOptions) => {
      const targets = await targetsOf(names, options, ['ArrayJob'], verb);
      if (targets === undefined) {
        process.exitCode = 1;
        return;
      }
      const changes = targets.chosen.map((target) => ({
        target,
        edit: (
          bytes: Uint8Array,
          { position, value }: { readonly position: number; readonly value: unknown },
        ) =>
          isSuspended(value) === suspend
            ? ({ ok: true, bytes, changed: false } as const)
            : setValue(bytes, { position, path: ['spec', 'suspend'], value: suspend }),
        done,
        already,
      }));
      process.exitCode = await make(targets.directory, changes, options.dryRun === true);
    });
}

/** An absent field means false, and is not written for nothing. */
function isSuspended(value: unknown): boolean {
  const spec = isObject(value) ? value['spec'] : undefined;
  return isObject(spec) && spec['suspend'] === true;
}
