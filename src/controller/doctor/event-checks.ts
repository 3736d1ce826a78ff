import { ask, clientConfig, type AskOptions } from '../../batch/ask.ts';
import { parseQueue, type QueueAddress } from '../hints/sqs.ts';
import { failed, fine, skipped, type Check } from './check.ts';

/** Asks for the queue of Batch's events: whether it is there, not what lies in it. The SDK is loaded here. */
export async function checkEvents(
  events: string | undefined,
  options: AskOptions = {},
): Promise<readonly Check[]> {
  const queue = events === undefined ? undefined : parseQueue(events);
  if (events === undefined || queue === undefined) return [];
  const told = { check: 'events', subject: events } as const;
  const found = await ask('sqs:GetQueueAttributes', () => attributesOf(queue, options));
  if (found.kind === 'ok') return [fine({ ...told, message: 'exists; receiving is not tried' })];
  if (found.kind === 'terminal' && /NonExistentQueue|QueueDoesNotExist/.test(found.code)) {
    return [
      failed({
        ...told,
        message: 'does not exist: changes would be noticed by polling only',
        remedy:
          'create it, with an EventBridge rule for Batch Job State Change in front of it, or leave --events out',
      }),
    ];
  }
  return [
    skipped({
      ...told,
      message: `cannot be looked at: ${found.message}`,
      remedy: 'allow sqs:GetQueueAttributes to have it checked',
    }),
  ];
}

async function attributesOf(queue: QueueAddress, options: AskOptions): Promise<void> {
  const sdk = await import('@aws-sdk/client-sqs');
  const region = queue.kind === 'url' ? queue.region : undefined;
  const client = new sdk.SQSClient(clientConfig(region === undefined ? options : { ...options, region }));
  try {
    const url =
      queue.kind === 'url'
        ? queue.url
        : (
            await client.send(
              new sdk.GetQueueUrlCommand({ QueueName: queue.name, QueueOwnerAWSAccountId: queue.account }),
            )
          ).QueueUrl;
    await client.send(new sdk.GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }));
  } finally {
    client.destroy();
  }
}
