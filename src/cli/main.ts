#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { addGet } from './get.ts';
import { addLocal } from './local.ts';
import { addPlan } from './plan.ts';
import { addRun } from './run.ts';
import { addSchema } from './schema.ts';
import { harmless, printError } from './text.ts';
import { addTutorial } from './tutorial.ts';
import { addValidate } from './validate.ts';
import { packageVersion } from './version.ts';

/** Codes of errors that say everything in their message; any other error is ours, and shown with its stack. */
const EXPECTED = new Set(['UsageError', 'SourceError', 'StateError']);

// This version of the SDK supports every Node that we do; what later versions will need is no news to a user.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const program = new Command('arrayjob');
program
  .description('A Kubernetes-style declarative controller for AWS Batch array jobs')
  .version(packageVersion(), '-V, --version')
  .showHelpAfterError('(add --help for what there is)')
  .exitOverride();
for (const add of [addRun, addPlan, addValidate, addGet, addLocal, addSchema, addTutorial]) add(program);
program
  .command('version')
  .description('Print the version')
  .action(() => {
    process.stdout.write(`arrayjob ${packageVersion()} (node ${process.versions.node})\n`);
  });
for (const each of program.commands) each.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    const known = error instanceof Error && EXPECTED.has(error.name);
    const text = known
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
    printError(`arrayjob: ${harmless(text)}`);
    process.exitCode = 2;
  }
}
