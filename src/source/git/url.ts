import { SourceError } from '../errors.ts';

/** A repository, branch and folder as a person named them, checked, and without secrets. */
export interface GitAddress {
  /** What git is given: without user information for https, without branch and path. */
  readonly remote: string;
  readonly protocol: 'ssh' | 'https' | 'http' | 'file';
  /** Empty for `file`. */
  readonly host: string;
  /** The repository on its host, without slashes at its ends and without `.git`: `org/repo`. */
  readonly repository: string;
  /** The branch that was named; undefined for the repository's default one. */
  readonly branch: string | undefined;
  /** The folder of the specs, with `/`; empty for all of the repository. */
  readonly path: string;
  /** What stood in the URL before an `@`, for https; it is handed to git by way of the environment only. */
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** The whole address for people and logs. */
  readonly url: string;
}

const SCHEMES: Readonly<Record<string, GitAddress['protocol']>> = {
  'git+ssh': 'ssh',
  ssh: 'ssh',
  'git+https': 'https',
  https: 'https',
  'git+http': 'http',
  'git+file': 'file',
};

const SCP = /^([A-Za-z0-9_][\w.-]*@)([A-Za-z0-9][\w.-]*):(?!\/\/)([^-].*)$/;
const FORMS =
  'git+ssh://HOST/REPOSITORY, git+https://HOST/REPOSITORY, https://HOST/REPOSITORY.git, git+file:///PATH or git@HOST:REPOSITORY, each with #BRANCH?path=FOLDER';

/** Whether a text names something other than a directory: a URL of any scheme, or `user@host:path`. */
export function isAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^[a-z][a-z0-9+.-]*::/i.test(text) || SCP.test(text);
}

/**
 * Reads `git+ssh://…#branch?path=folder` and its kin; `?path=` may stand before the `#` as well.
 * Throws a terminal `SourceUrlInvalid` for what git would take for an option, for transports that run commands, and for everything
 * that is not one of the forms. A secret in the text never gets into the error.
 */
export function parseGitAddress(text: string): GitAddress {
  const shown = withoutSecrets(text);
  const refuse = (why: string): never => {
    throw new SourceError('SourceUrlInvalid', 'terminal', `${shown} ${why}`);
  };
  if (text.startsWith('-')) refuse('begins with a dash: name a source as ' + FORMS);
  if (/^[a-z][a-z0-9+.-]*::/i.test(text)) refuse('would make git run a command: write ' + FORMS);
  // Line breaks in a URL have made credential helpers answer for other hosts (CVE-2020-5260).
  if (/[\0-\x20\x7f\\]|%0[0ad]/i.test(text)) refuse('holds white space, a control character or a backslash');
  const { base, branch, path } = partsOf(text, refuse);
  const scp = SCP.exec(base);
  if (scp !== null) {
    const [, user = '', host = '', repository = ''] = scp;
    return addressOf({
      remote: base,
      protocol: 'ssh',
      host,
      repository,
      user: user.slice(0, -1),
      branch,
      path,
    });
  }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(base)?.[1]?.toLowerCase() ?? '';
  const protocol = Object.hasOwn(SCHEMES, scheme) ? SCHEMES[scheme] : undefined;
  if (protocol === undefined)
    return refuse('is no address of a git repository that is supported: write ' + FORMS);
  if (scheme === 'https' && !/\.git\/?$/.test(base))
    refuse('does not end in .git: write git+https://… for a repository without that ending');
  return urlAddress(`${protocol}${base.slice(scheme.length)}`, protocol, { branch, path }, refuse);
}

