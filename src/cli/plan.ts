import { type Command, Option } from 'commander';
import { compareWithBase } from './plan/base.ts';
import { type PlanOptions, planNow } from './plan/now.ts';
import { POLICY_FLAG } from './policy-file.ts';
import { UsageError } from './text.ts';

export { plannedObject } from './plan/objects.ts';
export type { PlannedAction, PlannedObject } from './plan/objects.ts';

export function addPlan(program: Command): void {
  program
    .command('plan')
    .description('Show what `run` would do now, from the same decision; change nothing')
    .argument('[source]', 'a directory of YAML specs, or a git URL', '.')
    .option(
      '--base <ref>',
      'what a change does: compare the directory with the commit at which it parted from this branch, tag or id',
    )
    .option('--offline', 'with --base: ask nobody; go by the status in the files of that commit')
    .option(
      '--status-from <ref>',
      'with --base: the branch that holds the status, where `run` has --status-branch',
    )
    .option('--local', 'plan against the embedded engine')
    .option(
      '--data <dir>',
      'with --local: the data of the engine (default: SOURCE/.arrayjob/local; for git in ~/.local/state/arrayjob)',
    )
    .option(
      '--state <place>',
      'where state is kept: a directory or s3://bucket/prefix (default: SOURCE/.arrayjob; for git in ~/.local/state/arrayjob)',
    )
    .option('--source-id <id>', 'the id of the source, 8 hex digits')
    .option(...POLICY_FLAG)
    .option(
      '--comment',
      'write it, as Markdown, into one comment on the pull request that this CI job runs for (GitHub Actions, GitLab CI)',
    )
    .option(
      '--api-url <url>',
      'with --comment: the API of a self-hosted one, https://HOST/api/v3 (GitHub) or https://HOST/api/v4 (GitLab)',
    )
    .option(
      '--token-env <variable>',
      'with --comment: the variable that holds the token (default: ARRAYJOB_GIT_TOKEN, GITHUB_TOKEN, GH_TOKEN or GITLAB_TOKEN)',
    )
    .addOption(new Option('-o, --output <format>', 'instead of text').choices(['json', 'markdown']))
    .addHelpText(
      'after',
      `
Examples:
  arrayjob plan jobs/
  arrayjob plan jobs/ --local --data /tmp/data
  arrayjob plan jobs/ -o json | jq '.objects[].actions'
  arrayjob plan jobs/ --base origin/main -o markdown
  arrayjob plan jobs/ --base origin/main --comment

Exit status: 0 nothing to do, 1 changes, 2 error.`,
    )
    .action(async (source: string, options: PlanOptions) => {
      process.exitCode = await plan(source, options);
    });
}

async function plan(where: string, options: PlanOptions): Promise<number> {
  if (options.base === undefined && options.offline === true)
    throw new UsageError('--offline goes with --base');
  if (options.base === undefined && options.statusFrom !== undefined)
    throw new UsageError('--status-from goes with --base');
  if (options.offline === true && options.local === true)
    throw new UsageError('--offline and --local exclude each other: leave one out');
  if (options.comment !== true) {
    if (options.apiUrl !== undefined) throw new UsageError('--api-url goes with --comment');
    if (options.tokenEnv !== undefined) throw new UsageError('--token-env goes with --comment');
  }
  return options.base === undefined
    ? planNow(where, options)
    : compareWithBase(where, { ...options, base: options.base });
}
