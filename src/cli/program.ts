import type { Command } from 'commander';
import { addDescribe } from './describe.ts';
import { addDoctor } from './doctor.ts';
import { addCompletion } from './completion.ts';
import { addDelete } from './delete.ts';
import { addEvents } from './events.ts';
import { emptyProgram } from './empty-program.ts';
import { addGet } from './get.ts';
import { addGraph } from './graph.ts';
import { addLocal } from './local.ts';
import { addLogs } from './logs.ts';
import { addPlan } from './plan.ts';
import { addRerun } from './rerun.ts';
import { addRun } from './run.ts';
import { addSchema } from './schema.ts';
import { addResume, addSuspend } from './suspend.ts';
import { addTutorial } from './tutorial.ts';
import { addValidate } from './validate.ts';
import { packageVersion } from './version.ts';

/** All verbs with their flags. Errors of the command line are thrown instead of ending the process. */
export function createProgram(): Command {
  const program = emptyProgram();
  for (const add of [
    addRun,
    addPlan,
    addValidate,
    addGet,
    addDescribe,
    addEvents,
    addLogs,
    addRerun,
    addSuspend,
    addResume,
    addDelete,
    addDoctor,
    addGraph,
    addLocal,
    addSchema,
    addCompletion,
    addTutorial,
  ])
    add(program);
  program
    .command('version')
    .description('Print the version')
    .addHelpText('after', '\nExample:\n  arrayjob version')
    .action(() => {
      process.stdout.write(`arrayjob ${packageVersion()} (node ${process.versions.node})\n`);
    });
  for (const each of program.commands) each.exitOverride();
  return program;
}