function partsOf(
  text: string,
  refuse: (why: string) => never,
): { readonly base: string; readonly branch: string | undefined; readonly path: string } {
  const hash = text.indexOf('#');
  const before = hash < 0 ? text : text.slice(0, hash);
  const behind = hash < 0 ? '' : text.slice(hash + 1);
  const [base, firstQuery] = cut(before, '?');
  const [branchText, secondQuery] = cut(behind, '?');
  let path = '';
  for (const query of [firstQuery, secondQuery]) {
    for (const [key, value] of new URLSearchParams(query ?? '')) {
      if (key !== 'path') refuse(`has the parameter ${key}; only path is known`);
      path = value;
    }
  }
  const branch = decodeURIComponentSafely(branchText).replace(/^refs\/heads\//, '');
  if (branch !== '' && !isBranchName(branch)) refuse('names a branch as git does not allow it');
  return { base, branch: branch === '' ? undefined : branch, path: folderOf(path, refuse) };
}

function urlAddress(
  remoteText: string,
  protocol: GitAddress['protocol'],
  more: { readonly branch: string | undefined; readonly path: string },
  refuse: (why: string) => never,
): GitAddress {
  if (protocol === 'file') {
    const file = /^file:\/\/(?:localhost)?(\/.*)$/.exec(remoteText)?.[1];
    if (file === undefined) return refuse('needs an absolute path: write git+file:///PATH');
    return addressOf({ remote: `file://${file}`, protocol, host: '', repository: file, ...more });
  }
  let url: URL;
  try {
    url = new URL(remoteText);
  } catch {
    return refuse('is not a URL that can be read');
  }
  const host = url.hostname;
  const [user, password] = [url.username, url.password].map(decodeURIComponentSafely);
  // ssh takes what begins with a dash for an option, wherever it stands (CVE-2017-1000117).
  if (!/^[A-Za-z0-9[]/.test(host) || user!.startsWith('-') || url.pathname.startsWith('/-'))
    return refuse('has a host, user or repository that begins with a dash, or none');
  if (url.pathname.length < 2) return refuse('names no repository');
  if (protocol === 'http' && !/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host))
    return refuse(
      'would send credentials in the clear: write git+https://… (git+http is for this machine only)',
    );
  if (protocol === 'ssh') {
    const who = user === '' ? '' : `${url.username}@`;
    const remote = `ssh://${who}${url.host}${url.pathname}`;
    if (password !== '') return refuse('has a password, which ssh does not take: use a key or the ssh agent');
    return addressOf({ remote, protocol, host, repository: url.pathname, user, ...more });
  }
  const remote = `${protocol}://${url.host}${url.pathname}`;
  return addressOf({ remote, protocol, host: url.host, repository: url.pathname, user, password, ...more });
}

function addressOf(parts: {
  readonly remote: string;
  readonly protocol: GitAddress['protocol'];
  readonly host: string;
  readonly repository: string;
  readonly branch: string | undefined;
  readonly path: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}): GitAddress {
  const { remote, branch, path } = parts;
  const named = /^[a-z]+:\/\//.test(remote) ? `git+${remote}` : remote;
  const fragment = branch === undefined && path === '' ? '' : `#${branch ?? ''}`;
  return {
    ...parts,
    repository: parts.repository.replace(/^\/+|\/+$/g, '').replace(/\.git$/, ''),
    user: parts.user === '' ? undefined : parts.user,
    password: parts.password === '' ? undefined : parts.password,
    url: `${named}${fragment}${path === '' ? '' : `?path=${path}`}`,
  };
}

/** Whether git takes a text for the name of a branch (git-check-ref-format), and never for an option. */
export function isBranchName(name: string): boolean {
  return (
    name !== '' &&
    name !== '@' &&
    name !== 'HEAD' &&
    !/^[-/.]|[/.]$|\.lock(?:\/|$)|\.\.|\/\/|\/\.|@\{|[\0-\x20\x7f~^:?*[\\]/.test(name)
  );
}

function folderOf(text: string, refuse: (why: string) => never): string {
  const path = text.replace(/^(?:\.?\/)+|\/+$/g, '');
  if (path === '' || path === '.') return '';
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..'))
    refuse('has a path that leaves the repository or has empty parts');
  return path;
}

function cut(text: string, mark: string): readonly [string, string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A text in which user information of URLs is starred out. */
export function withoutSecrets(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)([^/@\s]*)@/gi, (all, scheme: string, who: string) =>
    /ssh/i.test(scheme) && !who.includes(':') ? all : `${scheme}***@`,
  );
}
