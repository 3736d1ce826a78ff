/** Variables whose values never belong into a log. */
const SECRET_VARIABLES = [
  'ARRAYJOB_API_TOKEN',
  'ARRAYJOB_WEBHOOK_SECRET',
  'ARRAYJOB_NOTIFY_SECRET',
  'ARRAYJOB_GIT_TOKEN',
  'GITHUB_TOKEN',
  'GH_TOKEN',
  'GITLAB_TOKEN',
  'CI_JOB_TOKEN',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
];

/** Shorter values would blot out ordinary words. */
const SECRET_LENGTH = 8;

const HIDDEN = '***';

/** Whatever stands in the environment: what is a secret by its form. The first group stays. */
const FORMS: readonly RegExp[] = [
  // User and password of a URL.
  /(:\/\/)[^\s/@"\\]*(?=@)/g,
  // The signature, key and session of a presigned URL of AWS, and the signature of a request.
  /(\bX-Amz-(?:Signature|Credential|Security-Token)(?:=|%3D))[^&\s"\\]+/gi,
  /(\b(?:Signature|Credential)=)[^,\s"\\]+/g,
  // Ids of access keys: their first four letters say of what kind.
  /\b(A[KS]IA)[A-Z0-9]{16}\b/g,
  // Where access keys are written: files of credentials, environments, JSON.
  /((?:secret_?access_?key|session_?token)(?:\\?["'])?\s*[=:]\s*(?:\\?["'])?)[^\s"'\\,&]{8,}/gi,
  /(\bauthorization:\s*[A-Za-z]+\s+|\bbearer\s+)[A-Za-z0-9._~+/=-]{8,}/gi,
  // Tokens of GitHub, GitLab and Slack, and the address of a Slack hook, which is all that it takes to post there.
  /\b(gh[pousr]_|github_pat_|glpat-|xox[abeprs]-)[A-Za-z0-9_-]{10,}/g,
  /(hooks\.slack\.com\/(?:services|workflows|triggers)\/)[^\s"\\]+/g,
];

/**
 * Blots secrets out of text: the values of the variables that hold them, as they are and as JSON writes them, and what is a
 * secret by its form. `more` are further variables.
 */
export function createRedactor(
  env: Readonly<Record<string, string | undefined>>,
  more: readonly string[] = [],
): (text: string) => string {
  const values = [...SECRET_VARIABLES, ...more].flatMap((name) => {
    const value = env[name]?.trim() ?? '';
    return value.length < SECRET_LENGTH ? [] : [value, JSON.stringify(value).slice(1, -1)];
  });
  // The longest first: one may be a part of another.
  const secrets = [...new Set(values)].sort((a, b) => b.length - a.length);

  return (text) => {
    const known = secrets.reduce((left, secret) => left.replaceAll(secret, HIDDEN), text);
    return FORMS.reduce((left, form) => left.replace(form, `$1${HIDDEN}`), known);
  };
}
