import type { Answer } from './failure.ts';

/** An open pull request; GitLab calls it a merge request. */
export interface PullRequest {
  readonly number: number;
  /** Its page. */
  readonly url: string;
  readonly title: string;
  readonly body: string;
}

/** A comment on a pull request. */
export interface Comment {
  readonly id: number;
  readonly body: string;
}

/** One repository on a host of pull requests. No call is repeated, and none rejects. */
export interface PullRequestHost {
  readonly kind: 'github' | 'gitlab';
  /** For people: `GitHub`, `GitLab`. */
  readonly name: string;
  /** `owner/repo`, or the id of a project. */
  readonly repository: string;
  /** Characters of a body or comment that the host takes. */
  readonly bodyMax: number;
  /** The open pull request of a branch of this repository onto another, the oldest if there are several. */
  findOpen(branch: string, base: string): Promise<Answer<PullRequest | undefined>>;
  /** Fails with `conflict` when there is one already. Undefined: there is nothing in the branch that the base does not have. */
  open(request: {
    readonly branch: string;
    readonly base: string;
    readonly title: string;
    readonly body: string;
  }): Promise<Answer<PullRequest | undefined>>;
  setBody(number: number, body: string): Promise<Answer<PullRequest>>;
  /** The oldest comment of our own that begins with a marker. Comments of others that pretend to be ours are passed over where that can be told. */
  findComment(number: number, marker: string): Promise<Answer<Comment | undefined>>;
  comment(number: number, body: string): Promise<Answer<Comment>>;
  setComment(number: number, id: number, body: string): Promise<Answer<Comment>>;
}

/** What is needed to talk to a host. */
export interface HostOptions {
  /** The address of the API, without a slash at its end: `https://api.github.com`, `https://gitlab.example.com/api/v4`. */
  readonly baseUrl: string;
  readonly repository: string;
  readonly token: string;
  /** Where the token came from, for messages: the name of a variable. */
  readonly tokenFrom: string;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  readonly now?: () => number;
}

/** Stars out a token in a text. */
export function redactor(token: string): (text: string) => string {
  const spelled = [token, encodeURIComponent(token), Buffer.from(token).toString('base64')];
  return (text) => spelled.reduce((rest, each) => rest.replaceAll(each, '***'), text);
}
