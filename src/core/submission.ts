import type { Desired } from './desired.ts';
import { bound, first, format, size, take, type IntervalSet } from './intervals.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { ARRAY_SIZE_MIN, OVERRIDES_CHARACTERS_MAX, SUBMIT_BYTES_MAX } from './limits.ts';
import { jobName, tagsOf, type ShardId } from './names.ts';
import { INDEXES_VARIABLE, wrapCommand, wrapPosition } from './prelude.ts';

/**
 * Kept free of the overrides' 8,192 characters when shards are cut: ECS counts what Batch itself adds to them
 * (AWS_BATCH_JOB_ID, _JQ_NAME, _CE_NAME, …; names have up to 128 characters). How exactly it counts is nowhere said.
 */
const OVERRIDES_RESERVE = 1_024;

/** A job that must end before this one (or, N_TO_N, whose children must); SEQUENTIAL names no job, since Batch refuses it there. */
export interface JobDependency {
  readonly jobId?: string;
  readonly type?: 'N_TO_N' | 'SEQUENTIAL';
}

export interface SubmissionInput {
  readonly desired: Pick<Desired, 'jobQueue' | 'work' | 'indexMapping' | 'submit' | 'tags'>;
  readonly definition: {
    /** `name:revision`, so that what runs is what was compared. */
    readonly reference: string;
    /** The definition as Batch describes it or as it is declared. */
    readonly body: JsonObject;
  };
  readonly id: ShardId;
  /** What the shard is to run; not empty. */
  readonly indexes: IntervalSet;
  /** The ArrayJob's number of indexes: ARRAYJOB_TOTAL. */
  readonly total: number;
  readonly manifest?: { readonly bucket: string; readonly key: string };
  readonly dependsOn: readonly JobDependency[];
}

/** Something does not fit; `actual` and `max` are characters of the overrides or bytes of the request. */
export interface TooLarge {
  readonly ok: false;
  readonly refusal: 'tooLarge';
  readonly tooLarge: 'overrides' | 'request';
  readonly actual: number;
  readonly max: number;
  readonly message: string;
}

/** The command cannot be wrapped: there is none (`noCommand`), or there is no place for it in this kind of job. */
export interface CannotWrap {
  readonly ok: false;
  readonly refusal: 'noCommand' | 'unsupportedDefinition';
  readonly message: string;
}

export interface Submission {
  readonly ok: true;
  /** SubmitJob's request. */
  readonly request: JsonObject;
  /** Characters of the largest overrides, as ECS counts them: JSON with its punctuation. */
  readonly overridesCharacters: number;
  readonly requestBytes: number;
}

export type SubmissionResult = Submission | TooLarge | CannotWrap;

/** A list of name and value pairs behind the user's own; ours win where the user has set the same name. */
function withEnvironment(theirs: Json | undefined, ours: Readonly<Record<string, string>>): JsonObject[] {
  const kept = listOf(theirs).filter(
    (each) => typeof each.name !== 'string' || ours[each.name] === undefined,
  );
  return [...kept, ...Object.entries(ours).map(([name, value]) => ({ name, value }))];
}

function listOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function wordsOf(value: Json | undefined): string[] {
  return Array.isArray(value)
    ? value.map((each: Json) => (typeof each === 'string' ? each : JSON.stringify(each)))
    : [];
}

/** Whether position k is index k: then nobody needs to be told. */
export function isIdentity(indexes: IntervalSet): boolean {
  return first(indexes) === 0 && bound(indexes) === size(indexes);
}

/** What every child of a shard gets (DESIGN, "From indexes to arrays"). */
function environmentOf(input: SubmissionInput): Record<string, string> {
  return {
    ARRAYJOB_NAME: input.id.name,
    ARRAYJOB_RUN: String(input.id.run),
    ARRAYJOB_ROUND: String(input.id.round),
    ARRAYJOB_TOTAL: String(input.total),
    ...(isIdentity(input.indexes) ? {} : { [INDEXES_VARIABLE]: format(input.indexes) }),
    ...(input.manifest === undefined
      ? {}
      : {
          ARRAYJOB_MANIFEST: `s3://${input.manifest.bucket}/${input.manifest.key}`,
          ARRAYJOB_MANIFEST_BUCKET: input.manifest.bucket,
          ARRAYJOB_MANIFEST_KEY: input.manifest.key,
        }),
  };
}

