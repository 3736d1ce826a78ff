#!/usr/bin/env node
import { CommanderError } from 'commander';
import { oneVerb } from './one-verb.ts';
import { harmless, printError } from './text.ts';

/** Codes of errors that say everything in their message; any other error is ours, and shown with its stack. */
const EXPECTED = new Set(['UsageError', 'SourceError', 'StateError']);

// This version of the SDK supports every Node that we do; what later versions will need is no news to a user.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

// A daemon's code takes a moment to load, and until it listens for signals itself this one would end the process.
if (process.argv[2] === 'run') process.on('SIGUSR2', () => undefined);

try {
  const program = (await oneVerb(process.argv.slice(2))) ?? (await import('./program.ts')).createProgram();
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
