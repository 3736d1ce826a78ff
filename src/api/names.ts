/** The one apiVersion of both kinds. */
export const API_VERSION = 'arrayjob.dev/v1';

/** The kinds that this program reads. */
export const KINDS = ['ArrayJob', 'JobDefinition'] as const;

export type Kind = (typeof KINDS)[number];

/** A new value of this annotation requests a new run. */
export const RERUN_ANNOTATION = 'arrayjob.dev/rerun';

/** Tags that begin so are the controller's. */
export const TAG_PREFIX = 'arrayjob.dev/';

/** How many tags the controller adds to every array: name, revision, run, round, shard, source. */
export const CONTROLLER_TAGS = 6;

/** Variables that begin so are the controller's. */
export const VARIABLE_PREFIX = 'ARRAYJOB_';

/** Where manifests go unless the spec says otherwise. */
export const DEFAULT_MANIFEST_KEY = 'manifests/{name}/{revision}/{round}-{shard}.json';

/** What a manifest's key may hold in braces. */
export const MANIFEST_PLACEHOLDERS = ['name', 'revision', 'run', 'round', 'shard'] as const;
