import { isObject, type Json } from '../../core/json.ts';
import type { Answer, HostFailure } from './failure.ts';
import { type Comment, type HostOptions, type PullRequest, type PullRequestHost, redactor } from './host.ts';
import { createHttp } from './http.ts';

/** Characters of a description (doc/administration/instance_limits, «Size of comments and descriptions»: about 1 MB); what is longer is read by nobody. */
const BODY_MAX = 65_536;

/** Merge requests of one project through GitLab's REST API, also of self-managed instances. */
export function createGitLab(options: HostOptions): PullRequestHost {
  const { repository, tokenFrom } = options;
  // A project is named by its id, or by its path with every slash encoded.
  const root = `/projects/${encodeURIComponent(repository)}`;
  const http = createHttp({
    name: 'GitLab',
    baseUrl: options.baseUrl,
    headers: {
      accept: 'application/json',
      // Personal, project and group access tokens are taken as bearers just as those of OAuth.
      authorization: `Bearer ${options.token}`,
      'user-agent': 'arrayjob',
    },
    redact: redactor(options.token),
    remedies: {
      unauthorized: `give an access token that is valid in ${tokenFrom}; the token of a CI job cannot write merge requests or comments`,
      forbidden: `give the token of ${tokenFrom} the scope api and at least the role Developer in the project`,
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
    message: `GitLab gave ${what} of ${repository} in a form that is not known: check --api-url`,
    said: '',
  });
  const mergeRequest = (answer: Answer<Json>): Answer<PullRequest> => {
    if (!answer.ok) return answer;
    const value = mergeRequestOf(answer.value);
    return value === undefined ? strange('a merge request') : { ok: true, value };
  };
  const note = (answer: Answer<Json>): Answer<Comment> => {
    if (!answer.ok) return answer;
    const value = noteOf(answer.value);
    return value === undefined ? strange('a comment') : { ok: true, value };
  };

  /** The id of the token's owner: for a project or group token, of the bot that GitLab made for it. */
  async function ownId(): Promise<Answer<number | undefined>> {
    const answer = await http.call({ method: 'GET', path: '/user' });
    if (!answer.ok)
      return answer.kind === 'forbidden' || answer.kind === 'missing'
        ? { ok: true, value: undefined }
        : answer;
    const id = isObject(answer.value) ? answer.value['id'] : undefined;
    return { ok: true, value: typeof id === 'number' ? id : undefined };
  }

  return {
    kind: 'gitlab',
    name: 'GitLab',
    repository,
    bodyMax: BODY_MAX,
    async findOpen(branch, base) {
      const query = {
        state: 'opened',
        source_branch: branch,
        target_branch: base,
        order_by: 'created_at',
        sort: 'asc',
      };
      const answer = await http.list({ method: 'GET', path: `${root}/merge_requests`, query });
      if (!answer.ok) return answer;
      // Not one from a fork with a branch of the same name.
      const found = answer.value.find(
        (each) =>
          each['source_branch'] === branch &&
          each['target_branch'] === base &&
          each['source_project_id'] === each['target_project_id'],
      );
      return { ok: true, value: found === undefined ? undefined : mergeRequestOf(found) };
    },
    open: async ({ branch, base, title, body }) =>
      mergeRequest(
        await http.call({
          method: 'POST',
          path: `${root}/merge_requests`,
          body: { source_branch: branch, target_branch: base, title, description: body },
        }),
      ),
    setBody: async (number, body) =>
      mergeRequest(
        await http.call({
          method: 'PUT',
          path: `${root}/merge_requests/${number}`,
          body: { description: body },
        }),
      ),
    async findComment(number, marker) {
      const query = { order_by: 'created_at', sort: 'asc' };
      const answer = await http.list({
        method: 'GET',
        path: `${root}/merge_requests/${number}/notes`,
        query,
      });
      if (!answer.ok) return answer;
      const candidates = answer.value.filter(
        (each) =>
          each['system'] !== true && typeof each['body'] === 'string' && each['body'].startsWith(marker),
      );
      if (candidates.length === 0) return { ok: true, value: undefined };
      const own = await ownId();
      if (!own.ok) return own;
      const found = candidates.find(
        (each) => own.value === undefined || (isObject(each['author']) && each['author']['id'] === own.value),
      );
      return { ok: true, value: found === undefined ? undefined : noteOf(found) };
    },
    comment: async (number, body) =>
      note(
        await http.call({ method: 'POST', path: `${root}/merge_requests/${number}/notes`, body: { body } }),
      ),
    setComment: async (number, id, body) =>
      note(
        await http.call({
          method: 'PUT',
          path: `${root}/merge_requests/${number}/notes/${id}`,
          body: { body },
        }),
      ),
  };
}

function mergeRequestOf(value: Json): PullRequest | undefined {
  if (!isObject(value)) return undefined;
  const { iid, web_url: url, title, description } = value;
  if (typeof iid !== 'number' || typeof title !== 'string') return undefined;
  return {
    number: iid,
    url: typeof url === 'string' ? url : '',
    title,
    body: typeof description === 'string' ? description : '',
  };
}

function noteOf(value: Json): Comment | undefined {
  if (!isObject(value)) return undefined;
  const { id, body } = value;
  return typeof id === 'number' ? { id, body: typeof body === 'string' ? body : '' } : undefined;
}
