import pino, { type Logger } from 'pino';
import { currentPass } from '../../controller/pass-id.ts';

/** Variables whose values never belong into a log. */
const SECRET_VARIABLES = [
  'ARRAYJOB_API_TOKEN',
  'ARRAYJOB_WEBHOOK_SECRET',
  'ARRAYJOB_NOTIFY_SECRET',
  'ARRAYJOB_GIT_TOKEN',
  'GITHUB_TOKEN',
  'GH_TOKEN',
  'GITLAB_TOKEN',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
];

/** Shorter values would blot out ordinary words. */
const SECRET_LENGTH = 8;

const SECRET_FIELDS = [
  'token',
  'secret',
  'password',
  'authorization',
  'credentials',
  'secretAccessKey',
  'sessionToken',
];

/**
 * The log, on stderr as JSON: constant messages with fields, and the id of the pass that a line belongs to. Fields that are
 * secrets by name, passwords in URLs and the values of secret variables are blotted out of whatever is logged.
 */
export function createLog(level: string, destination: { write(text: string): void } = stderr()): Logger {
  const secrets = SECRET_VARIABLES.flatMap((name) => {
    const value = process.env[name]?.trim() ?? '';
    // As JSON writes it.
    return value.length >= SECRET_LENGTH ? [JSON.stringify(value).slice(1, -1)] : [];
  });
  return pino(
    {
      level,
      base: null,
      mixin: passOf,
      redact: {
        paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]),
        censor: '***',
      },
      hooks: {
        streamWrite: (line) => blot(line, secrets),
      },
    },
    destination,
  );
}

function stderr(): { write(text: string): void } {
  return pino.destination({ dest: 2, sync: true });
}

function blot(line: string, secrets: readonly string[]): string {
  const safe = line.replace(/:\/\/[^\s/@"\\]*@/g, '://***@');
  return secrets.reduce((text, secret) => text.replaceAll(secret, '***'), safe);
}

/** The id of the pass on whose behalf something is logged. */
function passOf(): { readonly pass?: string } {
  const pass = currentPass();
  return pass === undefined ? {} : { pass };
}
