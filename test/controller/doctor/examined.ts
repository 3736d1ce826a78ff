import { createServer, request as forward, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAccount } from '../../../src/batch/account.ts';
import { createIam } from '../../../src/batch/iam.ts';
import { createLogGroups } from '../../../src/batch/log-groups.ts';
import { createLogStreams } from '../../../src/batch/log-streams.ts';
import { catalogOf } from '../../../src/controller/catalog.ts';
import type { Check, CheckName } from '../../../src/controller/doctor/check.ts';
import { diagnose } from '../../../src/controller/doctor/diagnose.ts';
import { needsOf } from '../../../src/controller/doctor/needs.ts';
import { openDirectory } from '../../../src/source/index.ts';
import { createMemoryStore, openStore } from '../../../src/state/index.ts';
import { createS3Port } from '../../../src/work/index.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { apiAt } from '../house.ts';

const CONFIG = { region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'y' } };

export interface Examination {
  readonly checks: readonly Check[];
  /** The one check of a name and, if given, a subject; fails when there is none or several. */
  one(check: CheckName, subject?: string): Check;
  /** All that went wrong, one line each. */
  readonly wrong: readonly string[];
}

/** Looks at a directory of specs as `arrayjob doctor` does, with any service in the place of AWS's. */
export async function examine(
  dir: string,
  options: {
    readonly endpoint: string;
    /** Where STS and IAM are, if elsewhere. */
    readonly identity?: string;
    /** Behave as if this were AWS. */
    readonly aws?: boolean;
    readonly state?: string;
    readonly role?: string;
    readonly events?: string;
    /** Where SQS is. */
    readonly sqs?: string;
  },
): Promise<Examination> {
  const { endpoint } = options;
  const source = await openDirectory(dir, { stableMs: 0 });
  const catalog = catalogOf(await source.load(), new WeakMap());
  const place = options.state ?? join(dir, '.arrayjob');
  const elsewhere = { ...CONFIG, endpoint: options.identity ?? endpoint };
  const parts = {
    account: createAccount(elsewhere),
    iam: createIam(elsewhere),
    logGroups: createLogGroups({ ...CONFIG, endpoint }),
    logStreams: createLogStreams({ ...CONFIG, endpoint }),
    api: apiAt(endpoint),
    s3: createS3Port({ ...CONFIG, endpoint }),
  };
  try {
    const checks = await diagnose({
      ...parts,
      source,
      catalog,
      needs: needsOf(catalog, { state: place, events: options.events }),
      endpoint: options.aws === true ? undefined : endpoint,
      role: options.role,
      ask: { ...CONFIG, endpoint: options.sqs ?? endpoint },
      state: {
        place,
        open: async () =>
          place.startsWith('s3://') || existsSync(place)
            ? openStore(place, { endpoint })
            : createMemoryStore(),
      },
      sourceId: undefined,
      nowMs: Date.now(),
    });
    return {
      checks,
      one(check, subject) {
        const found = checks.filter(
          (each) => each.check === check && (subject === undefined || each.subject === subject),
        );
        if (found.length !== 1)
          throw new Error(`${found.length} of ${check} ${subject ?? ''}: ${JSON.stringify(checks)}`);
        return found[0]!;
      },
      wrong: checks
        .filter((each) => each.result === 'fail' || each.result === 'warn')
        .map((each) => `${each.result} ${each.check} ${each.subject}: ${each.message}`),
    };
  } finally {
    for (const each of Object.values(parts)) (each as { close(): void }).close();
    await source.close();
  }
}

