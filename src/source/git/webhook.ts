import { createHmac, timingSafeEqual } from 'node:crypto';
import { isObject, type JsonObject } from '../../core/json.ts';

/** Headers of a request, with lower-case names as Node gives them. */
export type WebhookHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request of GitHub's or GitLab's (or of a host that speaks as one of them, such as Gitea and Forgejo) that was checked. */
export type WebhookResult =
  | {
      readonly ok: true;
      readonly provider: 'github' | 'gitlab';
      readonly event: 'push';
      /** Undefined for tags. */
      readonly branch: string | undefined;
      /** What the branch is now; undefined when it was deleted. */
      readonly commit: string | undefined;
      /** The repository as `org/repo`. */
      readonly repository: string;
    }
  /** A real request that tells of no push: `ping`, or an event that was not asked for. */
  | { readonly ok: true; readonly provider: 'github' | 'gitlab'; readonly event: 'other' }
  /** `status` is what the answer should carry; `reason` gives nothing away. */
  | { readonly ok: false; readonly status: 400 | 401 | 404; readonly reason: string };

/**
 * Checks the secret of a webhook's request and reads what was pushed. GitHub signs the body (X-Hub-Signature-256, HMAC-SHA256), GitLab
 * sends the secret itself (X-Gitlab-Token); both are compared in constant time. Never throws. Without a secret everything is refused.
 */
export function verifyPush(
  headers: WebhookHeaders,
  body: Uint8Array,
  secret: string | undefined,
): WebhookResult {
  if (secret === undefined || secret === '')
    return { ok: false, status: 404, reason: 'no webhook secret is set' };
  const token = header(headers, 'x-gitlab-token');
  const signature = header(headers, 'x-hub-signature-256');
  if (signature === undefined && token === undefined) {
    return { ok: false, status: 401, reason: 'neither X-Hub-Signature-256 nor X-Gitlab-Token was sent' };
  }
  const genuine =
    signature !== undefined
      ? sameText(signature, `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`)
      : sameText(token ?? '', secret);
  if (!genuine) return { ok: false, status: 401, reason: 'the secret is another one' };
  const provider = signature === undefined ? 'gitlab' : 'github';
  const event = header(headers, provider === 'github' ? 'x-github-event' : 'x-gitlab-event') ?? '';
  if (event !== 'push' && event !== 'Push Hook') return { ok: true, provider, event: 'other' };
  const payload = payloadOf(headers, body);
  const repository = payload === undefined ? undefined : repositoryOf(payload);
  const ref = payload?.['ref'];
  if (payload === undefined || typeof ref !== 'string' || repository === undefined) {
    return { ok: false, status: 400, reason: 'the body is not that of a push event' };
  }
  const after = payload['after'];
  const gone = typeof after !== 'string' || /^0+$/.test(after);
  return {
    ok: true,
    provider,
    event: 'push',
    repository,
    branch: ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined,
    commit: gone ? undefined : after,
  };
}

function header(headers: WebhookHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'object' ? value[0] : value;
}

/** Compares digests, so that neither content nor length shows in the time it takes. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function payloadOf(headers: WebhookHeaders, body: Uint8Array): JsonObject | undefined {
  let text = Buffer.from(body).toString('utf8');
  if ((header(headers, 'content-type') ?? '').startsWith('application/x-www-form-urlencoded')) {
    text = new URLSearchParams(text).get('payload') ?? '';
  }
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function repositoryOf(payload: JsonObject): string | undefined {
  const [github, gitlab] = [payload['repository'], payload['project']];
  if (isObject(gitlab) && typeof gitlab['path_with_namespace'] === 'string')
    return gitlab['path_with_namespace'];
  return isObject(github) && typeof github['full_name'] === 'string' ? github['full_name'] : undefined;
}
