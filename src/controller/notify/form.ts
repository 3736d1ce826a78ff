import type { Change } from './change.ts';

export type NotifyFormat = 'cloudevents' | 'slack';

/** The body of a notification and its media type. */
export function bodyOf(
  change: Change,
  format: NotifyFormat,
): { readonly type: string; readonly text: string } {
  return format === 'slack'
    ? { type: 'application/json; charset=utf-8', text: JSON.stringify({ text: slackText(change) }) }
    : {
        type: 'application/cloudevents+json; charset=utf-8',
        text: JSON.stringify(cloudEvent(change)),
      };
}

/** CloudEvents 1.0, structured mode of the HTTP binding. */
function cloudEvent({ id, time, object, sourceId, ...rest }: Change): object {
  const slash = object.indexOf('/');
  return {
    specversion: '1.0',
    id,
    source: `urn:arrayjob:source:${sourceId}`,
    type: 'dev.arrayjob.phase.changed',
    subject: object,
    time,
    datacontenttype: 'application/json',
    data: { kind: object.slice(0, slash), name: object.slice(slash + 1), ...rest },
  };
}

const SIGNS: Readonly<Record<string, string>> = {
  Succeeded: ':white_check_mark:',
  Failed: ':x:',
  Invalid: ':x:',
  Blocked: ':no_entry_sign:',
  Suspended: ':double_vertical_bar:',
};

/** One message in Slack's mrkdwn. */
function slackText({ object, phase, previousPhase, indexes, message }: Change): string {
  const sign = SIGNS[phase] ?? ':arrow_forward:';
  const from = previousPhase === undefined ? '' : ` (was ${plain(previousPhase)})`;
  const counts =
    indexes === undefined
      ? ''
      : `\n${indexes.succeeded} of ${indexes.total} indexes succeeded, ${indexes.failed} failed`;
  return `${sign} *${plain(object)}* is *${plain(phase)}*${from}${counts}\n${plain(message)}`;
}

/** Text without what Slack would take for a mention, a link or emphasis. */
function plain(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[*_~`]/g, (mark) => `\u200b${mark}`);
}