/** A server between a client and the engine, which hears every request and may change answers. */
export async function between(
  target: string,
  change: (request: IncomingMessage, headers: Record<string, unknown>) => void = () => undefined,
  denies: (operation: string) => boolean = () => false,
): Promise<{ readonly url: string; readonly heard: readonly string[]; close(): Promise<void> }> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(
      `${request.method ?? ''} ${request.url ?? ''} ${String(request.headers['x-amz-target'] ?? '')}`.trim(),
    );
    const named = request.headers['x-amz-target'];
    const operation =
      typeof named === 'string'
        ? named.replace(/^.*\./, '').toLowerCase()
        : (request.url ?? '').replace(/^\/v1\//, '');
    if (denies(operation)) {
      // As AWS words it.
      response.writeHead(403, {
        'content-type': 'application/json',
        'x-amzn-errortype': 'AccessDeniedException',
      });
      response.end(JSON.stringify({ message: `User: x is not authorized to perform: ${operation}` }));
      return;
    }
    const onward = forward(target + (request.url ?? ''), {
      method: request.method,
      headers: { ...request.headers },
    });
    onward.on('response', (answer) => {
      const headers: Record<string, unknown> = { ...answer.headers };
      change(request, headers);
      response.writeHead(answer.statusCode ?? 500, headers as Record<string, string>);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** STS and IAM of an account with one role `arrayjob`, for which a function decides what is allowed. */
export async function startIam(
  allows: (action: string, resource: string, context: Readonly<Record<string, string>>) => boolean,
  roles: Readonly<Record<string, readonly string[]>> = {},
): Promise<{ readonly url: string; readonly asked: readonly string[]; close(): Promise<void> }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const form = new URLSearchParams(body);
      const action = form.get('Action') ?? '';
      asked.push(action);
      const { status, xml } = answer(action, form);
      response.writeHead(status, { 'content-type': 'text/xml' });
      response.end(xml);
    });
  });
  const wrap = (action: string, inner: string) => ({
    status: 200,
    xml: `<${action}Response xmlns="https://x/"><${action}Result>${inner}</${action}Result></${action}Response>`,
  });
  const members = (form: URLSearchParams, name: string): readonly string[] =>
    [...form].filter(([key]) => new RegExp(`^${name}\\.member\\.\\d+$`).test(key)).map(([, value]) => value);

  function answer(action: string, form: URLSearchParams): { status: number; xml: string } {
    if (action === 'GetCallerIdentity') {
      return wrap(
        action,
        `<Arn>arn:aws:sts::123456789012:assumed-role/arrayjob/i-1</Arn><Account>123456789012</Account><UserId>A</UserId>`,
      );
    }
    if (action === 'GetRole') {
      const name = form.get('RoleName') ?? '';
      const trusted = name === 'arrayjob' ? ['ec2.amazonaws.com'] : roles[name];
      if (trusted === undefined) {
        return {
          status: 404,
          xml: `<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>no ${name}</Message></Error></ErrorResponse>`,
        };
      }
      const policy = {
        Statement: [{ Effect: 'Allow', Principal: { Service: trusted }, Action: 'sts:AssumeRole' }],
      };
      return wrap(
        action,
        `<Role><Arn>arn:aws:iam::123456789012:role/batch/${name}</Arn><RoleName>${name}</RoleName><AssumeRolePolicyDocument>${encodeURIComponent(JSON.stringify(policy))}</AssumeRolePolicyDocument></Role>`,
      );
    }
    const context = Object.fromEntries(
      [...form]
        .filter(([key]) => key.endsWith('.ContextKeyName'))
        .map(([key, value]) => [
          value,
          form.get(key.replace('ContextKeyName', 'ContextKeyValues.member.1')) ?? '',
        ]),
    );
    const resources = members(form, 'ResourceArns');
    asked.push(form.get('PolicySourceArn') ?? '');
    const results = members(form, 'ActionNames').map((each) => {
      const decided = resources.map((resource) => ({ resource, allowed: allows(each, resource, context) }));
      const word = (allowed: boolean): string => (allowed ? 'allowed' : 'implicitDeny');
      const specific = decided
        .map(
          ({ resource, allowed }) =>
            `<member><EvalResourceName>${resource}</EvalResourceName><EvalResourceDecision>${word(allowed)}</EvalResourceDecision></member>`,
        )
        .join('');
      const all = word(decided.every(({ allowed }) => allowed));
      return `<member><EvalActionName>${each}</EvalActionName><EvalResourceName>${resources[0] ?? '*'}</EvalResourceName><EvalDecision>${all}</EvalDecision>${resources.length > 1 ? `<ResourceSpecificResults>${specific}</ResourceSpecificResults>` : ''}</member>`;
    });
    return wrap(
      action,
      `<EvaluationResults>${results.join('')}</EvaluationResults><IsTruncated>false</IsTruncated>`,
    );
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
