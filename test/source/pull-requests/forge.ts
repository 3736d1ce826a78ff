import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Ajv } from 'ajv';

/** A request as it came in. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

export interface Pull {
  readonly number: number;
  readonly branch: string;
  base: string;
  title: string;
  body: string;
  state: 'open' | 'merged' | 'closed';
  readonly fork: boolean;
}

export interface Note {
  readonly id: number;
  readonly pull: number;
  readonly author: string;
  readonly bot: boolean;
  readonly system: boolean;
  body: string;
}

/** An answer to be given instead of the real one. */
export interface Canned {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  /** Only to requests of this method. */
  readonly method?: string;
  /** Does what was asked, and loses the answer. */
  readonly lost?: boolean;
  /** Never answers. */
  readonly silent?: boolean;
}

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, { readonly type: string; readonly enum?: readonly string[] }>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

const TOKEN = 'secret-token-0123456789';
const REPOSITORY = 'org/repo';

/** A stand-in for GitHub or GitLab that refuses what their descriptions do not allow, and tells of it in `violations`. */
export interface Forge {
  readonly kind: 'github' | 'gitlab';
  readonly baseUrl: string;
  readonly token: string;
  readonly repository: string;
  readonly seen: Seen[];
  readonly violations: string[];
  readonly pulls: Pull[];
  readonly notes: Note[];
  readonly canned: Canned[];
  /** Entries of a page at the most, whatever was asked for. */
  pageMax: number;
  /** Whether the token belongs to a user; that of GitHub Actions does not. */
  tokenHasUser: boolean;
  /** Branches that hold nothing that their base does not have. */
  readonly empty: Set<string>;
  add(pull: Partial<Pull> & { readonly branch: string }): Pull;
  say(note: Partial<Note> & { readonly body: string }): Note;
  close(): Promise<void>;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Who the token is. */
export const SELF = 'arrayjob-bot';

export async function openForge(kind: Forge['kind']): Promise<Forge> {
  const text = readFileSync(join(import.meta.dirname, `${kind}-api.json`), 'utf8');
  const { operations } = JSON.parse(text) as { operations: readonly Operation[] };
  const ajv = new Ajv({ strict: false });
  const checks = new Map(
    operations.map((each) => [
      each,
      // The descriptions let unknown members pass; we do not.
      each.body === undefined ? undefined : ajv.compile({ ...each.body, additionalProperties: false }),
    ]),
  );
  const forge: Forge = {
    kind,
    baseUrl: '',
    token: TOKEN,
    repository: REPOSITORY,
    seen: [],
    violations: [],
    pulls: [],
    notes: [],
    canned: [],
    pageMax: 100,
    tokenHasUser: true,
    empty: new Set(),
    add(pull) {
      const made: Pull = {
        number: forge.pulls.length + 1,
        base: 'main',
        title: 'title',
        body: '',
        state: 'open',
        fork: false,
        ...pull,
      };
      forge.pulls.push(made);
      return made;
    },
    say(note) {
      const made: Note = {
        id: 1000 + forge.notes.length,
        pull: 1,
        author: SELF,
        bot: false,
        system: false,
        ...note,
      };
      forge.notes.push(made);
      return made;
    },
    close: async () => undefined,
  };

  const violate = (what: string): void => {
    forge.violations.push(what);
  };

  function checkHeaders(request: IncomingMessage): void {
    const { headers } = request;
    if (headers.authorization !== `Bearer ${TOKEN}`) violate('no token, or another one');
    if ((headers['user-agent'] ?? '') === '') violate('no user-agent, which GitHub refuses');
    if (kind === 'github') {
      if (headers.accept !== 'application/vnd.github+json') violate(`accept: ${headers.accept ?? ''}`);
      if (headers['x-github-api-version'] !== '2022-11-28') violate('no version of the API');
    }
    const hasBody = !['GET', 'DELETE'].includes(request.method ?? '');
    if (hasBody && headers['content-type'] !== 'application/json') violate('a body that is not JSON');
  }

  function operationOf(seen: Seen): { readonly parts: readonly string[] } | undefined {
    for (const operation of operations) {
      const pattern = operation.path.replace(/\{[^}]+\}/g, '([^/]+)');
      const match = new RegExp(`^${pattern}$`).exec(seen.path);
      if (match === null || operation.method !== seen.method) continue;
      for (const [name, value] of Object.entries(seen.query)) {
        const schema = operation.query[name];
        if (schema === undefined) violate(`${seen.method} ${seen.path} takes no ${name}`);
        else if (schema.enum !== undefined && !schema.enum.includes(value)) violate(`${name}=${value}`);
        else if (schema.type === 'integer' && !/^\d+$/.test(value)) violate(`${name}=${value}`);
      }
      const check = checks.get(operation);
      if (check === undefined && seen.body !== undefined)
        violate(`a body for ${seen.method} ${operation.path}`);
      if (check !== undefined && !check(seen.body))
        violate(`${seen.method} ${operation.path}: ${ajv.errorsText(check.errors)}`);
      return { parts: match.slice(1).map(decodeURIComponent) };
    }
    violate(`no such operation: ${seen.method} ${seen.path}`);
    return undefined;
  }

