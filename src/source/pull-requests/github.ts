import { isObject, type Json } from '../../core/json.ts';
import type { Answer, HostFailure } from './failure.ts';
import { type Comment, type HostOptions, type PullRequest, type PullRequestHost, redactor } from './host.ts';
import { createHttp } from './http.ts';

/** «body is too long (maximum is 65536 characters)», of pull requests and comments alike. */
const BODY_MAX = 65_536;

/** The version of the REST API whose description the calls follow. */
const API_VERSION = '2022-11-28';

/** Pull requests of one repository through GitHub's REST API, also of GitHub Enterprise Server. */
export function createGitHub(options: HostOptions): PullRequestHost {
  const { repository, tokenFrom } = options;
  const [owner = ''] = repository.split('/');
  const root = `/repos/${repository.split('/').map(encodeURIComponent).join('/')}`;
  const http = createHttp({
    name: 'GitHub',
    baseUrl: options.baseUrl,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${options.token}`,
      'user-agent': 'arrayjob',
      'x-github-api-version': API_VERSION,
    },
    redact: redactor(options.token),
    remedies: {
      unauthorized: `give a token that is valid in ${tokenFrom}`,
      forbidden: `give the token of ${tokenFrom} the permission pull-requests: write (and contents: read); in Actions, write it under permissions: of the job, and for opening pull requests allow it under Settings, Actions, General. A pull request from a fork gets a token that may only read`,
      missing: `check that ${repository} is right, and that the token of ${tokenFrom} may see it`,
      limited: 'it is asked again later',
      unavailable: 'it is tried again later',
    },
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    ...(options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes }),
    ...(options.now === undefined ? {} : { now: options.now }),
  });

  const strange = (what: string): HostFailure => ({
    ok: false,
    kind: 'unavailable',
    message: `GitHub gave ${what} of ${repository} in a form that is not known: check --api-url`,
    said: '',
  });
  const pullRequest = (answer: Answer<Json>): Answer<PullRequest> => {
    if (!answer.ok) return answer;
    const value = pullRequestOf(answer.value);
    return value === undefined ? strange('a pull request') : { ok: true, value };
  };
  const comment = (answer: Answer<Json>): Answer<Comment> => {
    if (!answer.ok) return answer;
    const value = commentOf(answer.value);
    return value === undefined ? strange('a comment') : { ok: true, value };
  };

  /** The login of the token's owner; undefined for the token of an app, such as that of Actions, which has none. */
  async function login(): Promise<Answer<string | undefined>> {
    const answer = await http.call({ method: 'GET', path: '/user' });
    if (!answer.ok)
      return answer.kind === 'forbidden' || answer.kind === 'missing'
        ? { ok: true, value: undefined }
        : answer;
    const name = isObject(answer.value) ? answer.value['login'] : undefined;
    return { ok: true, value: typeof name === 'string' ? name : undefined };
  }

  return {
    kind: 'github',
    name: 'GitHub',
    repository,
    bodyMax: BODY_MAX,
    async findOpen(branch, base) {
      const query = { state: 'open', head: `${owner}:${branch}`, base, sort: 'created', direction: 'asc' };
      const answer = await http.list({ method: 'GET', path: `${root}/pulls`, query });
      if (!answer.ok) return answer;
      // GitHub leaves the filter out when `head` has no owner or one it does not know: it is checked here again.
      const found = answer.value.find(
        (each) =>
          isObject(each['head']) &&
          each['head']['ref'] === branch &&
          isObject(each['base']) &&
          each['base']['ref'] === base &&
          each['state'] === 'open',
      );
      return { ok: true, value: found === undefined ? undefined : pullRequestOf(found) };
    },
    async open({ branch, base, title, body }) {
      const answer = await http.call({
        method: 'POST',
        path: `${root}/pulls`,
        body: { title, head: branch, base, body },
      });
      if (!answer.ok && answer.status === 422 && /no commits between/i.test(answer.said))
        return { ok: true, value: undefined };
      return pullRequest(answer);
    },
    setBody: async (number, body) =>
      pullRequest(await http.call({ method: 'PATCH', path: `${root}/pulls/${number}`, body: { body } })),
    async findComment(number, marker) {
      const marked = (each: Json): boolean =>
        isObject(each) && typeof each['body'] === 'string' && each['body'].startsWith(marker);
      const answer = await http.list({ method: 'GET', path: `${root}/issues/${number}/comments` });
      if (!answer.ok) return answer;
      const candidates = answer.value.filter(marked);
      if (candidates.length === 0) return { ok: true, value: undefined };
      const own = await login();
      if (!own.ok) return own;
      const found = candidates.find((each) => {
        const user = isObject(each['user']) ? each['user'] : {};
        return own.value === undefined ? user['type'] === 'Bot' : user['login'] === own.value;
      });
      return { ok: true, value: found === undefined ? undefined : commentOf(found) };
    },
    comment: async (number, body) =>
      comment(await http.call({ method: 'POST', path: `${root}/issues/${number}/comments`, body: { body } })),
    setComment: async (_number, id, body) =>
      comment(await http.call({ method: 'PATCH', path: `${root}/issues/comments/${id}`, body: { body } })),
  };
}

function pullRequestOf(value: Json): PullRequest | undefined {
  if (!isObject(value)) return undefined;
  const { number, html_url: url, title, body } = value;
  if (typeof number !== 'number' || typeof title !== 'string') return undefined;
  return {
    number,
    url: typeof url === 'string' ? url : '',
    title,
    body: typeof body === 'string' ? body : '',
  };
}

function commentOf(value: Json): Comment | undefined {
  if (!isObject(value)) return undefined;
  const { id, body } = value;
  return typeof id === 'number' ? { id, body: typeof body === 'string' ? body : '' } : undefined;
}