type Wrap = (command: readonly string[]) => readonly string[];

/**
 * How commands are to be wrapped, if at all. With work of items the index is the position in the manifest, so only a
 * plain job lacks it; with size it is looked up.
 */
function wrapping(input: SubmissionInput): { readonly wrap: Wrap; readonly required: boolean } | undefined {
  if (input.desired.indexMapping !== 'Command') return undefined;
  const alone = size(input.indexes) < ARRAY_SIZE_MIN;
  if (input.desired.work.kind !== 'size') return alone ? { wrap: wrapPosition, required: false } : undefined;
  if (isIdentity(input.indexes)) return alone ? { wrap: wrapPosition, required: true } : undefined;
  return { wrap: (command) => wrapCommand(command), required: true };
}

const NO_COMMAND_REMEDY =
  'set its command (in the job definition or the overrides), or set indexMapping: Environment and read ARRAYJOB_INDEXES in the program';

class NoCommand extends Error {}

interface Overridden {
  readonly members: JsonObject;
  /** The parts whose length ECS limits. */
  readonly counted: readonly Json[];
}

/** Overrides one container: the environment always, the command when it must be wrapped and there is one. */
function container(
  theirs: JsonObject,
  declared: JsonObject,
  input: SubmissionInput,
  keys: { readonly environment: string; readonly what: string; readonly commandRequired: boolean },
): JsonObject {
  const plan = wrapping(input);
  const command = wordsOf(theirs.command).length > 0 ? wordsOf(theirs.command) : wordsOf(declared.command);
  if (plan?.required === true && keys.commandRequired && command.length === 0) {
    throw new NoCommand(`${keys.what} has no command that could be told its index: ${NO_COMMAND_REMEDY}`);
  }
  return {
    ...theirs,
    ...(plan !== undefined && command.length > 0 ? { command: [...plan.wrap(command)] } : {}),
    [keys.environment]: withEnvironment(theirs[keys.environment], environmentOf(input)),
  };
}

/** Every container that the definition names, with the user's overrides of it; overrides of unknown names are kept for Batch to judge. */
function containers(
  theirs: readonly JsonObject[],
  declared: readonly JsonObject[],
  override: (theirs: JsonObject, declared: JsonObject) => JsonObject,
): JsonObject[] {
  const nameOf = (each: JsonObject): string | undefined =>
    typeof each.name === 'string' ? each.name : undefined;
  const only = declared.length === 1 ? declared[0] : undefined;
  const matches = (their: JsonObject, our: JsonObject): boolean =>
    nameOf(their) === undefined ? our === only : nameOf(their) === nameOf(our);
  const strangers = theirs.filter((their) => !declared.some((our) => matches(their, our)));
  return [
    ...declared.map((our) => {
      const named = nameOf(our) === undefined ? {} : { name: nameOf(our)! };
      return override({ ...named, ...(theirs.find((their) => matches(their, our)) ?? {}) }, our);
    }),
    ...strangers,
  ];
}

function ecsOverrides(input: SubmissionInput, ecs: JsonObject): Overridden {
  const theirs = objectOf(input.desired.submit.ecsPropertiesOverride);
  const theirTasks = listOf(theirs.taskProperties);
  const tasks = listOf(ecs.taskProperties).map((task, i) => ({
    ...theirTasks[i],
    containers: containers(listOf(theirTasks[i]?.containers), listOf(task.containers), (their, our) =>
      container(their, our, input, {
        environment: 'environment',
        what: `container ${typeof our.name === 'string' ? our.name : String(i)}`,
        // A helper beside the program may be an image of its own; what is essential must know what it works on.
        commandRequired: our.essential !== false,
      }),
    ),
  }));
  return { members: { ecsPropertiesOverride: { ...theirs, taskProperties: tasks } }, counted: tasks };
}

