import { createGitHub } from './github.ts';
import { createGitLab } from './gitlab.ts';
import type { PullRequestHost } from './host.ts';

/** A repository by where it is fetched from. */
export interface RemoteRepository {
  /** With its port, if it has one of its own. */
  readonly host: string;
  /** `owner/repo`, for GitLab with all groups. */
  readonly path: string;
}

/** What a person said about the host; everything else is found out. */
export interface HostChoice {
  /** The address of the API, for self-hosted ones. */
  readonly apiUrl?: string | undefined;
  /** The variable that holds the token. */
  readonly tokenEnv?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Kind = PullRequestHost['kind'];

/** A host, or what a person must do first. */
export type Opened =
  | { readonly ok: true; readonly host: PullRequestHost; readonly tokenFrom: string }
  | { readonly ok: false; readonly message: string };

/**
 * The host and path of a remote: an https or ssh URL, or `user@host:path`. Undefined for a path on this machine and everything
 * else that no host of pull requests can serve.
 */
export function repositoryOf(remote: string): RemoteRepository | undefined {
  const scp = /^(?:[^@/:]+@)?([A-Za-z0-9][\w.-]*):(?!\/\/)(.+)$/.exec(remote);
  if (scp !== null) return remotePart(scp[1]!, scp[2]!);
  const text = remote.replace(/^git\+/, '');
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol === 'ssh:' || url.protocol === 'git:') return remotePart(url.hostname, url.pathname);
  return url.protocol === 'https:' || url.protocol === 'http:'
    ? remotePart(url.host, url.pathname)
    : undefined;
}

/** Hosts that serve ssh under a name of its own, for networks that let only port 443 out. */
const SSH_NAMES: Readonly<Record<string, string>> = {
  'ssh.github.com': 'github.com',
  'altssh.gitlab.com': 'gitlab.com',
};

function remotePart(host: string, path: string): RemoteRepository | undefined {
  const plain = path.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '');
  const parts = plain.split('/');
  if (parts.length < 2 || parts.some((each) => each === '' || each === '.' || each === '..'))
    return undefined;
  const name = host.toLowerCase();
  return { host: (Object.hasOwn(SSH_NAMES, name) ? SSH_NAMES[name] : undefined) ?? name, path: plain };
}

/** Finds the API and the token for a repository. A token of the environment is only ever given to the host that it is for. */
export function openHost(repository: RemoteRepository, choice: HostChoice, env: Environment): Opened {
  const kind = kindOf(repository.host, choice.apiUrl, env);
  if (kind === undefined) {
    return refusal(
      `${repository.host} is not known to be a GitHub or a GitLab: give --api-url https://${repository.host}/api/v3 (GitHub) or --api-url https://${repository.host}/api/v4 (GitLab)`,
    );
  }
  const baseUrl = choice.apiUrl ?? apiUrlOf(kind, repository.host, env);
  return openAt(
    kind,
    baseUrl,
    repository.path,
    choice,
    tokenNames(kind, baseUrl, repository.host, env, choice.apiUrl !== undefined),
    env,
  );
}

/** The host at a known address; the token is the first that is set of the named variables. */
export function openAt(
  kind: Kind,
  baseUrlText: string,
  repository: string,
  choice: HostChoice,
  names: readonly string[],
  env: Environment,
): Opened {
  const baseUrl = baseUrlText.replace(/\/+$/, '');
  const problem = urlProblem(baseUrl);
  if (problem !== undefined) return refusal(`--api-url ${withoutUser(baseUrl)} ${problem}`);
  if (kind === 'github' && repository.split('/').length !== 2)
    return refusal(`${repository} is no repository of GitHub, which are called OWNER/REPOSITORY`);
  const wanted = choice.tokenEnv === undefined ? names : [choice.tokenEnv];
  const tokenFrom = wanted.find((name) => (env[name] ?? '').trim() !== '');
  const token = tokenFrom === undefined ? '' : env[tokenFrom]!.trim();
  if (tokenFrom === undefined) {
    const where =
      choice.tokenEnv === undefined
        ? `in ${wanted.join(', ')}, or name another variable with --token-env`
        : `in ${choice.tokenEnv}, which --token-env names`;
    const what = kind === 'github' ? 'may write pull requests' : 'has the scope api';
    return refusal(`There is no token for ${new URL(baseUrl).host}: set one that ${what} ${where}`);
  }
  // Such a header would be refused with the token in the error.
  if (/[^\x21-\x7e]/.test(token))
    return refusal(
      `The token in ${tokenFrom} has white space or letters that none has: set it again, without line breaks`,
    );
  const create = kind === 'github' ? createGitHub : createGitLab;
  return { ok: true, host: create({ baseUrl, repository, token, tokenFrom }), tokenFrom };
}

