/** Every code of a finding of this folder, and what it means; docs/findings.md is this table. */
export const CODES = {
  // The form
  UnknownField: 'A field has a name that the format does not know; most often it is misspelt.',
  MissingField: 'A required field is absent.',
  WrongType: 'A value has another type than its field takes, such as text instead of a number.',
  WrongValue: 'A value is none of those that its field takes.',
  WrongForm:
    'A text does not have the form that its field asks for, such as a name, a duration or a percentage.',
  OutOfRange: 'A number, a length or a count lies outside the bounds of AWS Batch or of this format.',
  NotJson: 'A value cannot be expressed in JSON: not a number, infinity, a date object.',
  ControllerField: 'A field of SubmitJob that the controller sets by itself, or that arrays cannot have.',
  // What a resource is
  UnknownKind: 'The apiVersion or kind is nearly one of ours; the document is ignored until it is exact.',
  DuplicateName: 'Two resources of one kind have the same name; none of them is used.',
  // Names and texts
  ReservedVariable: 'An environment variable has a name that AWS Batch or the controller sets.',
  DuplicateVariable: 'An environment variable is set twice in one container.',
  UnnamedVariable: 'An environment variable has no name.',
  ReservedTag: 'A tag has a prefix that belongs to AWS or to the controller.',
  WrongTag: 'A tag has a key or value that AWS does not take.',
  TooManyTags: 'More tags than AWS allows, counting those that the controller adds.',
  WrongRerun: 'The rerun annotation has a part before @ that is neither failed nor an interval text.',
  // Work
  WorkKinds: 'work has none, or more than one, of size, items, matrix, file and s3.',
  WrongPath:
    'The path of a file of items is absolute, leaves the source or has another extension than .json, .jsonl or .csv.',
  UnknownAxis:
    'An entry of matrix.exclude names an axis that the matrix does not have, so that it never matches.',
  TooManyItems: 'The combinations of a matrix are more than an ArrayJob can have indexes.',
  NoItems: 'itemsPerChild is set although the work is a size, which has no items.',
  NoManifest: 'The work has items, but manifest does not say where the children read them.',
  UnknownPlaceholder: 'The key of the manifest has a placeholder in braces that does not exist.',
  FixedManifestKey: 'The key of the manifest is the same for arrays that can live at the same time.',
  SharedManifestKey: 'Two ArrayJobs write their manifests to the same keys.',
  // Policies
  AttemptsMissing: 'evaluateOnExit stands without attempts; AWS Batch refuses that.',
  NoCondition: 'A rule has no condition at all.',
  ZeroExitCode: 'A failure rule asks for exit code 0, which is never a failure.',
  // Requests
  OneOverride: 'More than one of containerOverrides, ecsPropertiesOverride and eksPropertiesOverride.',
  OverridesTooLong:
    'The overrides, with what the controller adds, pass the 8,192 characters that AWS Batch takes.',
  RequestTooLarge: 'The SubmitJob request would pass 30 KiB.',
  DefinitionTooLarge: 'The job definition passes 24 KiB.',
  // Definitions
  DefinitionShape: "The job definition's type and its properties do not fit together.",
  WrongResource: 'The value of a resource requirement is not a number, or not one that Batch takes.',
  MultinodeArray: 'The job definition is multi-node parallel; such jobs cannot be arrays.',
  OverrideMismatch: 'The overrides are of another kind than the job definition they override.',
  NearDefinition: 'jobDefinition names nothing in the source, but nearly something.',
  // Dependencies
  UnknownDependency: 'dependsOn names an ArrayJob that is not in the source.',
  DuplicateDependency: 'dependsOn names the same ArrayJob twice, or SEQUENTIAL twice.',
  DependencyCycle: 'ArrayJobs wait for each other in a circle.',
  UnequalTotals: 'N_TO_N over different totals or different itemsPerChild: index i has no counterpart.',
  MinSucceededNotWhole: 'minSucceeded stands on a dependency that is not waited for as a whole.',
  ManyDependencies:
    "More than 20 dependencies: AWS Batch's own dependsOn cannot carry them, the controller holds the job back itself.",
  // Policy
  PolicyQueue: 'The policy (--policy) does not allow the queue.',
  PolicyDefinition: 'The policy does not allow the job definition, or a JobDefinition of this name.',
  PolicyBucket: 'The policy does not allow the bucket of items or manifests.',
  PolicyImage: 'The policy does not allow the image of a container.',
  PolicyRole: 'The policy does not allow a role, a service account or a namespace.',
  PolicySecret: 'The policy does not allow a secret.',
  PolicyVolume: "The policy does not allow a folder of the host's own, or a file system.",
  PolicyPrivilege: "The policy does not allow a privileged container, or a device of the host's.",
  PolicySize: 'There are more indexes, or a child asks for more, than the policy allows.',
  PolicyTag: 'A tag that the policy wants is absent or has another value.',
} as const satisfies Readonly<Record<string, string>>;

export type Code = keyof typeof CODES;
