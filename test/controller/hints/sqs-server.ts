import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Message {
  readonly id: string;
  readonly body: string;
}

/** A queue that speaks the JSON protocol of Amazon SQS, as far as a reader needs it. */
export interface SqsServer {
  readonly url: string;
  readonly queueUrl: string;
  /** Operations in the order in which they came. */
  readonly operations: string[];
  /** Messages that nobody has deleted. */
  readonly left: () => number;
  send(body: string): void;
  /** Answers everything with this status until told otherwise. */
  fail(status: number | undefined): void;
  close(): Promise<void>;
}

export async function startSqs(): Promise<SqsServer> {
  let messages: Message[] = [];
  const given = new Set<string>();
  const operations: string[] = [];
  let failure: number | undefined;
  let count = 0;
  let waiting: (() => void)[] = [];

  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (data: Buffer) => (text += data.toString()));
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      operations.push(operation);
      const answer = (status: number, value: object): void => {
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
        response.end(JSON.stringify(value));
      };
      if (failure !== undefined) {
        answer(failure, { __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'no such queue' });
        return;
      }
      const input = JSON.parse(text) as {
        Entries?: { Id: string; ReceiptHandle: string }[];
        QueueName?: string;
      };
      if (operation === 'GetQueueUrl')
        answer(200, { QueueUrl: `${url}/123456789012/${input.QueueName ?? ''}` });
      else if (operation === 'DeleteMessageBatch') {
        const gone = new Set(input.Entries?.map((each) => each.ReceiptHandle));
        messages = messages.filter((each) => !gone.has(each.id));
        answer(200, { Successful: input.Entries?.map(({ Id }) => ({ Id })), Failed: [] });
      } else if (operation === 'ReceiveMessage') {
        const receive = (): void => {
          const batch = messages.filter((each) => !given.has(each.id)).slice(0, 10);
          for (const each of batch) given.add(each.id);
          answer(200, {
            Messages: batch.map(({ id, body }) => ({
              MessageId: id,
              ReceiptHandle: id,
              Body: body,
              MD5OfBody: createHash('md5').update(body).digest('hex'),
            })),
          });
        };
        if (messages.some((each) => !given.has(each.id))) receive();
        else waiting.push(receive);
      } else answer(400, { __type: 'InvalidAction' });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    queueUrl: `${url}/123456789012/events`,
    operations,
    left: () => messages.length,
    send(body) {
      messages.push({ id: String(++count), body });
      for (const each of waiting.splice(0)) each();
    },
    fail(status) {
      failure = status;
      waiting = [];
      server.closeAllConnections();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
