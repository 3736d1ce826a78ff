import type { GitAddress } from './url.ts';
import { withoutSecrets } from './url.ts';

/** What git needs to know who asks, handed over in its environment: arguments can be read by every user of a machine. */
export interface Credentials {
  readonly env: Readonly<Record<string, string>>;
  /** Git's settings, in the same way. */
  readonly config: readonly (readonly [key: string, value: string])[];
  /** Stars out every secret in a text, in each spelling that git or curl use. */
  readonly redact: (text: string) => string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The user that a token goes with unless the URL or ARRAYJOB_GIT_USERNAME names one: GitHub wants this, GitLab takes any. */
const TOKEN_USER = 'x-access-token';

/** Answers git's question for a password out of the environment; the text is constant, so that nothing is quoted into a shell. */
const HELPER =
  '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$ARRAYJOB_ASKED_USER" "$ARRAYJOB_ASKED_PASSWORD"; }; f';

/**
 * Finds the token for a repository: a password in the URL, ARRAYJOB_GIT_TOKEN, or what CI systems provide, and those only for
 * their own hosts: GITHUB_TOKEN and GH_TOKEN for github.com or GITHUB_SERVER_URL, GITLAB_TOKEN and CI_JOB_TOKEN for gitlab.com,
 * GITLAB_HOST or CI_SERVER_HOST. Without one, git's own credential helpers, keys and agents are left to it.
 */
export function credentialsFor(address: GitAddress, env: Environment): Credentials {
  const password =
    address.password === undefined ? tokenFor(address, env) : { text: address.password, user: TOKEN_USER };
  const redact = redactor([password?.text, ...TOKENS.map((name) => env[name])]);
  if (password === undefined || address.protocol === 'ssh' || address.protocol === 'file')
    return { env: {}, config: [], redact };
  const scope = `credential.${address.protocol}://${address.host}`;
  return {
    env: {
      ARRAYJOB_ASKED_USER: address.user ?? set(env['ARRAYJOB_GIT_USERNAME']) ?? password.user,
      ARRAYJOB_ASKED_PASSWORD: password.text,
    },
    // The empty one takes away the helpers that are configured: a token that was given is the one that is meant.
    config: [
      ['credential.helper', ''],
      [`${scope}.helper`, ''],
      [`${scope}.helper`, HELPER],
    ],
    redact,
  };
}

const TOKENS = ['ARRAYJOB_GIT_TOKEN', 'GITHUB_TOKEN', 'GH_TOKEN', 'GITLAB_TOKEN', 'CI_JOB_TOKEN'] as const;

interface Token {
  readonly text: string;
  readonly user: string;
}

/** The token of the environment that is meant for the host of a repository. */
function tokenFor(address: GitAddress, env: Environment): Token | undefined {
  const own = set(env['ARRAYJOB_GIT_TOKEN']);
  if (own !== undefined) return { text: own, user: TOKEN_USER };
  if (['github.com', hostOf(env['GITHUB_SERVER_URL'])].includes(address.host)) {
    const text = set(env['GITHUB_TOKEN']) ?? set(env['GH_TOKEN']);
    if (text !== undefined) return { text, user: TOKEN_USER };
  }
  const gitlab = [
    'gitlab.com',
    hostOf(env['CI_SERVER_URL']),
    env['CI_SERVER_HOST'],
    hostOf(env['GITLAB_HOST']),
  ];
  if (gitlab.includes(address.host)) {
    const text = set(env['GITLAB_TOKEN']);
    if (text !== undefined) return { text, user: 'oauth2' };
    const job = set(env['CI_JOB_TOKEN']);
    if (job !== undefined) return { text: job, user: 'gitlab-ci-token' };
  }
  return undefined;
}

function set(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}

function hostOf(url: string | undefined): string | undefined {
  const text = set(url);
  if (text === undefined) return undefined;
  return text.replace(/^[a-z]+:\/\//i, '').replace(/\/.*$/, '');
}

/** Shorter secrets than this are words that stand everywhere. */
const SECRET_MIN = 6;

function redactor(secrets: readonly (string | undefined)[]): (text: string) => string {
  const spelled = new Set(
    secrets
      .flatMap((each) => (each === undefined || each.length < SECRET_MIN ? [] : [each]))
      .flatMap((each) => [each, encodeURIComponent(each), Buffer.from(each).toString('base64')]),
  );
  return (text) => {
    let result = withoutSecrets(text).replace(/(authorization:\s*\w+\s+)\S+/gi, '$1***');
    for (const each of spelled) result = result.replaceAll(each, '***');
    return result;
  };
}
