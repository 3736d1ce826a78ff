import { Command } from 'commander';
import { packageVersion } from './version.ts';

/** The program without its verbs. Errors of the command line are thrown instead of ending the process. */
export function emptyProgram(): Command {
  return new Command('arrayjob')
    .description('A Kubernetes-style declarative controller for AWS Batch array jobs')
    .version(packageVersion(), '-V, --version')
    .showHelpAfterError('(add --help for what there is)')
    .exitOverride();
}
