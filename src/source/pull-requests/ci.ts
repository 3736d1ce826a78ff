import type { PullRequestHost } from './host.ts';
import { type HostChoice, openAt, type Opened } from './open.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The pull request that a CI job runs for. */
export interface CiPullRequest {
  readonly host: PullRequestHost;
  readonly number: number;
}

export type CiOpened =
  { readonly ok: true; readonly value: CiPullRequest } | { readonly ok: false; readonly message: string };

/**
 * The pull request that GitHub Actions (GITHUB_REPOSITORY, GITHUB_API_URL, GITHUB_EVENT_PATH, GITHUB_REF) or GitLab CI
 * (CI_API_V4_URL, CI_MERGE_REQUEST_PROJECT_ID or CI_PROJECT_ID, CI_MERGE_REQUEST_IID) say that this job runs for.
 * @param eventText the content of the file that GITHUB_EVENT_PATH names, if it could be read
 */
export function openCi(choice: HostChoice, env: Environment, eventText: string | undefined): CiOpened {
  const set = (name: string): string | undefined => {
    const value = env[name];
    return value === undefined || value === '' ? undefined : value;
  };
  const gitlab = set('CI_MERGE_REQUEST_IID');
  const repository = set('GITHUB_REPOSITORY');
  if (repository !== undefined && set('CI_PROJECT_ID') === undefined) {
    const number = numberInEvent(eventText) ?? numberInRef(set('GITHUB_REF'));
    if (number === undefined) {
      const message =
        'This job does not run for a pull request: let the workflow run on: pull_request, or leave --comment out';
      return { ok: false, message };
    }
    const baseUrl = choice.apiUrl ?? set('GITHUB_API_URL') ?? 'https://api.github.com';
    return numbered(
      openAt('github', baseUrl, repository, choice, ['ARRAYJOB_GIT_TOKEN', 'GITHUB_TOKEN', 'GH_TOKEN'], env),
      number,
    );
  }
  const project = set('CI_MERGE_REQUEST_PROJECT_ID') ?? set('CI_PROJECT_ID');
  if (project !== undefined) {
    if (gitlab === undefined || !/^\d+$/.test(gitlab)) {
      const message =
        'This job does not run for a merge request: give it rules: if $CI_PIPELINE_SOURCE == "merge_request_event", or leave --comment out';
      return { ok: false, message };
    }
    const baseUrl = choice.apiUrl ?? set('CI_API_V4_URL') ?? 'https://gitlab.com/api/v4';
    const names = ['ARRAYJOB_GIT_TOKEN', 'GITLAB_TOKEN'];
    return numbered(openAt('gitlab', baseUrl, project, choice, names, env), Number(gitlab));
  }
  const message =
    '--comment works in GitHub Actions and GitLab CI, which say for which pull request a job runs; elsewhere print with -o markdown and post that';
  return { ok: false, message };
}

function numbered(opened: Opened, number: number): CiOpened {
  return opened.ok ? { ok: true, value: { host: opened.host, number } } : opened;
}

function numberInRef(ref: string | undefined): number | undefined {
  const match = /^refs\/pull\/(\d+)\//.exec(ref ?? '');
  return match === null ? undefined : Number(match[1]);
}

/** `pull_request.number`, of the events pull_request and pull_request_target; `issue.number` of a comment on a pull request. */
function numberInEvent(text: string | undefined): number | undefined {
  try {
    const event = JSON.parse(text ?? '') as {
      readonly pull_request?: { readonly number?: unknown };
      readonly issue?: { readonly number?: unknown; readonly pull_request?: unknown };
    } | null;
    const number =
      event?.pull_request?.number ??
      (event?.issue?.pull_request === undefined ? undefined : event.issue.number);
    return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : undefined;
  } catch {
    return undefined;
  }
}
