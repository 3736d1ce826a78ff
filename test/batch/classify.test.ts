import { describe, expect, test } from 'vitest';
import { classify } from '../../src/batch/classify.ts';

const answer = (name: string, status: number, message = 'words') =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
const system = (code: string, name = 'Error') => Object.assign(new Error(code), { name, code });

describe('an error of SubmitJob, and of any other call, is', () => {
  test.each<[string, unknown, string, string]>([
    ['a refusal in Batch’s words', answer('ClientException', 400), 'terminal', 'terminal'],
    ['a refusal that nobody has heard of', answer('NewException', 409), 'terminal', 'terminal'],
    ['denied', answer('AccessDeniedException', 403), 'terminal', 'terminal'],
    ['throttled by name', answer('TooManyRequestsException', 429), 'transient', 'transient'],
    ['throttled by another name and status', answer('ThrottlingException', 400), 'transient', 'transient'],
    ['throttled by status alone', answer('Error', 429), 'transient', 'transient'],
    ['an expired session', answer('ExpiredTokenException', 403), 'transient', 'transient'],
    ['wrong keys', answer('UnrecognizedClientException', 403), 'terminal', 'terminal'],
    ['no credentials', system('', 'CredentialsProviderError'), 'terminal', 'terminal'],
    ['a service that is not there', system('ECONNREFUSED'), 'transient', 'transient'],
    [
      'a service on two addresses that is not there',
      { name: 'AggregateError', message: '', errors: [system('ECONNREFUSED')] },
      'transient',
      'transient',
    ],
    ['a name that does not resolve', system('ENOTFOUND'), 'transient', 'transient'],
    ['a reset connection', system('ECONNRESET'), 'unknown', 'transient'],
    ['a timeout', system('', 'TimeoutError'), 'unknown', 'transient'],
    ['an abort in the middle', system('', 'AbortError'), 'unknown', 'transient'],
    ['a server’s failure', answer('ServerException', 500), 'unknown', 'transient'],
    ['a gateway’s failure', answer('Error', 503), 'unknown', 'transient'],
    ['a reply that cannot be read', answer('SyntaxError', 200), 'unknown', 'transient'],
    ['not even an error', undefined, 'unknown', 'transient'],
  ])('%s', (_, error, submission, other) => {
    expect(classify('SubmitJob', error).kind).toBe(submission);
    expect(classify('DescribeJobs', error).kind).toBe(other);
  });
});

test('a denial names the action to allow', () => {
  const failure = classify('TerminateJob', answer('AccessDeniedException', 403));

  expect(failure.message).toContain('batch:TerminateJob');
});

test('a service’s wish to be left alone for a while is passed on', () => {
  const error = Object.assign(answer('X', 429), { $response: { headers: { 'retry-after': '7' } } });

  expect(classify('SubmitJob', error)).toMatchObject({ kind: 'transient', retryAfterMs: 7_000 });
});
