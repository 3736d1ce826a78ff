import { type Command, Option } from 'commander';
import { countFlag, durationFlag, durationOption } from './common.ts';
import { POLICY_FLAG } from './policy-file.ts';
import { run, type RunOptions } from './run/daemon.ts';

export function addRun(program: Command): void {
  program
    .command('run')
    .description('Compare the specs of a source with Batch, submit what is missing, and write status back')
    .argument(
      '[source]',
      'a directory of YAML specs, or a git URL: git+ssh://HOST/REPO#BRANCH?path=FOLDER',
      '.',
    )
    .option('--once', 'one pass over everything, then end')
    .option('--until-settled', 'end when every object is Succeeded, Failed, Suspended, Blocked or Invalid')
    .option('--local', 'use the embedded engine: children run as processes on this machine')
    .option(
      '--data <dir>',
      'with --local: where the engine keeps jobs, buckets and logs (default: SOURCE/.arrayjob/local; for git in ~/.local/state/arrayjob)',
    )
    .option('--local-image <image=folder...>', 'with --local: children of this image start in this folder')
    .option(
      '--state <place>',
      'where state is kept: a directory or s3://bucket/prefix (default: SOURCE/.arrayjob; for git in ~/.local/state/arrayjob)',
    )
    .option('--source-id <id>', 'the id of the source, 8 hex digits (default: made at first use)')
    .option(...POLICY_FLAG)
    .addOption(
      durationOption(
        '--poll-interval <duration>',
        'the longest time between two looks at something under way',
        '30s',
      ),
    )
    .option(
      '--status-interval <duration>',
      'how often mere progress is written at the most (default: 10s; from git 60s)',
      durationFlag('--status-interval'),
    )
    .addOption(
      durationOption(
        '--settle-time <duration>',
        'how long a submission without an answer is looked for; at most 1s with --local',
        '30s',
      ),
    )
    .addOption(
      durationOption(
        '--lease-ttl <duration>',
        'how long another controller must be silent before this one takes over',
        '15s',
      ),
    )
    .option(
      '--git-interval <duration>',
      'how often a git remote is looked at (default: 30s)',
      durationFlag('--git-interval'),
    )
    .option(
      '--status-branch <branch>',
      'commit status to this branch, which is the branch of the specs plus status',
    )
    .option('--git-author <author>', 'who writes commits of status: "Name <mail>" (default: arrayjob)')
    .option('--commit-suffix <text>', 'ends the subject of every commit, such as "[skip ci]"')
    .option(
      '--pull-request',
      'with --status-branch: keep one pull request for it, on GitHub or GitLab, with a table of all jobs',
    )
    .option(
      '--api-url <url>',
      'with --pull-request: the API of a self-hosted one, https://HOST/api/v3 (GitHub) or https://HOST/api/v4 (GitLab)',
    )
    .option(
      '--token-env <variable>',
      'with --pull-request: the variable that holds the token (default: ARRAYJOB_GIT_TOKEN, GITHUB_TOKEN, GH_TOKEN or GITLAB_TOKEN, each for its own host)',
    )
    .option(
      '--max-calls-per-minute <n>',
      'a hard bound over all calls to Batch in any 60 seconds (default: none; 40 a second of each class anyway)',
      countFlag('--max-calls-per-minute'),
    )
    .option(
      '--listen <address>',
      'where health, metrics and the API are served: HOST:PORT or none (default: 127.0.0.1:9410; none with --once and --until-settled)',
    )
    .option(
      '--api-token-file <file>',
      'the token that POST /api/v1/reconcile wants (default: $ARRAYJOB_API_TOKEN; without either, nobody may)',
    )
    .option(
      '--events <queue>',
      "an SQS queue of Batch's EventBridge events, as hints where to look: sqs://NAME or its URL",
    )
    .option(
      '--notify <url...>',
      'post a CloudEvent here whenever an object changes its phase; signed with $ARRAYJOB_NOTIFY_SECRET',
    )
    .addOption(
      new Option(
        '--notify-format <format>',
        'what is posted (default: slack for hooks.slack.com, else cloudevents)',
      ).choices(['cloudevents', 'slack']),
    )
    .addOption(
      new Option('--log-level <level>', 'how much is logged')
        .choices(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
        .default('info'),
    )
    .addHelpText(
      'after',
      `
Examples:
  arrayjob run jobs/                         watch jobs/ and keep Batch in step with it
  arrayjob run jobs/ --once                  one pass, for cron
  arrayjob run git+ssh://git@github.com/org/repo.git#main?path=jobs
  arrayjob run jobs/ --local --until-settled try it on this machine, without AWS
  AWS_ENDPOINT_URL=http://127.0.0.1:4580 arrayjob run jobs/

Exit status: 0; with --until-settled 1 if anything is Failed or Invalid; 2 for a usage or start-up error.`,
    )
    .action(async (source: string, options: RunOptions) => {
      process.exitCode = await run(source, options);
    });
}
