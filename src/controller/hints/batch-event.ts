import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { parseJobName, TAG_NAME, TAG_SOURCE } from '../../core/names.ts';

/** What a message from EventBridge says about whose job has moved. */
export type BatchEvent =
  | {
      readonly kind: 'job';
      /** The ArrayJob's name. */
      readonly name: string;
      /** By the job's tags; undefined when the event has none. */
      readonly sourceId: string | undefined;
      /** One child of an array, of which there may be thousands. */
      readonly child: boolean;
      readonly ended: boolean;
    }
  /** Another event, or a job that nobody here can have submitted. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'malformed' };

/**
 * Reads a `Batch Job State Change` as EventBridge puts it into a queue, straight or by way of SNS. The text may come from
 * anyone who may send to the queue: nothing in it is believed, it only says where to look.
 */
export function parseBatchEvent(text: string): BatchEvent {
  const event = unwrapped(objectIn(text));
  const detail = event?.['detail'];
  if (event === undefined || !isObject(detail)) return { kind: 'malformed' };
  if (event['source'] !== 'aws.batch' || event['detail-type'] !== 'Batch Job State Change') {
    return { kind: 'foreign' };
  }
  const { jobName, jobId, status } = detail;
  if (typeof jobName !== 'string' || typeof jobId !== 'string') return { kind: 'malformed' };
  const tags: JsonObject = isObject(detail['tags']) ? detail['tags'] : {};
  const name = textOf(tags[TAG_NAME]) ?? parseJobName(jobName)?.name;
  if (name === undefined) return { kind: 'foreign' };
  return {
    kind: 'job',
    name,
    sourceId: textOf(tags[TAG_SOURCE]),
    child: jobId.includes(':'),
    ended: status === 'SUCCEEDED' || status === 'FAILED',
  };
}

function objectIn(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function unwrapped(value: JsonObject | undefined): JsonObject | undefined {
  const inner = value?.['Type'] === 'Notification' ? value['Message'] : undefined;
  return typeof inner === 'string' ? objectIn(inner) : value;
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
