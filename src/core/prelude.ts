/**
 * The POSIX sh prelude that gives a child the index it stands for.
 *
 * Limits that no script can lift: the image must have `sh`; an image with an ENTRYPOINT gets the whole as its
 * arguments, because Batch's command is Docker's CMD; and dash drops environment variables whose names are not
 * identifiers. Such images use indexMapping Environment.
 */

/** The variable that tells a child its positions' indexes, as interval text. */
export const INDEXES_VARIABLE = 'ARRAYJOB_INDEXES';

/** What a child exits with when its position has no index; chosen as `docker run` and `timeout` do for failures of their own. */
export const PRELUDE_EXIT_CODE = 125;

/**
 * Everything but the result happens in a command substitution, so that neither IFS nor any variable of the user's
 * changes. The list is split once by IFS: cutting it with `${list#*,}` would be quadratic.
 * `[` and `echo` are built into every sh; no other command is used.
 */
function lookUp(variable: string): string {
  return (
    `AWS_BATCH_JOB_ARRAY_INDEX=$(set -f;IFS=,;p=\${AWS_BATCH_JOB_ARRAY_INDEX:-0};` +
    `for r in \${${variable}-};do n=$((\${r#*-}-\${r%-*}));` +
    `[ "$p" -le "$n" ]&&echo "$((\${r%-*}+p))"&&exit 0;p=$((p-n-1));done;exit 1)` +
    `||{ echo "arrayjob: ${variable} has no index for this child">&2;exit ${PRELUDE_EXIT_CODE};}`
  );
}

/** A plain job gets no index from Batch: its position is 0. */
const OWN_POSITION = 'AWS_BATCH_JOB_ARRAY_INDEX="${AWS_BATCH_JOB_ARRAY_INDEX:-0}"';

/** SubmitJob refuses a command with an empty argument (`Command cannot be empty`, seen): a word stands for it on the way. */
function emptyWord(command: readonly string[]): string | undefined {
  if (!command.includes('')) return undefined;
  let word = 'ARRAYJOB_EMPTY';
  while (command.includes(word)) word += '_';
  return word;
}

/** Puts the empty arguments back: every argument goes once from the front of the list to its end. */
function restore(word: string): string {
  return (
    `;for ARRAYJOB_ARG do shift;[ "$ARRAYJOB_ARG" = ${word} ]&&ARRAYJOB_ARG=;` +
    'set -- "$@" "$ARRAYJOB_ARG";done;unset ARRAYJOB_ARG'
  );
}

/**
 * Wraps a command so that it finds its index in AWS_BATCH_JOB_ARRAY_INDEX, whatever its position in the array is.
 * Arguments are handed on unchanged; `exec` lets signals and the exit status through.
 */
export function wrapCommand(
  command: readonly string[],
  indexesVariable = INDEXES_VARIABLE,
): readonly string[] {
  return wrap(command, lookUp(indexesVariable));
}

/** Wraps a command whose index is its position: an array over the identity, or the only element of a manifest. */
export function wrapPosition(command: readonly string[]): readonly string[] {
  return wrap(command, OWN_POSITION);
}

function wrap(command: readonly string[], assignment: string): readonly string[] {
  const word = emptyWord(command);
  const script = `${assignment};export AWS_BATCH_JOB_ARRAY_INDEX${word === undefined ? '' : restore(word)};exec "$@"`;
  return ['sh', '-c', script, 'arrayjob', ...command.map((each) => (each === '' ? word! : each))];
}
