import { type GitSource, verifyPush } from '../../source/index.ts';
import { json, refusal, type Route } from './answer.ts';

/** GitHub's and GitLab's pushes are some kilobytes per commit; nothing of them but the branch is used. */
const BODY_MAX = 1024 * 1024;

/** What a webhook needs of a git source. */
export type Pushable = Pick<GitSource, 'branch' | 'lookNow'>;

/** POST /api/v1/webhook: a push to the source's repository makes it fetch at once. Its signature protects it. */
export function webhookRoute(options: {
  /** Undefined for specs that are not from git. */
  readonly source: Pushable | undefined;
  readonly secret: string | undefined;
}): Route {
  const { source, secret } = options;
  return {
    method: 'POST',
    path: '/api/v1/webhook',
    bodyMax: BODY_MAX,
    anyHost: true,
    handle({ headers, body }) {
      if (secret === undefined || secret === '') {
        const message = 'No secret is configured: start arrayjob with ARRAYJOB_WEBHOOK_SECRET';
        return refusal(403, 'NoSecretConfigured', message);
      }
      const result = verifyPush(headers, body, secret);
      if (!result.ok) {
        return refusal(result.status, 'WebhookRefused', `The request is not accepted: ${result.reason}`);
      }
      if (source === undefined)
        return refusal(409, 'NotFromGit', 'The specs of this controller are not from git');
      // Tags, and branches that the specs are not read from, change nothing here.
      const mine = result.event === 'push' && result.branch === source.branch;
      if (mine) source.lookNow();
      return json(202, { accepted: true, looking: mine });
    },
  };
}