function refusal(message: string): Opened {
  return { ok: false, message };
}

function urlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'is not a URL: write https://HOST/api/v3 or https://HOST/api/v4';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    return 'holds credentials: give the token in a variable and name it with --token-env';
  const here = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && here))
    return 'would send the token in the clear: write https://…';
  return url.search === '' && url.hash === '' ? undefined : 'has a query or a fragment: leave it out';
}

function withoutUser(text: string): string {
  return text.replace(/\/\/[^/@]*@/, '//***@');
}

function hostOfUrl(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  const url = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`;
  return URL.canParse(url) ? new URL(url).host : undefined;
}

function isGitHub(host: string, env: Environment): boolean {
  return (
    host === 'github.com' ||
    host === hostOfUrl(env['GITHUB_SERVER_URL']) ||
    host === hostOfUrl(env['GH_HOST'])
  );
}

function isGitLab(host: string, env: Environment): boolean {
  return [
    'gitlab.com',
    hostOfUrl(env['CI_SERVER_URL']),
    hostOfUrl(env['CI_SERVER_HOST']),
    hostOfUrl(env['GITLAB_HOST']),
  ].includes(host);
}

function kindOf(host: string, apiUrl: string | undefined, env: Environment): Kind | undefined {
  if (apiUrl !== undefined) {
    if (/\/api\/v4\/*$/.test(apiUrl)) return 'gitlab';
    if (/\/api\/v3\/*$/.test(apiUrl) || hostOfUrl(apiUrl) === 'api.github.com') return 'github';
  }
  if (isGitHub(host, env)) return 'github';
  if (isGitLab(host, env)) return 'gitlab';
  const labels = host.replace(/:\d+$/, '').split('.');
  if (labels.some((each) => each.includes('gitlab'))) return 'gitlab';
  // Of GitHub with data residency: SUBDOMAIN.ghe.com.
  if (host.endsWith('.ghe.com') || labels.some((each) => each.includes('github'))) return 'github';
  return undefined;
}

function apiUrlOf(kind: Kind, host: string, env: Environment): string {
  if (kind === 'gitlab') {
    const own = env['CI_API_V4_URL'] ?? '';
    return own !== '' && hostOfUrl(own) === host ? own : `https://${host}/api/v4`;
  }
  if (host === 'github.com') return 'https://api.github.com';
  if (host.endsWith('.ghe.com')) return `https://api.${host}`;
  const own = env['GITHUB_API_URL'] ?? '';
  return own !== '' && host === hostOfUrl(env['GITHUB_SERVER_URL']) ? own : `https://${host}/api/v3`;
}

/** Variables that hold a token for a host, in the order in which they count. */
function tokenNames(
  kind: Kind,
  baseUrl: string,
  host: string,
  env: Environment,
  chosen: boolean,
): readonly string[] {
  const own = 'ARRAYJOB_GIT_TOKEN';
  // An address that was given by hand may be any host: it gets no token that was not meant for it.
  const known = !chosen || hostOfUrl(baseUrl) === host || hostOfUrl(baseUrl) === `api.${host}`;
  if (kind === 'gitlab') return known && isGitLab(host, env) ? [own, 'GITLAB_TOKEN'] : [own];
  if (known && isGitHub(host, env)) return [own, 'GITHUB_TOKEN', 'GH_TOKEN'];
  return [own, 'GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN'];
}
