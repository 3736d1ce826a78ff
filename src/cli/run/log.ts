import pino, { type Logger } from 'pino';
import { currentPass } from '../../controller/pass-id.ts';
import { escapedJson } from '../text.ts';
import { createRedactor } from './redact.ts';

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
 * secrets by name, and what is one by its value or its form, are blotted out of whatever is logged.
 */
export function createLog(
  level: string,
  options: {
    readonly destination?: { write(text: string): void };
    /** Variables that hold secrets, beside those that always do. */
    readonly secretVariables?: readonly string[];
  } = {},
): Logger {
  const redact = createRedactor(process.env, options.secretVariables);
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
        streamWrite: (line) => redact(escapedJson(line)),
      },
    },
    options.destination ?? stderr(),
  );
}

function stderr(): { write(text: string): void } {
  return pino.destination({ dest: 2, sync: true });
}

/** The id of the pass on whose behalf something is logged. */
function passOf(): { readonly pass?: string } {
  const pass = currentPass();
  return pass === undefined ? {} : { pass };
}