function eksOverrides(input: SubmissionInput, eks: JsonObject): Overridden {
  const theirs = objectOf(input.desired.submit.eksPropertiesOverride);
  const theirPod = objectOf(theirs.podProperties);
  const pod = objectOf(eks.podProperties);
  // Kubernetes runs command followed by args: with the command wrapped, args stay where they are.
  const override = (commandRequired: boolean) => (their: JsonObject, our: JsonObject) =>
    container(their, our, input, {
      environment: 'env',
      what: `container ${typeof our.name === 'string' ? our.name : 'Default'}`,
      commandRequired,
    });
  const init = listOf(pod.initContainers);
  const podOverride: JsonObject = {
    ...theirPod,
    containers: containers(listOf(theirPod.containers), listOf(pod.containers), override(true)),
    ...(init.length === 0
      ? {}
      : { initContainers: containers(listOf(theirPod.initContainers), init, override(false)) }),
  };
  return {
    members: { eksPropertiesOverride: { ...theirs, podProperties: podOverride } },
    counted: [podOverride],
  };
}

function overridesOf(input: SubmissionInput): Overridden {
  const { body } = input.definition;
  if (isObject(body.ecsProperties)) return ecsOverrides(input, body.ecsProperties);
  if (isObject(body.eksProperties)) return eksOverrides(input, body.eksProperties);
  const overrides = container(
    objectOf(input.desired.submit.containerOverrides),
    objectOf(body.containerProperties),
    input,
    { environment: 'environment', what: 'the container', commandRequired: true },
  );
  return { members: { containerOverrides: overrides }, counted: [overrides] };
}

/** Only what SubmitJob takes: no jobId beside SEQUENTIAL, and none of it for a job without children. */
function dependencies(input: SubmissionInput): JsonObject[] {
  const alone = size(input.indexes) < ARRAY_SIZE_MIN;
  return input.dependsOn.flatMap((each): JsonObject[] => {
    if (each.type === 'SEQUENTIAL') return alone ? [] : [{ type: 'SEQUENTIAL' }];
    if (each.jobId === undefined) return [];
    return [{ jobId: each.jobId, ...(each.type === undefined ? {} : { type: each.type }) }];
  });
}