  const server = createServer((request, response) => {
    void serve(request, response);
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '', forge.baseUrl);
    const prefix = new URL(forge.baseUrl).pathname;
    const bodyText = Buffer.concat(chunks).toString();
    const seen: Seen = {
      method: request.method ?? '',
      path: url.pathname.slice(prefix === '/' ? 0 : prefix.length),
      query: Object.fromEntries(url.searchParams),
      body: bodyText === '' ? undefined : (JSON.parse(bodyText) as Record<string, unknown>),
    };
    forge.seen.push(seen);
    const at = forge.canned.findIndex((each) => each.method === undefined || each.method === seen.method);
    const canned = at < 0 ? undefined : forge.canned.splice(at, 1)[0];
    if (canned?.silent === true) return;
    if (canned !== undefined && canned.lost !== true) {
      response.writeHead(canned.status, { 'content-type': 'application/json', ...canned.headers });
      response.end(canned.text ?? JSON.stringify(canned.json ?? {}));
      return;
    }
    checkHeaders(request);
    const operation = operationOf(seen);
    const reply = operation === undefined ? { status: 404, json: {} } : answer(seen, operation.parts, url);
    if (canned?.lost === true) {
      response.destroy();
      return;
    }
    const headers = { 'content-type': 'application/json', ...reply.headers };
    response.writeHead(reply.status, headers);
    response.end(JSON.stringify(reply.json));
  }

  function answer(seen: Seen, parts: readonly string[], url: URL): Canned {
    if (seen.path === '/user') {
      if (forge.tokenHasUser) return { status: 200, json: { id: 7, login: SELF } };
      return { status: 403, json: { message: 'Resource not accessible by integration' } };
    }
    const whose = kind === 'github' ? `${parts[0] ?? ''}/${parts[1] ?? ''}` : (parts[0] ?? '');
    if (whose !== REPOSITORY) return { status: 404, json: { message: 'Not Found' } };
    const rest = kind === 'github' ? parts.slice(2) : parts.slice(1);
    const resource = seen.path.split('/').filter((each) => !/^\d+$/.test(each));
    const isNotes = ['comments', 'notes'].includes(resource.at(-1) ?? '');
    if (isNotes) return notesAnswer(seen, rest, url);
    return pullsAnswer(seen, rest, url);
  }

