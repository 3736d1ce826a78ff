import { LocalError, type ObjectId, type Repository } from './repository.ts';

/** A person or program as git knows them. */
export interface Identity {
  readonly name: string;
  readonly mail: string;
}

/** Who commits, and whether what is committed is signed. */
export interface Signature {
  readonly author: Identity;
  readonly committer: Identity;
  readonly sign: boolean;
}

/** New contents, by path in the repository; modes stay as they are given. */
export type Changes = ReadonlyMap<string, { readonly mode: string; readonly bytes: Uint8Array }>;

/** Git is configured to sign, and cannot. */
export class SigningError extends Error {
  override readonly name = 'SigningError';
}

const OURS: Identity = { name: 'arrayjob', mail: 'arrayjob@localhost' };
const REF = 'refs/arrayjob/made';

/** Reads `Name <mail>`; undefined when it is not written so. */
export function parseIdentity(text: string): Identity | undefined {
  const [, name = '', mail = ''] = /^\s*([^<>\0\r\n]+?)\s*<([^<>\s\0]+)>\s*$/.exec(text) ?? [];
  return name === '' || mail === '' ? undefined : { name, mail };
}

/**
 * How commits are signed off: by `author` if one is given; else written by arrayjob and committed by whoever git is configured
 * for. They are signed if git's `commit.gpgSign` says so.
 */
export async function signatureOf(repository: Repository, author: Identity | undefined): Promise<Signature> {
  const configured = await repository
    .local(['-c', 'user.useConfigOnly=true', 'var', 'GIT_COMMITTER_IDENT'])
    .then((out) => parseIdentity(out.toString('utf8').replace(/>[^>]*$/, '>')))
    .catch(() => undefined);
  const sign = await repository
    .local(['config', '--type=bool', '--get', 'commit.gpgSign'])
    .then((out) => out.toString().trim() === 'true')
    .catch(() => false);
  return { author: author ?? OURS, committer: author ?? configured ?? OURS, sign };
}

/** Makes a commit of its parent with some files' contents replaced, without an index or a working tree. Rejects with a LocalError or a SigningError. */
export async function makeCommit(
  repository: Repository,
  made: {
    readonly parent: ObjectId;
    readonly changes: Changes;
    readonly message: string;
    readonly signature: Signature;
    readonly nowMs: number;
  },
): Promise<ObjectId> {
  const { parent, signature } = made;
  const seconds = Math.floor(made.nowMs / 1000);
  const message = Buffer.from(made.message);
  const parts: Uint8Array[] = [];
  const line = (text: string): void => {
    parts.push(Buffer.from(`${text}\n`));
  };
  line('feature done');
  line(`commit ${REF}`);
  line('mark :1');
  line(`author ${signature.author.name} <${signature.author.mail}> ${seconds} +0000`);
  line(`committer ${signature.committer.name} <${signature.committer.mail}> ${seconds} +0000`);
  line(`data ${message.length}`);
  parts.push(message);
  line('');
  line(`from ${parent}`);
  for (const [path, { mode, bytes }] of made.changes) {
    line(`M ${mode} inline ${quoted(path)}`);
    line(`data ${bytes.length}`);
    parts.push(bytes);
    line('');
  }
  line('');
  line('get-mark :1');
  line('done');
  const out = await repository.local(['fast-import', '--quiet', '--force', '--date-format=raw'], {
    input: Buffer.concat(parts),
  });
  const id = out.toString().trim();
  if (!/^[0-9a-f]{40,64}$/.test(id))
    throw new LocalError('git made no commit; look at the disk of the private clone');
  return signature.sign ? signed(repository, id, made.message, parent, signature, seconds) : id;
}

/** The same commit with a signature, made by the program that git is configured with. */
async function signed(
  repository: Repository,
  commit: ObjectId,
  message: string,
  parent: ObjectId,
  { author, committer }: Signature,
  seconds: number,
): Promise<ObjectId> {
  const args = ['commit-tree', '-S', '-p', parent, '-F', '-', `${commit}^{tree}`];
  const call = {
    input: Buffer.from(message),
    env: {
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.mail,
      GIT_AUTHOR_DATE: `@${seconds} +0000`,
      GIT_COMMITTER_NAME: committer.name,
      GIT_COMMITTER_EMAIL: committer.mail,
      GIT_COMMITTER_DATE: `@${seconds} +0000`,
    },
  };
  try {
    return (await repository.local(args, call)).toString().trim();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new SigningError(
      `the commit cannot be signed (${said}): see git's gpg.format and user.signingKey, or unset commit.gpgSign`,
    );
  }
}

/** A path as fast-import reads it: bytes as they are, but for three. */
function quoted(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