/** The number of bytes of a text in UTF-8. */
function bytesOf(text: string): number {
  if (/^[\0-\x7f]*$/.test(text)) return text.length;
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/**
 * The SubmitJob request for one shard, or why there can be none. Refusals: a definition that arrays cannot have, a
 * command that is needed and missing, overrides above 8,192 characters, a request above 30 KiB.
 */
export function buildSubmission(input: SubmissionInput): SubmissionResult {
  return measured(input, OVERRIDES_CHARACTERS_MAX);
}

function measured(input: SubmissionInput, overridesMax: number): SubmissionResult {
  if (isObject(input.definition.body.nodeProperties) || input.definition.body.type === 'multinode') {
    const message = `${input.definition.reference} is a multi-node definition, which Batch does not run as an array: use a container, ECS or EKS definition`;
    return { ok: false, refusal: 'unsupportedDefinition', message };
  }
  let overrides: Overridden;
  try {
    overrides = overridesOf(input);
  } catch (error) {
    if (!(error instanceof NoCommand)) throw error;
    return { ok: false, refusal: 'noCommand', message: error.message };
  }
  const count = size(input.indexes);
  const dependsOn = dependencies(input);
  const request: JsonObject = {
    ...input.desired.submit,
    jobName: jobName(input.id),
    jobQueue: input.desired.jobQueue,
    jobDefinition: input.definition.reference,
    ...(count < ARRAY_SIZE_MIN ? {} : { arrayProperties: { size: count } }),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
    ...overrides.members,
    tags: { ...input.desired.tags, ...tagsOf(input.id) },
  };
  const overridesCharacters = Math.max(...overrides.counted.map((each) => JSON.stringify(each).length), 0);
  const requestBytes = bytesOf(JSON.stringify(request));
  if (overridesCharacters > overridesMax) {
    return tooLarge('overrides', overridesCharacters, OVERRIDES_CHARACTERS_MAX);
  }
  if (requestBytes > SUBMIT_BYTES_MAX) return tooLarge('request', requestBytes, SUBMIT_BYTES_MAX);
  return { ok: true, request, overridesCharacters, requestBytes };
}

function tooLarge(what: 'overrides' | 'request', actual: number, max: number): TooLarge {
  const unit = what === 'overrides' ? 'characters' : 'bytes';
  const message = `the ${what} of a job would have ${actual} ${unit}, and Batch takes ${max}: shorten the environment, command or parameters, or move them to a file`;
  return { ok: false, refusal: 'tooLarge', tooLarge: what, actual, max, message };
}

export type FittingShard =
  | { readonly ok: true; readonly indexes: IntervalSet; readonly submission: Submission }
  | TooLarge
  | CannotWrap;

/** From this share of the room on, a larger part is not worth another try at building its request. */
const CLOSE_ENOUGH = 0.98;

/**
 * The largest first part of `wanted` (or nearly), at most `shardSize` indexes, whose submission respects Batch's limits.
 * Larger parts never have shorter texts, except that a single index may need the prelude where more need none.
 */
export function fittingShard(
  template: Omit<SubmissionInput, 'indexes'>,
  wanted: IntervalSet,
  shardSize: number,
): FittingShard {
  const most = Math.min(size(wanted), Math.max(shardSize, 1));
  const attempt = (count: number, max: number): FittingShard => {
    const indexes = take(wanted, count);
    const submission = measured({ ...template, indexes }, max);
    return submission.ok ? { ok: true, indexes, submission } : submission;
  };
  const careful = OVERRIDES_CHARACTERS_MAX - OVERRIDES_RESERVE;
  const whole = attempt(most, careful);
  if (whole.ok || whole.refusal !== 'tooLarge' || most === 1)
    return whole.ok ? whole : attempt(most, OVERRIDES_CHARACTERS_MAX);
  let best: FittingShard | undefined;
  let low = ARRAY_SIZE_MIN;
  let high = most - 1;
  let guess = guessFrom(most, whole);
  for (let tries = 0; low <= high; tries += 1) {
    // The length of interval text grows evenly, more or less: a guess by it is close, and every other step halves.
    const count = tries % 2 === 0 ? Math.min(high, Math.max(low, guess)) : (low + high) >>> 1;
    const tried = attempt(count, careful);
    if (tried.ok) {
      best = tried;
      low = count + 1;
      const used = Math.max(
        tried.submission.overridesCharacters / careful,
        tried.submission.requestBytes / SUBMIT_BYTES_MAX,
      );
      if (used >= CLOSE_ENOUGH) break;
      guess = Math.floor(count / used);
    } else {
      high = count - 1;
      if (tried.refusal === 'tooLarge') guess = guessFrom(count, tried);
    }
  }
  // What the user's own overrides leave less than the reserve for is still submitted as far as the limit itself goes.
  return (
    best ??
    firstOf([
      attempt(Math.min(ARRAY_SIZE_MIN, most), OVERRIDES_CHARACTERS_MAX),
      attempt(1, OVERRIDES_CHARACTERS_MAX),
    ])
  );
}

/** How many indexes may fit when so many are too many. */
function guessFrom(count: number, { tooLarge, actual, max }: TooLarge): number {
  const room = tooLarge === 'overrides' ? max - OVERRIDES_RESERVE : max;
  return Math.floor((count * room) / actual) - 1;
}

function firstOf(attempts: readonly [FittingShard, FittingShard]): FittingShard {
  return attempts[0].ok ? attempts[0] : attempts[1];
}