  function pullsAnswer(seen: Seen, rest: readonly string[], url: URL): Canned {
    const { body = {}, query } = seen;
    if (seen.method === 'GET') {
      const branch =
        kind === 'github' ? query['head']?.replace(/^org:/, '') : (query['source_branch'] as string);
      const base = kind === 'github' ? query['base'] : query['target_branch'];
      const found = forge.pulls.filter(
        (each) => each.state === 'open' && each.branch === branch && each.base === base,
      );
      return page(found.map(pullJson), url);
    }
    const text = textOf(body[kind === 'github' ? 'body' : 'description']);
    if (kind === 'github' && text.length > 65_536) {
      const message = 'body is too long (maximum is 65536 characters)';
      return { status: 422, json: { message: 'Validation Failed', errors: [{ message }] } };
    }
    if (seen.method === 'POST') {
      const branch = String(kind === 'github' ? body['head'] : body['source_branch']);
      const base = String(kind === 'github' ? body['base'] : body['target_branch']);
      const other = forge.pulls.find(
        (each) => each.state === 'open' && each.branch === branch && each.base === base && !each.fork,
      );
      if (other !== undefined && kind === 'github') {
        const message = `A pull request already exists for org:${branch}.`;
        return {
          status: 422,
          json: {
            message: 'Validation Failed',
            errors: [{ resource: 'PullRequest', code: 'custom', message }],
          },
        };
      }
      if (other !== undefined) {
        const message = `Another open merge request already exists for this source branch: !${other.number}`;
        return { status: 409, json: { message: [message] } };
      }
      if (kind === 'github' && forge.empty.has(branch)) {
        const message = `No commits between ${base} and ${branch}`;
        return {
          status: 422,
          json: {
            message: 'Validation Failed',
            errors: [{ resource: 'PullRequest', code: 'custom', message }],
          },
        };
      }
      const made = forge.add({ branch, base, title: String(body['title']), body: text });
      return { status: 201, json: pullJson(made) };
    }
    const pull = forge.pulls.find((each) => each.number === Number(rest[0]));
    if (pull === undefined) return { status: 404, json: { message: '404 Not found' } };
    pull.body = text;
    return { status: 200, json: pullJson(pull) };
  }

  function notesAnswer(seen: Seen, rest: readonly string[], url: URL): Canned {
    const text = textOf(seen.body?.['body']);
    if (seen.method === 'GET')
      return page(forge.notes.filter((each) => each.pull === Number(rest[0])).map(noteJson), url);
    if (seen.method === 'POST')
      return { status: 201, json: noteJson(forge.say({ pull: Number(rest[0]), body: text })) };
    const note = forge.notes.find((each) => each.id === Number(rest.at(-1)));
    if (note === undefined) return { status: 404, json: { message: 'Not Found' } };
    if (note.author !== SELF) return { status: 403, json: { message: 'Must have admin rights' } };
    note.body = text;
    return { status: 200, json: noteJson(note) };
  }

  function pullJson(pull: Pull): unknown {
    if (kind === 'github') {
      return {
        number: pull.number,
        html_url: `https://github.test/org/repo/pull/${pull.number}`,
        state: pull.state === 'open' ? 'open' : 'closed',
        title: pull.title,
        body: pull.body === '' ? null : pull.body,
        head: { ref: pull.branch },
        base: { ref: pull.base },
      };
    }
    return {
      iid: pull.number,
      web_url: `https://gitlab.test/org/repo/-/merge_requests/${pull.number}`,
      state: pull.state === 'open' ? 'opened' : pull.state,
      title: pull.title,
      description: pull.body,
      source_branch: pull.branch,
      target_branch: pull.base,
      source_project_id: pull.fork ? 4 : 3,
      target_project_id: 3,
    };
  }
  function noteJson(note: Note): unknown {
    const { id, body, author, bot, system } = note;
    if (kind === 'github') return { id, body, user: { login: author, type: bot ? 'Bot' : 'User' } };
    return { id, body, system, author: { id: author === SELF ? 7 : 8, username: author } };
  }
  function page(all: readonly unknown[], url: URL): Canned {
    const size = Math.min(forge.pageMax, Number(url.searchParams.get('per_page') ?? '20'));
    const number = Number(url.searchParams.get('page') ?? '1');
    const next = new URL(url);
    next.searchParams.set('page', String(number + 1));
    const links = [`<${url.href}>; rel="first"`];
    if (number * size < all.length) links.unshift(`<${next.href}>; rel="next"`);
    return {
      status: 200,
      json: all.slice((number - 1) * size, number * size),
      headers: { link: links.join(', ') },
    };
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}${kind === 'github' ? '/api/v3' : '/api/v4'}`;
  return Object.assign(forge, {
    baseUrl,
    close: () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => {
          done();
        });
      }),
  });
}
