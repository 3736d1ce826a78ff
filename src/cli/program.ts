import { Command } from 'commander';
import { addDescribe } from './describe.ts';
import { addDoctor } from './doctor.ts';
import { addDelete } from './delete.ts';
import { addEvents } from './events.ts';
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
  const program = new Command('arrayjob');
  program
    .description('A Kubernetes-style declarative controller for AWS Batch array jobs')
    .version(packageVersion(), '-V, --version')
    .showHelpAfterError('(add --help for what there is)')
    .exitOverride();
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
