// Made by `npm run schemas` from the schema beside it.
"use strict";
module.exports = validate20;
module.exports.default = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://arrayjob.dev/schemas/jobdefinition.v1.schema.json","type":"object","properties":{"apiVersion":{"type":"string","const":"arrayjob.dev/v1"},"kind":{"type":"string","const":"JobDefinition"},"metadata":{"type":"object","properties":{"name":{"type":"string","maxLength":63,"pattern":"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"},"labels":{"type":"object","propertyNames":{"maxLength":317,"pattern":"^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$"},"additionalProperties":{"type":"string"}},"annotations":{"type":"object","properties":{"arrayjob.dev/rerun":{"type":"string"}},"propertyNames":{"maxLength":317,"pattern":"^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$"},"additionalProperties":{"type":"string"}}},"required":["name"],"additionalProperties":false},"spec":{"type":"object","properties":{"type":{"type":"string","enum":["container","multinode"]},"parameters":{"type":"object","additionalProperties":{"type":"string"}},"schedulingPriority":{"type":"integer","minimum":0,"maximum":9999},"containerProperties":{"$ref":"#/$defs/ContainerProperties"},"nodeProperties":{"$ref":"#/$defs/NodeProperties"},"retryStrategy":{"$ref":"#/$defs/RetryStrategy"},"propagateTags":{"type":"boolean"},"timeout":{"$ref":"#/$defs/JobTimeout"},"tags":{"type":"object","additionalProperties":{"type":"string"}},"platformCapabilities":{"type":"array","items":{"type":"string","enum":["EC2","FARGATE","MANAGED_INSTANCES"]}},"eksProperties":{"$ref":"#/$defs/EksProperties"},"ecsProperties":{"$ref":"#/$defs/EcsProperties"},"consumableResourceProperties":{"$ref":"#/$defs/ConsumableResourceProperties"}},"required":["type"],"additionalProperties":false},"status":{}},"required":["apiVersion","kind","metadata","spec"],"additionalProperties":false,"$defs":{"ConsumableResourceProperties":{"type":"object","properties":{"consumableResourceList":{"type":"array","items":{"$ref":"#/$defs/ConsumableResourceRequirement"}}},"additionalProperties":false},"ConsumableResourceRequirement":{"type":"object","properties":{"consumableResource":{"type":"string"},"quantity":{"type":"integer"}},"additionalProperties":false},"ContainerProperties":{"type":"object","properties":{"image":{"type":"string"},"vcpus":{"type":"integer"},"memory":{"type":"integer"},"command":{"type":"array","items":{"type":"string"}},"jobRoleArn":{"type":"string"},"executionRoleArn":{"type":"string"},"volumes":{"type":"array","items":{"$ref":"#/$defs/Volume"}},"environment":{"type":"array","items":{"$ref":"#/$defs/KeyValuePair"}},"mountPoints":{"type":"array","items":{"$ref":"#/$defs/MountPoint"}},"readonlyRootFilesystem":{"type":"boolean"},"privileged":{"type":"boolean"},"ulimits":{"type":"array","items":{"$ref":"#/$defs/Ulimit"}},"user":{"type":"string"},"instanceType":{"type":"string"},"resourceRequirements":{"type":"array","items":{"$ref":"#/$defs/ResourceRequirement"}},"linuxParameters":{"$ref":"#/$defs/LinuxParameters"},"logConfiguration":{"$ref":"#/$defs/LogConfiguration"},"secrets":{"type":"array","items":{"$ref":"#/$defs/Secret"}},"networkConfiguration":{"$ref":"#/$defs/NetworkConfiguration"},"fargatePlatformConfiguration":{"$ref":"#/$defs/FargatePlatformConfiguration"},"enableExecuteCommand":{"type":"boolean"},"ephemeralStorage":{"$ref":"#/$defs/EphemeralStorage"},"runtimePlatform":{"$ref":"#/$defs/RuntimePlatform"},"repositoryCredentials":{"$ref":"#/$defs/RepositoryCredentials"}},"additionalProperties":false},"Device":{"type":"object","properties":{"hostPath":{"type":"string"},"containerPath":{"type":"string"},"permissions":{"type":"array","items":{"type":"string","enum":["MKNOD","READ","WRITE"]}}},"required":["hostPath"],"additionalProperties":false},"EFSAuthorizationConfig":{"type":"object","properties":{"accessPointId":{"type":"string"},"iam":{"type":"string","enum":["DISABLED","ENABLED"]}},"additionalProperties":false},"EFSVolumeConfiguration":{"type":"object","properties":{"fileSystemId":{"type":"string"},"rootDirectory":{"type":"string"},"transitEncryption":{"type":"string","enum":["DISABLED","ENABLED"]},"transitEncryptionPort":{"type":"integer"},"authorizationConfig":{"$ref":"#/$defs/EFSAuthorizationConfig"}},"required":["fileSystemId"],"additionalProperties":false},"EcsProperties":{"type":"object","properties":{"taskProperties":{"type":"array","items":{"$ref":"#/$defs/EcsTaskProperties"}}},"required":["taskProperties"],"additionalProperties":false},"EcsTaskProperties":{"type":"object","properties":{"containers":{"type":"array","items":{"$ref":"#/$defs/TaskContainerProperties"}},"ephemeralStorage":{"$ref":"#/$defs/EphemeralStorage"},"executionRoleArn":{"type":"string"},"platformVersion":{"type":"string"},"ipcMode":{"type":"string"},"taskRoleArn":{"type":"string"},"pidMode":{"type":"string"},"networkConfiguration":{"$ref":"#/$defs/NetworkConfiguration"},"runtimePlatform":{"$ref":"#/$defs/RuntimePlatform"},"volumes":{"type":"array","items":{"$ref":"#/$defs/Volume"}},"enableExecuteCommand":{"type":"boolean"},"networkMode":{"type":"string"}},"required":["containers"],"additionalProperties":false},"EksContainer":{"type":"object","properties":{"name":{"type":"string"},"image":{"type":"string"},"imagePullPolicy":{"type":"string"},"command":{"type":"array","items":{"type":"string"}},"args":{"type":"array","items":{"type":"string"}},"env":{"type":"array","items":{"$ref":"#/$defs/EksContainerEnvironmentVariable"}},"resources":{"$ref":"#/$defs/EksContainerResourceRequirements"},"volumeMounts":{"type":"array","items":{"$ref":"#/$defs/EksContainerVolumeMount"}},"securityContext":{"$ref":"#/$defs/EksContainerSecurityContext"}},"required":["image"],"additionalProperties":false},"EksContainerEnvironmentVariable":{"type":"object","properties":{"name":{"type":"string"},"value":{"type":"string"}},"required":["name"],"additionalProperties":false},"EksContainerResourceRequirements":{"type":"object","properties":{"limits":{"type":"object","additionalProperties":{"type":"string"}},"requests":{"type":"object","additionalProperties":{"type":"string"}}},"additionalProperties":false},"EksContainerSecurityContext":{"type":"object","properties":{"runAsUser":{"type":"integer"},"runAsGroup":{"type":"integer"},"privileged":{"type":"boolean"},"allowPrivilegeEscalation":{"type":"boolean"},"readOnlyRootFilesystem":{"type":"boolean"},"runAsNonRoot":{"type":"boolean"}},"additionalProperties":false},"EksContainerVolumeMount":{"type":"object","properties":{"name":{"type":"string"},"mountPath":{"type":"string"},"subPath":{"type":"string"},"readOnly":{"type":"boolean"}},"additionalProperties":false},"EksEmptyDir":{"type":"object","properties":{"medium":{"type":"string"},"sizeLimit":{"type":"string"}},"additionalProperties":false},"EksHostPath":{"type":"object","properties":{"path":{"type":"string"}},"additionalProperties":false},"EksMetadata":{"type":"object","properties":{"labels":{"type":"object","additionalProperties":{"type":"string"}},"annotations":{"type":"object","additionalProperties":{"type":"string"}},"namespace":{"type":"string"}},"additionalProperties":false},"EksPersistentVolumeClaim":{"type":"object","properties":{"claimName":{"type":"string"},"readOnly":{"type":"boolean"}},"required":["claimName"],"additionalProperties":false},"EksPodProperties":{"type":"object","properties":{"serviceAccountName":{"type":"string"},"hostNetwork":{"type":"boolean"},"dnsPolicy":{"type":"string"},"imagePullSecrets":{"type":"array","items":{"$ref":"#/$defs/ImagePullSecret"}},"containers":{"type":"array","items":{"$ref":"#/$defs/EksContainer"}},"initContainers":{"type":"array","items":{"$ref":"#/$defs/EksContainer"}},"volumes":{"type":"array","items":{"$ref":"#/$defs/EksVolume"}},"metadata":{"$ref":"#/$defs/EksMetadata"},"shareProcessNamespace":{"type":"boolean"}},"additionalProperties":false},"EksProperties":{"type":"object","properties":{"podProperties":{"$ref":"#/$defs/EksPodProperties"}},"additionalProperties":false},"EksSecret":{"type":"object","properties":{"secretName":{"type":"string"},"optional":{"type":"boolean"}},"required":["secretName"],"additionalProperties":false},"EksVolume":{"type":"object","properties":{"name":{"type":"string"},"hostPath":{"$ref":"#/$defs/EksHostPath"},"emptyDir":{"$ref":"#/$defs/EksEmptyDir"},"secret":{"$ref":"#/$defs/EksSecret"},"persistentVolumeClaim":{"$ref":"#/$defs/EksPersistentVolumeClaim"}},"required":["name"],"additionalProperties":false},"EphemeralStorage":{"type":"object","properties":{"sizeInGiB":{"type":"integer"}},"required":["sizeInGiB"],"additionalProperties":false},"EvaluateOnExit":{"type":"object","properties":{"onStatusReason":{"type":"string","maxLength":512,"pattern":"^[^*]*\\*?$"},"onReason":{"type":"string","maxLength":512,"pattern":"^[^*]*\\*?$"},"onExitCode":{"type":"string","maxLength":512,"pattern":"^([0-9]+\\*?|\\*)$"},"action":{"type":"string","pattern":"^([Rr][Ee][Tt][Rr][Yy]|[Ee][Xx][Ii][Tt])$"}},"required":["action"],"additionalProperties":false},"FargatePlatformConfiguration":{"type":"object","properties":{"platformVersion":{"type":"string"}},"additionalProperties":false},"FirelensConfiguration":{"type":"object","properties":{"type":{"type":"string","enum":["fluentbit","fluentd"]},"options":{"type":"object","additionalProperties":{"type":"string"}}},"required":["type"],"additionalProperties":false},"Host":{"type":"object","properties":{"sourcePath":{"type":"string"}},"additionalProperties":false},"ImagePullSecret":{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],"additionalProperties":false},"JobTimeout":{"type":"object","properties":{"attemptDurationSeconds":{"type":"integer","minimum":60}},"additionalProperties":false},"KeyValuePair":{"type":"object","properties":{"name":{"type":"string"},"value":{"type":"string"}},"additionalProperties":false},"LinuxParameters":{"type":"object","properties":{"devices":{"type":"array","items":{"$ref":"#/$defs/Device"}},"initProcessEnabled":{"type":"boolean"},"sharedMemorySize":{"type":"integer"},"tmpfs":{"type":"array","items":{"$ref":"#/$defs/Tmpfs"}},"maxSwap":{"type":"integer"},"swappiness":{"type":"integer"}},"additionalProperties":false},"LogConfiguration":{"type":"object","properties":{"logDriver":{"type":"string","enum":["awsfirelens","awslogs","fluentd","gelf","journald","json-file","splunk","syslog"]},"options":{"type":"object","additionalProperties":{"type":"string"}},"secretOptions":{"type":"array","items":{"$ref":"#/$defs/Secret"}}},"required":["logDriver"],"additionalProperties":false},"MountPoint":{"type":"object","properties":{"containerPath":{"type":"string"},"readOnly":{"type":"boolean"},"sourceVolume":{"type":"string"}},"additionalProperties":false},"NetworkConfiguration":{"type":"object","properties":{"assignPublicIp":{"type":"string","enum":["DISABLED","ENABLED"]}},"additionalProperties":false},"NodeProperties":{"type":"object","properties":{"numNodes":{"type":"integer"},"mainNode":{"type":"integer"},"nodeRangeProperties":{"type":"array","items":{"$ref":"#/$defs/NodeRangeProperty"}}},"required":["numNodes","mainNode","nodeRangeProperties"],"additionalProperties":false},"NodeRangeProperty":{"type":"object","properties":{"targetNodes":{"type":"string"},"container":{"$ref":"#/$defs/ContainerProperties"},"instanceTypes":{"type":"array","items":{"type":"string"}},"ecsProperties":{"$ref":"#/$defs/EcsProperties"},"eksProperties":{"$ref":"#/$defs/EksProperties"},"consumableResourceProperties":{"$ref":"#/$defs/ConsumableResourceProperties"}},"required":["targetNodes"],"additionalProperties":false},"RepositoryCredentials":{"type":"object","properties":{"credentialsParameter":{"type":"string"}},"required":["credentialsParameter"],"additionalProperties":false},"ResourceRequirement":{"type":"object","properties":{"value":{"type":"string"},"type":{"type":"string","enum":["GPU","MEMORY","VCPU"]}},"required":["value","type"],"additionalProperties":false},"RetryStrategy":{"type":"object","properties":{"attempts":{"type":"integer","minimum":1,"maximum":10},"evaluateOnExit":{"type":"array","items":{"$ref":"#/$defs/EvaluateOnExit"},"maxItems":5}},"additionalProperties":false},"RuntimePlatform":{"type":"object","properties":{"operatingSystemFamily":{"type":"string"},"cpuArchitecture":{"type":"string"}},"additionalProperties":false},"S3FilesVolumeConfiguration":{"type":"object","properties":{"fileSystemArn":{"type":"string"},"rootDirectory":{"type":"string"},"transitEncryptionPort":{"type":"integer"},"accessPointArn":{"type":"string"}},"required":["fileSystemArn"],"additionalProperties":false},"Secret":{"type":"object","properties":{"name":{"type":"string"},"valueFrom":{"type":"string"}},"required":["name","valueFrom"],"additionalProperties":false},"TaskContainerDependency":{"type":"object","properties":{"containerName":{"type":"string"},"condition":{"type":"string"}},"additionalProperties":false},"TaskContainerProperties":{"type":"object","properties":{"command":{"type":"array","items":{"type":"string"}},"dependsOn":{"type":"array","items":{"$ref":"#/$defs/TaskContainerDependency"}},"environment":{"type":"array","items":{"$ref":"#/$defs/KeyValuePair"}},"essential":{"type":"boolean"},"firelensConfiguration":{"$ref":"#/$defs/FirelensConfiguration"},"image":{"type":"string"},"linuxParameters":{"$ref":"#/$defs/LinuxParameters"},"logConfiguration":{"$ref":"#/$defs/LogConfiguration"},"mountPoints":{"type":"array","items":{"$ref":"#/$defs/MountPoint"}},"name":{"type":"string"},"privileged":{"type":"boolean"},"readonlyRootFilesystem":{"type":"boolean"},"repositoryCredentials":{"$ref":"#/$defs/RepositoryCredentials"},"resourceRequirements":{"type":"array","items":{"$ref":"#/$defs/ResourceRequirement"}},"secrets":{"type":"array","items":{"$ref":"#/$defs/Secret"}},"ulimits":{"type":"array","items":{"$ref":"#/$defs/Ulimit"}},"user":{"type":"string"},"startTimeout":{"type":"integer"},"stopTimeout":{"type":"integer"}},"required":["image"],"additionalProperties":false},"Tmpfs":{"type":"object","properties":{"containerPath":{"type":"string"},"size":{"type":"integer"},"mountOptions":{"type":"array","items":{"type":"string"}}},"required":["containerPath","size"],"additionalProperties":false},"Ulimit":{"type":"object","properties":{"hardLimit":{"type":"integer"},"name":{"type":"string"},"softLimit":{"type":"integer"}},"required":["hardLimit","name","softLimit"],"additionalProperties":false},"Volume":{"type":"object","properties":{"host":{"$ref":"#/$defs/Host"},"name":{"type":"string"},"efsVolumeConfiguration":{"$ref":"#/$defs/EFSVolumeConfiguration"},"s3filesVolumeConfiguration":{"$ref":"#/$defs/S3FilesVolumeConfiguration"}},"additionalProperties":false}}};
const schema87 = {"type":"object","properties":{"attemptDurationSeconds":{"type":"integer","minimum":60}},"additionalProperties":false};
const func1 = require("ajv/dist/runtime/ucs2length").default;
const func4 = Object.prototype.hasOwnProperty;
const pattern4 = new RegExp("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", "u");
const pattern5 = new RegExp("^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$", "u");
const schema32 = {"type":"object","properties":{"image":{"type":"string"},"vcpus":{"type":"integer"},"memory":{"type":"integer"},"command":{"type":"array","items":{"type":"string"}},"jobRoleArn":{"type":"string"},"executionRoleArn":{"type":"string"},"volumes":{"type":"array","items":{"$ref":"#/$defs/Volume"}},"environment":{"type":"array","items":{"$ref":"#/$defs/KeyValuePair"}},"mountPoints":{"type":"array","items":{"$ref":"#/$defs/MountPoint"}},"readonlyRootFilesystem":{"type":"boolean"},"privileged":{"type":"boolean"},"ulimits":{"type":"array","items":{"$ref":"#/$defs/Ulimit"}},"user":{"type":"string"},"instanceType":{"type":"string"},"resourceRequirements":{"type":"array","items":{"$ref":"#/$defs/ResourceRequirement"}},"linuxParameters":{"$ref":"#/$defs/LinuxParameters"},"logConfiguration":{"$ref":"#/$defs/LogConfiguration"},"secrets":{"type":"array","items":{"$ref":"#/$defs/Secret"}},"networkConfiguration":{"$ref":"#/$defs/NetworkConfiguration"},"fargatePlatformConfiguration":{"$ref":"#/$defs/FargatePlatformConfiguration"},"enableExecuteCommand":{"type":"boolean"},"ephemeralStorage":{"$ref":"#/$defs/EphemeralStorage"},"runtimePlatform":{"$ref":"#/$defs/RuntimePlatform"},"repositoryCredentials":{"$ref":"#/$defs/RepositoryCredentials"}},"additionalProperties":false};
const schema38 = {"type":"object","properties":{"name":{"type":"string"},"value":{"type":"string"}},"additionalProperties":false};
const schema39 = {"type":"object","properties":{"containerPath":{"type":"string"},"readOnly":{"type":"boolean"},"sourceVolume":{"type":"string"}},"additionalProperties":false};
const schema40 = {"type":"object","properties":{"hardLimit":{"type":"integer"},"name":{"type":"string"},"softLimit":{"type":"integer"}},"required":["hardLimit","name","softLimit"],"additionalProperties":false};
const schema41 = {"type":"object","properties":{"value":{"type":"string"},"type":{"type":"string","enum":["GPU","MEMORY","VCPU"]}},"required":["value","type"],"additionalProperties":false};
const schema46 = {"type":"object","properties":{"name":{"type":"string"},"valueFrom":{"type":"string"}},"required":["name","valueFrom"],"additionalProperties":false};
const schema48 = {"type":"object","properties":{"assignPublicIp":{"type":"string","enum":["DISABLED","ENABLED"]}},"additionalProperties":false};
const schema49 = {"type":"object","properties":{"platformVersion":{"type":"string"}},"additionalProperties":false};
const schema50 = {"type":"object","properties":{"sizeInGiB":{"type":"integer"}},"required":["sizeInGiB"],"additionalProperties":false};
const schema51 = {"type":"object","properties":{"operatingSystemFamily":{"type":"string"},"cpuArchitecture":{"type":"string"}},"additionalProperties":false};
const schema52 = {"type":"object","properties":{"credentialsParameter":{"type":"string"}},"required":["credentialsParameter"],"additionalProperties":false};
const schema33 = {"type":"object","properties":{"host":{"$ref":"#/$defs/Host"},"name":{"type":"string"},"efsVolumeConfiguration":{"$ref":"#/$defs/EFSVolumeConfiguration"},"s3filesVolumeConfiguration":{"$ref":"#/$defs/S3FilesVolumeConfiguration"}},"additionalProperties":false};
const schema34 = {"type":"object","properties":{"sourcePath":{"type":"string"}},"additionalProperties":false};
const schema37 = {"type":"object","properties":{"fileSystemArn":{"type":"string"},"rootDirectory":{"type":"string"},"transitEncryptionPort":{"type":"integer"},"accessPointArn":{"type":"string"}},"required":["fileSystemArn"],"additionalProperties":false};
const schema35 = {"type":"object","properties":{"fileSystemId":{"type":"string"},"rootDirectory":{"type":"string"},"transitEncryption":{"type":"string","enum":["DISABLED","ENABLED"]},"transitEncryptionPort":{"type":"integer"},"authorizationConfig":{"$ref":"#/$defs/EFSAuthorizationConfig"}},"required":["fileSystemId"],"additionalProperties":false};
const schema36 = {"type":"object","properties":{"accessPointId":{"type":"string"},"iam":{"type":"string","enum":["DISABLED","ENABLED"]}},"additionalProperties":false};

function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate23.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.fileSystemId === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "fileSystemId"},message:"must have required property '"+"fileSystemId"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "fileSystemId") || (key0 === "rootDirectory")) || (key0 === "transitEncryption")) || (key0 === "transitEncryptionPort")) || (key0 === "authorizationConfig"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.fileSystemId !== undefined){
if(typeof data.fileSystemId !== "string"){
const err2 = {instancePath:instancePath+"/fileSystemId",schemaPath:"#/properties/fileSystemId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.rootDirectory !== undefined){
if(typeof data.rootDirectory !== "string"){
const err3 = {instancePath:instancePath+"/rootDirectory",schemaPath:"#/properties/rootDirectory/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.transitEncryption !== undefined){
let data2 = data.transitEncryption;
if(typeof data2 !== "string"){
const err4 = {instancePath:instancePath+"/transitEncryption",schemaPath:"#/properties/transitEncryption/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(!((data2 === "DISABLED") || (data2 === "ENABLED"))){
const err5 = {instancePath:instancePath+"/transitEncryption",schemaPath:"#/properties/transitEncryption/enum",keyword:"enum",params:{allowedValues: schema35.properties.transitEncryption.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.transitEncryptionPort !== undefined){
let data3 = data.transitEncryptionPort;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
const err6 = {instancePath:instancePath+"/transitEncryptionPort",schemaPath:"#/properties/transitEncryptionPort/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.authorizationConfig !== undefined){
let data4 = data.authorizationConfig;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
for(const key1 in data4){
if(!((key1 === "accessPointId") || (key1 === "iam"))){
const err7 = {instancePath:instancePath+"/authorizationConfig",schemaPath:"#/$defs/EFSAuthorizationConfig/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data4.accessPointId !== undefined){
if(typeof data4.accessPointId !== "string"){
const err8 = {instancePath:instancePath+"/authorizationConfig/accessPointId",schemaPath:"#/$defs/EFSAuthorizationConfig/properties/accessPointId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data4.iam !== undefined){
let data6 = data4.iam;
if(typeof data6 !== "string"){
const err9 = {instancePath:instancePath+"/authorizationConfig/iam",schemaPath:"#/$defs/EFSAuthorizationConfig/properties/iam/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!((data6 === "DISABLED") || (data6 === "ENABLED"))){
const err10 = {instancePath:instancePath+"/authorizationConfig/iam",schemaPath:"#/$defs/EFSAuthorizationConfig/properties/iam/enum",keyword:"enum",params:{allowedValues: schema36.properties.iam.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/authorizationConfig",schemaPath:"#/$defs/EFSAuthorizationConfig/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
validate23.errors = vErrors;
return errors === 0;
}
validate23.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate22.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((key0 === "host") || (key0 === "name")) || (key0 === "efsVolumeConfiguration")) || (key0 === "s3filesVolumeConfiguration"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.host !== undefined){
let data0 = data.host;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key1 in data0){
if(!(key1 === "sourcePath")){
const err1 = {instancePath:instancePath+"/host",schemaPath:"#/$defs/Host/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data0.sourcePath !== undefined){
if(typeof data0.sourcePath !== "string"){
const err2 = {instancePath:instancePath+"/host/sourcePath",schemaPath:"#/$defs/Host/properties/sourcePath/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
else {
const err3 = {instancePath:instancePath+"/host",schemaPath:"#/$defs/Host/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.name !== undefined){
if(typeof data.name !== "string"){
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.efsVolumeConfiguration !== undefined){
if(!(validate23(data.efsVolumeConfiguration, {instancePath:instancePath+"/efsVolumeConfiguration",parentData:data,parentDataProperty:"efsVolumeConfiguration",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
if(data.s3filesVolumeConfiguration !== undefined){
let data4 = data.s3filesVolumeConfiguration;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.fileSystemArn === undefined){
const err5 = {instancePath:instancePath+"/s3filesVolumeConfiguration",schemaPath:"#/$defs/S3FilesVolumeConfiguration/required",keyword:"required",params:{missingProperty: "fileSystemArn"},message:"must have required property '"+"fileSystemArn"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
for(const key2 in data4){
if(!((((key2 === "fileSystemArn") || (key2 === "rootDirectory")) || (key2 === "transitEncryptionPort")) || (key2 === "accessPointArn"))){
const err6 = {instancePath:instancePath+"/s3filesVolumeConfiguration",schemaPath:"#/$defs/S3FilesVolumeConfiguration/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data4.fileSystemArn !== undefined){
if(typeof data4.fileSystemArn !== "string"){
const err7 = {instancePath:instancePath+"/s3filesVolumeConfiguration/fileSystemArn",schemaPath:"#/$defs/S3FilesVolumeConfiguration/properties/fileSystemArn/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data4.rootDirectory !== undefined){
if(typeof data4.rootDirectory !== "string"){
const err8 = {instancePath:instancePath+"/s3filesVolumeConfiguration/rootDirectory",schemaPath:"#/$defs/S3FilesVolumeConfiguration/properties/rootDirectory/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data4.transitEncryptionPort !== undefined){
let data7 = data4.transitEncryptionPort;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
const err9 = {instancePath:instancePath+"/s3filesVolumeConfiguration/transitEncryptionPort",schemaPath:"#/$defs/S3FilesVolumeConfiguration/properties/transitEncryptionPort/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data4.accessPointArn !== undefined){
if(typeof data4.accessPointArn !== "string"){
const err10 = {instancePath:instancePath+"/s3filesVolumeConfiguration/accessPointArn",schemaPath:"#/$defs/S3FilesVolumeConfiguration/properties/accessPointArn/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/s3filesVolumeConfiguration",schemaPath:"#/$defs/S3FilesVolumeConfiguration/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
validate22.errors = vErrors;
return errors === 0;
}
validate22.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema42 = {"type":"object","properties":{"devices":{"type":"array","items":{"$ref":"#/$defs/Device"}},"initProcessEnabled":{"type":"boolean"},"sharedMemorySize":{"type":"integer"},"tmpfs":{"type":"array","items":{"$ref":"#/$defs/Tmpfs"}},"maxSwap":{"type":"integer"},"swappiness":{"type":"integer"}},"additionalProperties":false};
const schema43 = {"type":"object","properties":{"hostPath":{"type":"string"},"containerPath":{"type":"string"},"permissions":{"type":"array","items":{"type":"string","enum":["MKNOD","READ","WRITE"]}}},"required":["hostPath"],"additionalProperties":false};
const schema44 = {"type":"object","properties":{"containerPath":{"type":"string"},"size":{"type":"integer"},"mountOptions":{"type":"array","items":{"type":"string"}}},"required":["containerPath","size"],"additionalProperties":false};

function validate26(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate26.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((((key0 === "devices") || (key0 === "initProcessEnabled")) || (key0 === "sharedMemorySize")) || (key0 === "tmpfs")) || (key0 === "maxSwap")) || (key0 === "swappiness"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.devices !== undefined){
let data0 = data.devices;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(data1.hostPath === undefined){
const err1 = {instancePath:instancePath+"/devices/" + i0,schemaPath:"#/$defs/Device/required",keyword:"required",params:{missingProperty: "hostPath"},message:"must have required property '"+"hostPath"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key1 in data1){
if(!(((key1 === "hostPath") || (key1 === "containerPath")) || (key1 === "permissions"))){
const err2 = {instancePath:instancePath+"/devices/" + i0,schemaPath:"#/$defs/Device/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data1.hostPath !== undefined){
if(typeof data1.hostPath !== "string"){
const err3 = {instancePath:instancePath+"/devices/" + i0+"/hostPath",schemaPath:"#/$defs/Device/properties/hostPath/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data1.containerPath !== undefined){
if(typeof data1.containerPath !== "string"){
const err4 = {instancePath:instancePath+"/devices/" + i0+"/containerPath",schemaPath:"#/$defs/Device/properties/containerPath/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data1.permissions !== undefined){
let data4 = data1.permissions;
if(Array.isArray(data4)){
const len1 = data4.length;
for(let i1=0; i1<len1; i1++){
let data5 = data4[i1];
if(typeof data5 !== "string"){
const err5 = {instancePath:instancePath+"/devices/" + i0+"/permissions/" + i1,schemaPath:"#/$defs/Device/properties/permissions/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(!(((data5 === "MKNOD") || (data5 === "READ")) || (data5 === "WRITE"))){
const err6 = {instancePath:instancePath+"/devices/" + i0+"/permissions/" + i1,schemaPath:"#/$defs/Device/properties/permissions/items/enum",keyword:"enum",params:{allowedValues: schema43.properties.permissions.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath:instancePath+"/devices/" + i0+"/permissions",schemaPath:"#/$defs/Device/properties/permissions/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath:instancePath+"/devices/" + i0,schemaPath:"#/$defs/Device/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath:instancePath+"/devices",schemaPath:"#/properties/devices/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.initProcessEnabled !== undefined){
if(typeof data.initProcessEnabled !== "boolean"){
const err10 = {instancePath:instancePath+"/initProcessEnabled",schemaPath:"#/properties/initProcessEnabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.sharedMemorySize !== undefined){
let data7 = data.sharedMemorySize;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
const err11 = {instancePath:instancePath+"/sharedMemorySize",schemaPath:"#/properties/sharedMemorySize/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.tmpfs !== undefined){
let data8 = data.tmpfs;
if(Array.isArray(data8)){
const len2 = data8.length;
for(let i2=0; i2<len2; i2++){
let data9 = data8[i2];
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
if(data9.containerPath === undefined){
const err12 = {instancePath:instancePath+"/tmpfs/" + i2,schemaPath:"#/$defs/Tmpfs/required",keyword:"required",params:{missingProperty: "containerPath"},message:"must have required property '"+"containerPath"+"'"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data9.size === undefined){
const err13 = {instancePath:instancePath+"/tmpfs/" + i2,schemaPath:"#/$defs/Tmpfs/required",keyword:"required",params:{missingProperty: "size"},message:"must have required property '"+"size"+"'"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
for(const key2 in data9){
if(!(((key2 === "containerPath") || (key2 === "size")) || (key2 === "mountOptions"))){
const err14 = {instancePath:instancePath+"/tmpfs/" + i2,schemaPath:"#/$defs/Tmpfs/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data9.containerPath !== undefined){
if(typeof data9.containerPath !== "string"){
const err15 = {instancePath:instancePath+"/tmpfs/" + i2+"/containerPath",schemaPath:"#/$defs/Tmpfs/properties/containerPath/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data9.size !== undefined){
let data11 = data9.size;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
const err16 = {instancePath:instancePath+"/tmpfs/" + i2+"/size",schemaPath:"#/$defs/Tmpfs/properties/size/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data9.mountOptions !== undefined){
let data12 = data9.mountOptions;
if(Array.isArray(data12)){
const len3 = data12.length;
for(let i3=0; i3<len3; i3++){
if(typeof data12[i3] !== "string"){
const err17 = {instancePath:instancePath+"/tmpfs/" + i2+"/mountOptions/" + i3,schemaPath:"#/$defs/Tmpfs/properties/mountOptions/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
else {
const err18 = {instancePath:instancePath+"/tmpfs/" + i2+"/mountOptions",schemaPath:"#/$defs/Tmpfs/properties/mountOptions/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath:instancePath+"/tmpfs/" + i2,schemaPath:"#/$defs/Tmpfs/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath:instancePath+"/tmpfs",schemaPath:"#/properties/tmpfs/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.maxSwap !== undefined){
let data14 = data.maxSwap;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
const err21 = {instancePath:instancePath+"/maxSwap",schemaPath:"#/properties/maxSwap/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.swappiness !== undefined){
let data15 = data.swappiness;
if(!(((typeof data15 == "number") && (!(data15 % 1) && !isNaN(data15))) && (isFinite(data15)))){
const err22 = {instancePath:instancePath+"/swappiness",schemaPath:"#/properties/swappiness/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
else {
const err23 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
validate26.errors = vErrors;
return errors === 0;
}
validate26.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema45 = {"type":"object","properties":{"logDriver":{"type":"string","enum":["awsfirelens","awslogs","fluentd","gelf","journald","json-file","splunk","syslog"]},"options":{"type":"object","additionalProperties":{"type":"string"}},"secretOptions":{"type":"array","items":{"$ref":"#/$defs/Secret"}}},"required":["logDriver"],"additionalProperties":false};

function validate28(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate28.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.logDriver === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "logDriver"},message:"must have required property '"+"logDriver"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "logDriver") || (key0 === "options")) || (key0 === "secretOptions"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.logDriver !== undefined){
let data0 = data.logDriver;
if(typeof data0 !== "string"){
const err2 = {instancePath:instancePath+"/logDriver",schemaPath:"#/properties/logDriver/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(!((((((((data0 === "awsfirelens") || (data0 === "awslogs")) || (data0 === "fluentd")) || (data0 === "gelf")) || (data0 === "journald")) || (data0 === "json-file")) || (data0 === "splunk")) || (data0 === "syslog"))){
const err3 = {instancePath:instancePath+"/logDriver",schemaPath:"#/properties/logDriver/enum",keyword:"enum",params:{allowedValues: schema45.properties.logDriver.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.options !== undefined){
let data1 = data.options;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
for(const key1 in data1){
if(typeof data1[key1] !== "string"){
const err4 = {instancePath:instancePath+"/options/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/options/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
else {
const err5 = {instancePath:instancePath+"/options",schemaPath:"#/properties/options/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.secretOptions !== undefined){
let data3 = data.secretOptions;
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.name === undefined){
const err6 = {instancePath:instancePath+"/secretOptions/" + i0,schemaPath:"#/$defs/Secret/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data4.valueFrom === undefined){
const err7 = {instancePath:instancePath+"/secretOptions/" + i0,schemaPath:"#/$defs/Secret/required",keyword:"required",params:{missingProperty: "valueFrom"},message:"must have required property '"+"valueFrom"+"'"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
for(const key2 in data4){
if(!((key2 === "name") || (key2 === "valueFrom"))){
const err8 = {instancePath:instancePath+"/secretOptions/" + i0,schemaPath:"#/$defs/Secret/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data4.name !== undefined){
if(typeof data4.name !== "string"){
const err9 = {instancePath:instancePath+"/secretOptions/" + i0+"/name",schemaPath:"#/$defs/Secret/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data4.valueFrom !== undefined){
if(typeof data4.valueFrom !== "string"){
const err10 = {instancePath:instancePath+"/secretOptions/" + i0+"/valueFrom",schemaPath:"#/$defs/Secret/properties/valueFrom/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/secretOptions/" + i0,schemaPath:"#/$defs/Secret/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath:instancePath+"/secretOptions",schemaPath:"#/properties/secretOptions/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
validate28.errors = vErrors;
return errors === 0;
}
validate28.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func4.call(schema32.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.image !== undefined){
if(typeof data.image !== "string"){
const err1 = {instancePath:instancePath+"/image",schemaPath:"#/properties/image/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.vcpus !== undefined){
let data1 = data.vcpus;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err2 = {instancePath:instancePath+"/vcpus",schemaPath:"#/properties/vcpus/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.memory !== undefined){
let data2 = data.memory;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err3 = {instancePath:instancePath+"/memory",schemaPath:"#/properties/memory/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.command !== undefined){
let data3 = data.command;
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
if(typeof data3[i0] !== "string"){
const err4 = {instancePath:instancePath+"/command/" + i0,schemaPath:"#/properties/command/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
else {
const err5 = {instancePath:instancePath+"/command",schemaPath:"#/properties/command/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.jobRoleArn !== undefined){
if(typeof data.jobRoleArn !== "string"){
const err6 = {instancePath:instancePath+"/jobRoleArn",schemaPath:"#/properties/jobRoleArn/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.executionRoleArn !== undefined){
if(typeof data.executionRoleArn !== "string"){
const err7 = {instancePath:instancePath+"/executionRoleArn",schemaPath:"#/properties/executionRoleArn/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.volumes !== undefined){
let data7 = data.volumes;
if(Array.isArray(data7)){
const len1 = data7.length;
for(let i1=0; i1<len1; i1++){
if(!(validate22(data7[i1], {instancePath:instancePath+"/volumes/" + i1,parentData:data7,parentDataProperty:i1,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
}
}
else {
const err8 = {instancePath:instancePath+"/volumes",schemaPath:"#/properties/volumes/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.environment !== undefined){
let data9 = data.environment;
if(Array.isArray(data9)){
const len2 = data9.length;
for(let i2=0; i2<len2; i2++){
let data10 = data9[i2];
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
for(const key1 in data10){
if(!((key1 === "name") || (key1 === "value"))){
const err9 = {instancePath:instancePath+"/environment/" + i2,schemaPath:"#/$defs/KeyValuePair/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data10.name !== undefined){
if(typeof data10.name !== "string"){
const err10 = {instancePath:instancePath+"/environment/" + i2+"/name",schemaPath:"#/$defs/KeyValuePair/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data10.value !== undefined){
if(typeof data10.value !== "string"){
const err11 = {instancePath:instancePath+"/environment/" + i2+"/value",schemaPath:"#/$defs/KeyValuePair/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath:instancePath+"/environment/" + i2,schemaPath:"#/$defs/KeyValuePair/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath:instancePath+"/environment",schemaPath:"#/properties/environment/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.mountPoints !== undefined){
let data13 = data.mountPoints;
if(Array.isArray(data13)){
const len3 = data13.length;
for(let i3=0; i3<len3; i3++){
let data14 = data13[i3];
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
for(const key2 in data14){
if(!(((key2 === "containerPath") || (key2 === "readOnly")) || (key2 === "sourceVolume"))){
const err14 = {instancePath:instancePath+"/mountPoints/" + i3,schemaPath:"#/$defs/MountPoint/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data14.containerPath !== undefined){
if(typeof data14.containerPath !== "string"){
const err15 = {instancePath:instancePath+"/mountPoints/" + i3+"/containerPath",schemaPath:"#/$defs/MountPoint/properties/containerPath/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data14.readOnly !== undefined){
if(typeof data14.readOnly !== "boolean"){
const err16 = {instancePath:instancePath+"/mountPoints/" + i3+"/readOnly",schemaPath:"#/$defs/MountPoint/properties/readOnly/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data14.sourceVolume !== undefined){
if(typeof data14.sourceVolume !== "string"){
const err17 = {instancePath:instancePath+"/mountPoints/" + i3+"/sourceVolume",schemaPath:"#/$defs/MountPoint/properties/sourceVolume/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
else {
const err18 = {instancePath:instancePath+"/mountPoints/" + i3,schemaPath:"#/$defs/MountPoint/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath:instancePath+"/mountPoints",schemaPath:"#/properties/mountPoints/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.readonlyRootFilesystem !== undefined){
if(typeof data.readonlyRootFilesystem !== "boolean"){
const err20 = {instancePath:instancePath+"/readonlyRootFilesystem",schemaPath:"#/properties/readonlyRootFilesystem/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.privileged !== undefined){
if(typeof data.privileged !== "boolean"){
const err21 = {instancePath:instancePath+"/privileged",schemaPath:"#/properties/privileged/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.ulimits !== undefined){
let data20 = data.ulimits;
if(Array.isArray(data20)){
const len4 = data20.length;
for(let i4=0; i4<len4; i4++){
let data21 = data20[i4];
if(data21 && typeof data21 == "object" && !Array.isArray(data21)){
if(data21.hardLimit === undefined){
const err22 = {instancePath:instancePath+"/ulimits/" + i4,schemaPath:"#/$defs/Ulimit/required",keyword:"required",params:{missingProperty: "hardLimit"},message:"must have required property '"+"hardLimit"+"'"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(data21.name === undefined){
const err23 = {instancePath:instancePath+"/ulimits/" + i4,schemaPath:"#/$defs/Ulimit/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(data21.softLimit === undefined){
const err24 = {instancePath:instancePath+"/ulimits/" + i4,schemaPath:"#/$defs/Ulimit/required",keyword:"required",params:{missingProperty: "softLimit"},message:"must have required property '"+"softLimit"+"'"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
for(const key3 in data21){
if(!(((key3 === "hardLimit") || (key3 === "name")) || (key3 === "softLimit"))){
const err25 = {instancePath:instancePath+"/ulimits/" + i4,schemaPath:"#/$defs/Ulimit/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data21.hardLimit !== undefined){
let data22 = data21.hardLimit;
if(!(((typeof data22 == "number") && (!(data22 % 1) && !isNaN(data22))) && (isFinite(data22)))){
const err26 = {instancePath:instancePath+"/ulimits/" + i4+"/hardLimit",schemaPath:"#/$defs/Ulimit/properties/hardLimit/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data21.name !== undefined){
if(typeof data21.name !== "string"){
const err27 = {instancePath:instancePath+"/ulimits/" + i4+"/name",schemaPath:"#/$defs/Ulimit/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data21.softLimit !== undefined){
let data24 = data21.softLimit;
if(!(((typeof data24 == "number") && (!(data24 % 1) && !isNaN(data24))) && (isFinite(data24)))){
const err28 = {instancePath:instancePath+"/ulimits/" + i4+"/softLimit",schemaPath:"#/$defs/Ulimit/properties/softLimit/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
else {
const err29 = {instancePath:instancePath+"/ulimits/" + i4,schemaPath:"#/$defs/Ulimit/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
}
else {
const err30 = {instancePath:instancePath+"/ulimits",schemaPath:"#/properties/ulimits/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data.user !== undefined){
if(typeof data.user !== "string"){
const err31 = {instancePath:instancePath+"/user",schemaPath:"#/properties/user/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data.instanceType !== undefined){
if(typeof data.instanceType !== "string"){
const err32 = {instancePath:instancePath+"/instanceType",schemaPath:"#/properties/instanceType/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data.resourceRequirements !== undefined){
let data27 = data.resourceRequirements;
if(Array.isArray(data27)){
const len5 = data27.length;
for(let i5=0; i5<len5; i5++){
let data28 = data27[i5];
if(data28 && typeof data28 == "object" && !Array.isArray(data28)){
if(data28.value === undefined){
const err33 = {instancePath:instancePath+"/resourceRequirements/" + i5,schemaPath:"#/$defs/ResourceRequirement/required",keyword:"required",params:{missingProperty: "value"},message:"must have required property '"+"value"+"'"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(data28.type === undefined){
const err34 = {instancePath:instancePath+"/resourceRequirements/" + i5,schemaPath:"#/$defs/ResourceRequirement/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
for(const key4 in data28){
if(!((key4 === "value") || (key4 === "type"))){
const err35 = {instancePath:instancePath+"/resourceRequirements/" + i5,schemaPath:"#/$defs/ResourceRequirement/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data28.value !== undefined){
if(typeof data28.value !== "string"){
const err36 = {instancePath:instancePath+"/resourceRequirements/" + i5+"/value",schemaPath:"#/$defs/ResourceRequirement/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data28.type !== undefined){
let data30 = data28.type;
if(typeof data30 !== "string"){
const err37 = {instancePath:instancePath+"/resourceRequirements/" + i5+"/type",schemaPath:"#/$defs/ResourceRequirement/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(!(((data30 === "GPU") || (data30 === "MEMORY")) || (data30 === "VCPU"))){
const err38 = {instancePath:instancePath+"/resourceRequirements/" + i5+"/type",schemaPath:"#/$defs/ResourceRequirement/properties/type/enum",keyword:"enum",params:{allowedValues: schema41.properties.type.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
}
else {
const err39 = {instancePath:instancePath+"/resourceRequirements/" + i5,schemaPath:"#/$defs/ResourceRequirement/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
else {
const err40 = {instancePath:instancePath+"/resourceRequirements",schemaPath:"#/properties/resourceRequirements/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data.linuxParameters !== undefined){
if(!(validate26(data.linuxParameters, {instancePath:instancePath+"/linuxParameters",parentData:data,parentDataProperty:"linuxParameters",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
errors = vErrors.length;
}
}
if(data.logConfiguration !== undefined){
if(!(validate28(data.logConfiguration, {instancePath:instancePath+"/logConfiguration",parentData:data,parentDataProperty:"logConfiguration",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
errors = vErrors.length;
}
}
if(data.secrets !== undefined){
let data33 = data.secrets;
if(Array.isArray(data33)){
const len6 = data33.length;
for(let i6=0; i6<len6; i6++){
let data34 = data33[i6];
if(data34 && typeof data34 == "object" && !Array.isArray(data34)){
if(data34.name === undefined){
const err41 = {instancePath:instancePath+"/secrets/" + i6,schemaPath:"#/$defs/Secret/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
if(data34.valueFrom === undefined){
const err42 = {instancePath:instancePath+"/secrets/" + i6,schemaPath:"#/$defs/Secret/required",keyword:"required",params:{missingProperty: "valueFrom"},message:"must have required property '"+"valueFrom"+"'"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
for(const key5 in data34){
if(!((key5 === "name") || (key5 === "valueFrom"))){
const err43 = {instancePath:instancePath+"/secrets/" + i6,schemaPath:"#/$defs/Secret/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data34.name !== undefined){
if(typeof data34.name !== "string"){
const err44 = {instancePath:instancePath+"/secrets/" + i6+"/name",schemaPath:"#/$defs/Secret/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data34.valueFrom !== undefined){
if(typeof data34.valueFrom !== "string"){
const err45 = {instancePath:instancePath+"/secrets/" + i6+"/valueFrom",schemaPath:"#/$defs/Secret/properties/valueFrom/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
}
else {
const err46 = {instancePath:instancePath+"/secrets/" + i6,schemaPath:"#/$defs/Secret/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
}
else {
const err47 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data.networkConfiguration !== undefined){
let data37 = data.networkConfiguration;
if(data37 && typeof data37 == "object" && !Array.isArray(data37)){
for(const key6 in data37){
if(!(key6 === "assignPublicIp")){
const err48 = {instancePath:instancePath+"/networkConfiguration",schemaPath:"#/$defs/NetworkConfiguration/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data37.assignPublicIp !== undefined){
let data38 = data37.assignPublicIp;
if(typeof data38 !== "string"){
const err49 = {instancePath:instancePath+"/networkConfiguration/assignPublicIp",schemaPath:"#/$defs/NetworkConfiguration/properties/assignPublicIp/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if(!((data38 === "DISABLED") || (data38 === "ENABLED"))){
const err50 = {instancePath:instancePath+"/networkConfiguration/assignPublicIp",schemaPath:"#/$defs/NetworkConfiguration/properties/assignPublicIp/enum",keyword:"enum",params:{allowedValues: schema48.properties.assignPublicIp.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
}
else {
const err51 = {instancePath:instancePath+"/networkConfiguration",schemaPath:"#/$defs/NetworkConfiguration/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data.fargatePlatformConfiguration !== undefined){
let data39 = data.fargatePlatformConfiguration;
if(data39 && typeof data39 == "object" && !Array.isArray(data39)){
for(const key7 in data39){
if(!(key7 === "platformVersion")){
const err52 = {instancePath:instancePath+"/fargatePlatformConfiguration",schemaPath:"#/$defs/FargatePlatformConfiguration/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data39.platformVersion !== undefined){
if(typeof data39.platformVersion !== "string"){
const err53 = {instancePath:instancePath+"/fargatePlatformConfiguration/platformVersion",schemaPath:"#/$defs/FargatePlatformConfiguration/properties/platformVersion/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
}
else {
const err54 = {instancePath:instancePath+"/fargatePlatformConfiguration",schemaPath:"#/$defs/FargatePlatformConfiguration/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data.enableExecuteCommand !== undefined){
if(typeof data.enableExecuteCommand !== "boolean"){
const err55 = {instancePath:instancePath+"/enableExecuteCommand",schemaPath:"#/properties/enableExecuteCommand/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data.ephemeralStorage !== undefined){
let data42 = data.ephemeralStorage;
if(data42 && typeof data42 == "object" && !Array.isArray(data42)){
if(data42.sizeInGiB === undefined){
const err56 = {instancePath:instancePath+"/ephemeralStorage",schemaPath:"#/$defs/EphemeralStorage/required",keyword:"required",params:{missingProperty: "sizeInGiB"},message:"must have required property '"+"sizeInGiB"+"'"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
for(const key8 in data42){
if(!(key8 === "sizeInGiB")){
const err57 = {instancePath:instancePath+"/ephemeralStorage",schemaPath:"#/$defs/EphemeralStorage/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data42.sizeInGiB !== undefined){
let data43 = data42.sizeInGiB;
if(!(((typeof data43 == "number") && (!(data43 % 1) && !isNaN(data43))) && (isFinite(data43)))){
const err58 = {instancePath:instancePath+"/ephemeralStorage/sizeInGiB",schemaPath:"#/$defs/EphemeralStorage/properties/sizeInGiB/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
else {
const err59 = {instancePath:instancePath+"/ephemeralStorage",schemaPath:"#/$defs/EphemeralStorage/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data.runtimePlatform !== undefined){
let data44 = data.runtimePlatform;
if(data44 && typeof data44 == "object" && !Array.isArray(data44)){
for(const key9 in data44){
if(!((key9 === "operatingSystemFamily") || (key9 === "cpuArchitecture"))){
const err60 = {instancePath:instancePath+"/runtimePlatform",schemaPath:"#/$defs/RuntimePlatform/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data44.operatingSystemFamily !== undefined){
if(typeof data44.operatingSystemFamily !== "string"){
const err61 = {instancePath:instancePath+"/runtimePlatform/operatingSystemFamily",schemaPath:"#/$defs/RuntimePlatform/properties/operatingSystemFamily/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data44.cpuArchitecture !== undefined){
if(typeof data44.cpuArchitecture !== "string"){
const err62 = {instancePath:instancePath+"/runtimePlatform/cpuArchitecture",schemaPath:"#/$defs/RuntimePlatform/properties/cpuArchitecture/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
}
else {
const err63 = {instancePath:instancePath+"/runtimePlatform",schemaPath:"#/$defs/RuntimePlatform/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data.repositoryCredentials !== undefined){
let data47 = data.repositoryCredentials;
if(data47 && typeof data47 == "object" && !Array.isArray(data47)){
if(data47.credentialsParameter === undefined){
const err64 = {instancePath:instancePath+"/repositoryCredentials",schemaPath:"#/$defs/RepositoryCredentials/required",keyword:"required",params:{missingProperty: "credentialsParameter"},message:"must have required property '"+"credentialsParameter"+"'"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
for(const key10 in data47){
if(!(key10 === "credentialsParameter")){
const err65 = {instancePath:instancePath+"/repositoryCredentials",schemaPath:"#/$defs/RepositoryCredentials/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data47.credentialsParameter !== undefined){
if(typeof data47.credentialsParameter !== "string"){
const err66 = {instancePath:instancePath+"/repositoryCredentials/credentialsParameter",schemaPath:"#/$defs/RepositoryCredentials/properties/credentialsParameter/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
}
else {
const err67 = {instancePath:instancePath+"/repositoryCredentials",schemaPath:"#/$defs/RepositoryCredentials/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
}
else {
const err68 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema53 = {"type":"object","properties":{"numNodes":{"type":"integer"},"mainNode":{"type":"integer"},"nodeRangeProperties":{"type":"array","items":{"$ref":"#/$defs/NodeRangeProperty"}}},"required":["numNodes","mainNode","nodeRangeProperties"],"additionalProperties":false};
const schema54 = {"type":"object","properties":{"targetNodes":{"type":"string"},"container":{"$ref":"#/$defs/ContainerProperties"},"instanceTypes":{"type":"array","items":{"type":"string"}},"ecsProperties":{"$ref":"#/$defs/EcsProperties"},"eksProperties":{"$ref":"#/$defs/EksProperties"},"consumableResourceProperties":{"$ref":"#/$defs/ConsumableResourceProperties"}},"required":["targetNodes"],"additionalProperties":false};
const schema55 = {"type":"object","properties":{"taskProperties":{"type":"array","items":{"$ref":"#/$defs/EcsTaskProperties"}}},"required":["taskProperties"],"additionalProperties":false};
const schema56 = {"type":"object","properties":{"containers":{"type":"array","items":{"$ref":"#/$defs/TaskContainerProperties"}},"ephemeralStorage":{"$ref":"#/$defs/EphemeralStorage"},"executionRoleArn":{"type":"string"},"platformVersion":{"type":"string"},"ipcMode":{"type":"string"},"taskRoleArn":{"type":"string"},"pidMode":{"type":"string"},"networkConfiguration":{"$ref":"#/$defs/NetworkConfiguration"},"runtimePlatform":{"$ref":"#/$defs/RuntimePlatform"},"volumes":{"type":"array","items":{"$ref":"#/$defs/Volume"}},"enableExecuteCommand":{"type":"boolean"},"networkMode":{"type":"string"}},"required":["containers"],"additionalProperties":false};
const schema57 = {"type":"object","properties":{"command":{"type":"array","items":{"type":"string"}},"dependsOn":{"type":"array","items":{"$ref":"#/$defs/TaskContainerDependency"}},"environment":{"type":"array","items":{"$ref":"#/$defs/KeyValuePair"}},"essential":{"type":"boolean"},"firelensConfiguration":{"$ref":"#/$defs/FirelensConfiguration"},"image":{"type":"string"},"linuxParameters":{"$ref":"#/$defs/LinuxParameters"},"logConfiguration":{"$ref":"#/$defs/LogConfiguration"},"mountPoints":{"type":"array","items":{"$ref":"#/$defs/MountPoint"}},"name":{"type":"string"},"privileged":{"type":"boolean"},"readonlyRootFilesystem":{"type":"boolean"},"repositoryCredentials":{"$ref":"#/$defs/RepositoryCredentials"},"resourceRequirements":{"type":"array","items":{"$ref":"#/$defs/ResourceRequirement"}},"secrets":{"type":"array","items":{"$ref":"#/$defs/Secret"}},"ulimits":{"type":"array","items":{"$ref":"#/$defs/Ulimit"}},"user":{"type":"string"},"startTimeout":{"type":"integer"},"stopTimeout":{"type":"integer"}},"required":["image"],"additionalProperties":false};
const schema58 = {"type":"object","properties":{"containerName":{"type":"string"},"condition":{"type":"string"}},"additionalProperties":false};
const schema60 = {"type":"object","properties":{"type":{"type":"string","enum":["fluentbit","fluentd"]},"options":{"type":"object","additionalProperties":{"type":"string"}}},"required":["type"],"additionalProperties":false};

function validate36(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate36.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.image === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "image"},message:"must have required property '"+"image"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(func4.call(schema57.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.command !== undefined){
let data0 = data.command;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(typeof data0[i0] !== "string"){
const err2 = {instancePath:instancePath+"/command/" + i0,schemaPath:"#/properties/command/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
else {
const err3 = {instancePath:instancePath+"/command",schemaPath:"#/properties/command/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.dependsOn !== undefined){
let data2 = data.dependsOn;
if(Array.isArray(data2)){
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
let data3 = data2[i1];
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key1 in data3){
if(!((key1 === "containerName") || (key1 === "condition"))){
const err4 = {instancePath:instancePath+"/dependsOn/" + i1,schemaPath:"#/$defs/TaskContainerDependency/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data3.containerName !== undefined){
if(typeof data3.containerName !== "string"){
const err5 = {instancePath:instancePath+"/dependsOn/" + i1+"/containerName",schemaPath:"#/$defs/TaskContainerDependency/properties/containerName/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data3.condition !== undefined){
if(typeof data3.condition !== "string"){
const err6 = {instancePath:instancePath+"/dependsOn/" + i1+"/condition",schemaPath:"#/$defs/TaskContainerDependency/properties/condition/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath:instancePath+"/dependsOn/" + i1,schemaPath:"#/$defs/TaskContainerDependency/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath:instancePath+"/dependsOn",schemaPath:"#/properties/dependsOn/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.environment !== undefined){
let data6 = data.environment;
if(Array.isArray(data6)){
const len2 = data6.length;
for(let i2=0; i2<len2; i2++){
let data7 = data6[i2];
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
for(const key2 in data7){
if(!((key2 === "name") || (key2 === "value"))){
const err9 = {instancePath:instancePath+"/environment/" + i2,schemaPath:"#/$defs/KeyValuePair/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data7.name !== undefined){
if(typeof data7.name !== "string"){
const err10 = {instancePath:instancePath+"/environment/" + i2+"/name",schemaPath:"#/$defs/KeyValuePair/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data7.value !== undefined){
if(typeof data7.value !== "string"){
const err11 = {instancePath:instancePath+"/environment/" + i2+"/value",schemaPath:"#/$defs/KeyValuePair/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath:instancePath+"/environment/" + i2,schemaPath:"#/$defs/KeyValuePair/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath:instancePath+"/environment",schemaPath:"#/properties/environment/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.essential !== undefined){
if(typeof data.essential !== "boolean"){
const err14 = {instancePath:instancePath+"/essential",schemaPath:"#/properties/essential/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.firelensConfiguration !== undefined){
let data11 = data.firelensConfiguration;
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
if(data11.type === undefined){
const err15 = {instancePath:instancePath+"/firelensConfiguration",schemaPath:"#/$defs/FirelensConfiguration/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
for(const key3 in data11){
if(!((key3 === "type") || (key3 === "options"))){
const err16 = {instancePath:instancePath+"/firelensConfiguration",schemaPath:"#/$defs/FirelensConfiguration/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data11.type !== undefined){
let data12 = data11.type;
if(typeof data12 !== "string"){
const err17 = {instancePath:instancePath+"/firelensConfiguration/type",schemaPath:"#/$defs/FirelensConfiguration/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(!((data12 === "fluentbit") || (data12 === "fluentd"))){
const err18 = {instancePath:instancePath+"/firelensConfiguration/type",schemaPath:"#/$defs/FirelensConfiguration/properties/type/enum",keyword:"enum",params:{allowedValues: schema60.properties.type.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data11.options !== undefined){
let data13 = data11.options;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key4 in data13){
if(typeof data13[key4] !== "string"){
const err19 = {instancePath:instancePath+"/firelensConfiguration/options/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/FirelensConfiguration/properties/options/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath:instancePath+"/firelensConfiguration/options",schemaPath:"#/$defs/FirelensConfiguration/properties/options/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath:instancePath+"/firelensConfiguration",schemaPath:"#/$defs/FirelensConfiguration/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.image !== undefined){
if(typeof data.image !== "string"){
const err22 = {instancePath:instancePath+"/image",schemaPath:"#/properties/image/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.linuxParameters !== undefined){
if(!(validate26(data.linuxParameters, {instancePath:instancePath+"/linuxParameters",parentData:data,parentDataProperty:"linuxParameters",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
errors = vErrors.length;
}
}
if(data.logConfiguration !== undefined){
if(!(validate28(data.logConfiguration, {instancePath:instancePath+"/logConfiguration",parentData:data,parentDataProperty:"logConfiguration",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
errors = vErrors.length;
}
}
if(data.mountPoints !== undefined){
let data18 = data.mountPoints;
if(Array.isArray(data18)){
const len3 = data18.length;
for(let i3=0; i3<len3; i3++){
let data19 = data18[i3];
if(data19 && typeof data19 == "object" && !Array.isArray(data19)){
for(const key5 in data19){
if(!(((key5 === "containerPath") || (key5 === "readOnly")) || (key5 === "sourceVolume"))){
const err23 = {instancePath:instancePath+"/mountPoints/" + i3,schemaPath:"#/$defs/MountPoint/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data19.containerPath !== undefined){
if(typeof data19.containerPath !== "string"){
const err24 = {instancePath:instancePath+"/mountPoints/" + i3+"/containerPath",schemaPath:"#/$defs/MountPoint/properties/containerPath/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data19.readOnly !== undefined){
if(typeof data19.readOnly !== "boolean"){
const err25 = {instancePath:instancePath+"/mountPoints/" + i3+"/readOnly",schemaPath:"#/$defs/MountPoint/properties/readOnly/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data19.sourceVolume !== undefined){
if(typeof data19.sourceVolume !== "string"){
const err26 = {instancePath:instancePath+"/mountPoints/" + i3+"/sourceVolume",schemaPath:"#/$defs/MountPoint/properties/sourceVolume/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
else {
const err27 = {instancePath:instancePath+"/mountPoints/" + i3,schemaPath:"#/$defs/MountPoint/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
else {
const err28 = {instancePath:instancePath+"/mountPoints",schemaPath:"#/properties/mountPoints/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.name !== undefined){
if(typeof data.name !== "string"){
const err29 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data.privileged !== undefined){
if(typeof data.privileged !== "boolean"){
const err30 = {instancePath:instancePath+"/privileged",schemaPath:"#/properties/privileged/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data.readonlyRootFilesystem !== undefined){
if(typeof data.readonlyRootFilesystem !== "boolean"){
const err31 = {instancePath:instancePath+"/readonlyRootFilesystem",schemaPath:"#/properties/readonlyRootFilesystem/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data.repositoryCredentials !== undefined){
let data26 = data.repositoryCredentials;
if(data26 && typeof data26 == "object" && !Array.isArray(data26)){
if(data26.credentialsParameter === undefined){
const err32 = {instancePath:instancePath+"/repositoryCredentials",schemaPath:"#/$defs/RepositoryCredentials/required",keyword:"required",params:{missingProperty: "credentialsParameter"},message:"must have required property '"+"credentialsParameter"+"'"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
for(const key6 in data26){
if(!(key6 === "credentialsParameter")){
const err33 = {instancePath:instancePath+"/repositoryCredentials",schemaPath:"#/$defs/RepositoryCredentials/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data26.credentialsParameter !== undefined){
if(typeof data26.credentialsParameter !== "string"){
const err34 = {instancePath:instancePath+"/repositoryCredentials/credentialsParameter",schemaPath:"#/$defs/RepositoryCredentials/properties/credentialsParameter/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
}
else {
const err35 = {instancePath:instancePath+"/repositoryCredentials",schemaPath:"#/$defs/RepositoryCredentials/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data.resourceRequirements !== undefined){
let data28 = data.resourceRequirements;
if(Array.isArray(data28)){
const len4 = data28.length;
for(let i4=0; i4<len4; i4++){
let data29 = data28[i4];
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
if(data29.value === undefined){
const err36 = {instancePath:instancePath+"/resourceRequirements/" + i4,schemaPath:"#/$defs/ResourceRequirement/required",keyword:"required",params:{missingProperty: "value"},message:"must have required property '"+"value"+"'"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(data29.type === undefined){
const err37 = {instancePath:instancePath+"/resourceRequirements/" + i4,schemaPath:"#/$defs/ResourceRequirement/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
for(const key7 in data29){
if(!((key7 === "value") || (key7 === "type"))){
const err38 = {instancePath:instancePath+"/resourceRequirements/" + i4,schemaPath:"#/$defs/ResourceRequirement/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data29.value !== undefined){
if(typeof data29.value !== "string"){
const err39 = {instancePath:instancePath+"/resourceRequirements/" + i4+"/value",schemaPath:"#/$defs/ResourceRequirement/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data29.type !== undefined){
let data31 = data29.type;
if(typeof data31 !== "string"){
const err40 = {instancePath:instancePath+"/resourceRequirements/" + i4+"/type",schemaPath:"#/$defs/ResourceRequirement/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if(!(((data31 === "GPU") || (data31 === "MEMORY")) || (data31 === "VCPU"))){
const err41 = {instancePath:instancePath+"/resourceRequirements/" + i4+"/type",schemaPath:"#/$defs/ResourceRequirement/properties/type/enum",keyword:"enum",params:{allowedValues: schema41.properties.type.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
else {
const err42 = {instancePath:instancePath+"/resourceRequirements/" + i4,schemaPath:"#/$defs/ResourceRequirement/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
}
else {
const err43 = {instancePath:instancePath+"/resourceRequirements",schemaPath:"#/properties/resourceRequirements/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data.secrets !== undefined){
let data32 = data.secrets;
if(Array.isArray(data32)){
const len5 = data32.length;
for(let i5=0; i5<len5; i5++){
let data33 = data32[i5];
if(data33 && typeof data33 == "object" && !Array.isArray(data33)){
if(data33.name === undefined){
const err44 = {instancePath:instancePath+"/secrets/" + i5,schemaPath:"#/$defs/Secret/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(data33.valueFrom === undefined){
const err45 = {instancePath:instancePath+"/secrets/" + i5,schemaPath:"#/$defs/Secret/required",keyword:"required",params:{missingProperty: "valueFrom"},message:"must have required property '"+"valueFrom"+"'"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
for(const key8 in data33){
if(!((key8 === "name") || (key8 === "valueFrom"))){
const err46 = {instancePath:instancePath+"/secrets/" + i5,schemaPath:"#/$defs/Secret/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data33.name !== undefined){
if(typeof data33.name !== "string"){
const err47 = {instancePath:instancePath+"/secrets/" + i5+"/name",schemaPath:"#/$defs/Secret/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data33.valueFrom !== undefined){
if(typeof data33.valueFrom !== "string"){
const err48 = {instancePath:instancePath+"/secrets/" + i5+"/valueFrom",schemaPath:"#/$defs/Secret/properties/valueFrom/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
}
else {
const err49 = {instancePath:instancePath+"/secrets/" + i5,schemaPath:"#/$defs/Secret/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
}
else {
const err50 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data.ulimits !== undefined){
let data36 = data.ulimits;
if(Array.isArray(data36)){
const len6 = data36.length;
for(let i6=0; i6<len6; i6++){
let data37 = data36[i6];
if(data37 && typeof data37 == "object" && !Array.isArray(data37)){
if(data37.hardLimit === undefined){
const err51 = {instancePath:instancePath+"/ulimits/" + i6,schemaPath:"#/$defs/Ulimit/required",keyword:"required",params:{missingProperty: "hardLimit"},message:"must have required property '"+"hardLimit"+"'"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
if(data37.name === undefined){
const err52 = {instancePath:instancePath+"/ulimits/" + i6,schemaPath:"#/$defs/Ulimit/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if(data37.softLimit === undefined){
const err53 = {instancePath:instancePath+"/ulimits/" + i6,schemaPath:"#/$defs/Ulimit/required",keyword:"required",params:{missingProperty: "softLimit"},message:"must have required property '"+"softLimit"+"'"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
for(const key9 in data37){
if(!(((key9 === "hardLimit") || (key9 === "name")) || (key9 === "softLimit"))){
const err54 = {instancePath:instancePath+"/ulimits/" + i6,schemaPath:"#/$defs/Ulimit/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data37.hardLimit !== undefined){
let data38 = data37.hardLimit;
if(!(((typeof data38 == "number") && (!(data38 % 1) && !isNaN(data38))) && (isFinite(data38)))){
const err55 = {instancePath:instancePath+"/ulimits/" + i6+"/hardLimit",schemaPath:"#/$defs/Ulimit/properties/hardLimit/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data37.name !== undefined){
if(typeof data37.name !== "string"){
const err56 = {instancePath:instancePath+"/ulimits/" + i6+"/name",schemaPath:"#/$defs/Ulimit/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data37.softLimit !== undefined){
let data40 = data37.softLimit;
if(!(((typeof data40 == "number") && (!(data40 % 1) && !isNaN(data40))) && (isFinite(data40)))){
const err57 = {instancePath:instancePath+"/ulimits/" + i6+"/softLimit",schemaPath:"#/$defs/Ulimit/properties/softLimit/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
}
else {
const err58 = {instancePath:instancePath+"/ulimits/" + i6,schemaPath:"#/$defs/Ulimit/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
else {
const err59 = {instancePath:instancePath+"/ulimits",schemaPath:"#/properties/ulimits/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data.user !== undefined){
if(typeof data.user !== "string"){
const err60 = {instancePath:instancePath+"/user",schemaPath:"#/properties/user/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data.startTimeout !== undefined){
let data42 = data.startTimeout;
if(!(((typeof data42 == "number") && (!(data42 % 1) && !isNaN(data42))) && (isFinite(data42)))){
const err61 = {instancePath:instancePath+"/startTimeout",schemaPath:"#/properties/startTimeout/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data.stopTimeout !== undefined){
let data43 = data.stopTimeout;
if(!(((typeof data43 == "number") && (!(data43 % 1) && !isNaN(data43))) && (isFinite(data43)))){
const err62 = {instancePath:instancePath+"/stopTimeout",schemaPath:"#/properties/stopTimeout/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
}
else {
const err63 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
validate36.errors = vErrors;
return errors === 0;
}
validate36.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate35(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate35.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.containers === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "containers"},message:"must have required property '"+"containers"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(func4.call(schema56.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.containers !== undefined){
let data0 = data.containers;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(!(validate36(data0[i0], {instancePath:instancePath+"/containers/" + i0,parentData:data0,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors);
errors = vErrors.length;
}
}
}
else {
const err2 = {instancePath:instancePath+"/containers",schemaPath:"#/properties/containers/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.ephemeralStorage !== undefined){
let data2 = data.ephemeralStorage;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.sizeInGiB === undefined){
const err3 = {instancePath:instancePath+"/ephemeralStorage",schemaPath:"#/$defs/EphemeralStorage/required",keyword:"required",params:{missingProperty: "sizeInGiB"},message:"must have required property '"+"sizeInGiB"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key1 in data2){
if(!(key1 === "sizeInGiB")){
const err4 = {instancePath:instancePath+"/ephemeralStorage",schemaPath:"#/$defs/EphemeralStorage/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data2.sizeInGiB !== undefined){
let data3 = data2.sizeInGiB;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
const err5 = {instancePath:instancePath+"/ephemeralStorage/sizeInGiB",schemaPath:"#/$defs/EphemeralStorage/properties/sizeInGiB/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
else {
const err6 = {instancePath:instancePath+"/ephemeralStorage",schemaPath:"#/$defs/EphemeralStorage/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.executionRoleArn !== undefined){
if(typeof data.executionRoleArn !== "string"){
const err7 = {instancePath:instancePath+"/executionRoleArn",schemaPath:"#/properties/executionRoleArn/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.platformVersion !== undefined){
if(typeof data.platformVersion !== "string"){
const err8 = {instancePath:instancePath+"/platformVersion",schemaPath:"#/properties/platformVersion/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.ipcMode !== undefined){
if(typeof data.ipcMode !== "string"){
const err9 = {instancePath:instancePath+"/ipcMode",schemaPath:"#/properties/ipcMode/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.taskRoleArn !== undefined){
if(typeof data.taskRoleArn !== "string"){
const err10 = {instancePath:instancePath+"/taskRoleArn",schemaPath:"#/properties/taskRoleArn/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.pidMode !== undefined){
if(typeof data.pidMode !== "string"){
const err11 = {instancePath:instancePath+"/pidMode",schemaPath:"#/properties/pidMode/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.networkConfiguration !== undefined){
let data9 = data.networkConfiguration;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
for(const key2 in data9){
if(!(key2 === "assignPublicIp")){
const err12 = {instancePath:instancePath+"/networkConfiguration",schemaPath:"#/$defs/NetworkConfiguration/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data9.assignPublicIp !== undefined){
let data10 = data9.assignPublicIp;
if(typeof data10 !== "string"){
const err13 = {instancePath:instancePath+"/networkConfiguration/assignPublicIp",schemaPath:"#/$defs/NetworkConfiguration/properties/assignPublicIp/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(!((data10 === "DISABLED") || (data10 === "ENABLED"))){
const err14 = {instancePath:instancePath+"/networkConfiguration/assignPublicIp",schemaPath:"#/$defs/NetworkConfiguration/properties/assignPublicIp/enum",keyword:"enum",params:{allowedValues: schema48.properties.assignPublicIp.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath:instancePath+"/networkConfiguration",schemaPath:"#/$defs/NetworkConfiguration/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.runtimePlatform !== undefined){
let data11 = data.runtimePlatform;
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key3 in data11){
if(!((key3 === "operatingSystemFamily") || (key3 === "cpuArchitecture"))){
const err16 = {instancePath:instancePath+"/runtimePlatform",schemaPath:"#/$defs/RuntimePlatform/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data11.operatingSystemFamily !== undefined){
if(typeof data11.operatingSystemFamily !== "string"){
const err17 = {instancePath:instancePath+"/runtimePlatform/operatingSystemFamily",schemaPath:"#/$defs/RuntimePlatform/properties/operatingSystemFamily/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data11.cpuArchitecture !== undefined){
if(typeof data11.cpuArchitecture !== "string"){
const err18 = {instancePath:instancePath+"/runtimePlatform/cpuArchitecture",schemaPath:"#/$defs/RuntimePlatform/properties/cpuArchitecture/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath:instancePath+"/runtimePlatform",schemaPath:"#/$defs/RuntimePlatform/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.volumes !== undefined){
let data14 = data.volumes;
if(Array.isArray(data14)){
const len1 = data14.length;
for(let i1=0; i1<len1; i1++){
if(!(validate22(data14[i1], {instancePath:instancePath+"/volumes/" + i1,parentData:data14,parentDataProperty:i1,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
}
}
else {
const err20 = {instancePath:instancePath+"/volumes",schemaPath:"#/properties/volumes/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.enableExecuteCommand !== undefined){
if(typeof data.enableExecuteCommand !== "boolean"){
const err21 = {instancePath:instancePath+"/enableExecuteCommand",schemaPath:"#/properties/enableExecuteCommand/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.networkMode !== undefined){
if(typeof data.networkMode !== "string"){
const err22 = {instancePath:instancePath+"/networkMode",schemaPath:"#/properties/networkMode/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
else {
const err23 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
validate35.errors = vErrors;
return errors === 0;
}
validate35.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate34(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate34.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.taskProperties === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "taskProperties"},message:"must have required property '"+"taskProperties"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(key0 === "taskProperties")){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.taskProperties !== undefined){
let data0 = data.taskProperties;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(!(validate35(data0[i0], {instancePath:instancePath+"/taskProperties/" + i0,parentData:data0,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate35.errors : vErrors.concat(validate35.errors);
errors = vErrors.length;
}
}
}
else {
const err2 = {instancePath:instancePath+"/taskProperties",schemaPath:"#/properties/taskProperties/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
else {
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate34.errors = vErrors;
return errors === 0;
}
validate34.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema69 = {"type":"object","properties":{"podProperties":{"$ref":"#/$defs/EksPodProperties"}},"additionalProperties":false};
const schema70 = {"type":"object","properties":{"serviceAccountName":{"type":"string"},"hostNetwork":{"type":"boolean"},"dnsPolicy":{"type":"string"},"imagePullSecrets":{"type":"array","items":{"$ref":"#/$defs/ImagePullSecret"}},"containers":{"type":"array","items":{"$ref":"#/$defs/EksContainer"}},"initContainers":{"type":"array","items":{"$ref":"#/$defs/EksContainer"}},"volumes":{"type":"array","items":{"$ref":"#/$defs/EksVolume"}},"metadata":{"$ref":"#/$defs/EksMetadata"},"shareProcessNamespace":{"type":"boolean"}},"additionalProperties":false};
const schema71 = {"type":"object","properties":{"name":{"type":"string"}},"required":["name"],"additionalProperties":false};
const schema82 = {"type":"object","properties":{"labels":{"type":"object","additionalProperties":{"type":"string"}},"annotations":{"type":"object","additionalProperties":{"type":"string"}},"namespace":{"type":"string"}},"additionalProperties":false};
const schema72 = {"type":"object","properties":{"name":{"type":"string"},"image":{"type":"string"},"imagePullPolicy":{"type":"string"},"command":{"type":"array","items":{"type":"string"}},"args":{"type":"array","items":{"type":"string"}},"env":{"type":"array","items":{"$ref":"#/$defs/EksContainerEnvironmentVariable"}},"resources":{"$ref":"#/$defs/EksContainerResourceRequirements"},"volumeMounts":{"type":"array","items":{"$ref":"#/$defs/EksContainerVolumeMount"}},"securityContext":{"$ref":"#/$defs/EksContainerSecurityContext"}},"required":["image"],"additionalProperties":false};
const schema73 = {"type":"object","properties":{"name":{"type":"string"},"value":{"type":"string"}},"required":["name"],"additionalProperties":false};
const schema74 = {"type":"object","properties":{"limits":{"type":"object","additionalProperties":{"type":"string"}},"requests":{"type":"object","additionalProperties":{"type":"string"}}},"additionalProperties":false};
const schema75 = {"type":"object","properties":{"name":{"type":"string"},"mountPath":{"type":"string"},"subPath":{"type":"string"},"readOnly":{"type":"boolean"}},"additionalProperties":false};
const schema76 = {"type":"object","properties":{"runAsUser":{"type":"integer"},"runAsGroup":{"type":"integer"},"privileged":{"type":"boolean"},"allowPrivilegeEscalation":{"type":"boolean"},"readOnlyRootFilesystem":{"type":"boolean"},"runAsNonRoot":{"type":"boolean"}},"additionalProperties":false};

function validate45(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate45.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.image === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "image"},message:"must have required property '"+"image"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(func4.call(schema72.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.name !== undefined){
if(typeof data.name !== "string"){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.image !== undefined){
if(typeof data.image !== "string"){
const err3 = {instancePath:instancePath+"/image",schemaPath:"#/properties/image/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.imagePullPolicy !== undefined){
if(typeof data.imagePullPolicy !== "string"){
const err4 = {instancePath:instancePath+"/imagePullPolicy",schemaPath:"#/properties/imagePullPolicy/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.command !== undefined){
let data3 = data.command;
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
if(typeof data3[i0] !== "string"){
const err5 = {instancePath:instancePath+"/command/" + i0,schemaPath:"#/properties/command/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
else {
const err6 = {instancePath:instancePath+"/command",schemaPath:"#/properties/command/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.args !== undefined){
let data5 = data.args;
if(Array.isArray(data5)){
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
if(typeof data5[i1] !== "string"){
const err7 = {instancePath:instancePath+"/args/" + i1,schemaPath:"#/properties/args/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath:instancePath+"/args",schemaPath:"#/properties/args/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.env !== undefined){
let data7 = data.env;
if(Array.isArray(data7)){
const len2 = data7.length;
for(let i2=0; i2<len2; i2++){
let data8 = data7[i2];
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.name === undefined){
const err9 = {instancePath:instancePath+"/env/" + i2,schemaPath:"#/$defs/EksContainerEnvironmentVariable/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
for(const key1 in data8){
if(!((key1 === "name") || (key1 === "value"))){
const err10 = {instancePath:instancePath+"/env/" + i2,schemaPath:"#/$defs/EksContainerEnvironmentVariable/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data8.name !== undefined){
if(typeof data8.name !== "string"){
const err11 = {instancePath:instancePath+"/env/" + i2+"/name",schemaPath:"#/$defs/EksContainerEnvironmentVariable/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data8.value !== undefined){
if(typeof data8.value !== "string"){
const err12 = {instancePath:instancePath+"/env/" + i2+"/value",schemaPath:"#/$defs/EksContainerEnvironmentVariable/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath:instancePath+"/env/" + i2,schemaPath:"#/$defs/EksContainerEnvironmentVariable/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath:instancePath+"/env",schemaPath:"#/properties/env/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.resources !== undefined){
let data11 = data.resources;
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key2 in data11){
if(!((key2 === "limits") || (key2 === "requests"))){
const err15 = {instancePath:instancePath+"/resources",schemaPath:"#/$defs/EksContainerResourceRequirements/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data11.limits !== undefined){
let data12 = data11.limits;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
for(const key3 in data12){
if(typeof data12[key3] !== "string"){
const err16 = {instancePath:instancePath+"/resources/limits/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/EksContainerResourceRequirements/properties/limits/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/resources/limits",schemaPath:"#/$defs/EksContainerResourceRequirements/properties/limits/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data11.requests !== undefined){
let data14 = data11.requests;
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
for(const key4 in data14){
if(typeof data14[key4] !== "string"){
const err18 = {instancePath:instancePath+"/resources/requests/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/EksContainerResourceRequirements/properties/requests/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath:instancePath+"/resources/requests",schemaPath:"#/$defs/EksContainerResourceRequirements/properties/requests/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath:instancePath+"/resources",schemaPath:"#/$defs/EksContainerResourceRequirements/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.volumeMounts !== undefined){
let data16 = data.volumeMounts;
if(Array.isArray(data16)){
const len3 = data16.length;
for(let i3=0; i3<len3; i3++){
let data17 = data16[i3];
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
for(const key5 in data17){
if(!((((key5 === "name") || (key5 === "mountPath")) || (key5 === "subPath")) || (key5 === "readOnly"))){
const err21 = {instancePath:instancePath+"/volumeMounts/" + i3,schemaPath:"#/$defs/EksContainerVolumeMount/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data17.name !== undefined){
if(typeof data17.name !== "string"){
const err22 = {instancePath:instancePath+"/volumeMounts/" + i3+"/name",schemaPath:"#/$defs/EksContainerVolumeMount/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data17.mountPath !== undefined){
if(typeof data17.mountPath !== "string"){
const err23 = {instancePath:instancePath+"/volumeMounts/" + i3+"/mountPath",schemaPath:"#/$defs/EksContainerVolumeMount/properties/mountPath/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data17.subPath !== undefined){
if(typeof data17.subPath !== "string"){
const err24 = {instancePath:instancePath+"/volumeMounts/" + i3+"/subPath",schemaPath:"#/$defs/EksContainerVolumeMount/properties/subPath/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data17.readOnly !== undefined){
if(typeof data17.readOnly !== "boolean"){
const err25 = {instancePath:instancePath+"/volumeMounts/" + i3+"/readOnly",schemaPath:"#/$defs/EksContainerVolumeMount/properties/readOnly/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
else {
const err26 = {instancePath:instancePath+"/volumeMounts/" + i3,schemaPath:"#/$defs/EksContainerVolumeMount/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
else {
const err27 = {instancePath:instancePath+"/volumeMounts",schemaPath:"#/properties/volumeMounts/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data.securityContext !== undefined){
let data22 = data.securityContext;
if(data22 && typeof data22 == "object" && !Array.isArray(data22)){
for(const key6 in data22){
if(!((((((key6 === "runAsUser") || (key6 === "runAsGroup")) || (key6 === "privileged")) || (key6 === "allowPrivilegeEscalation")) || (key6 === "readOnlyRootFilesystem")) || (key6 === "runAsNonRoot"))){
const err28 = {instancePath:instancePath+"/securityContext",schemaPath:"#/$defs/EksContainerSecurityContext/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data22.runAsUser !== undefined){
let data23 = data22.runAsUser;
if(!(((typeof data23 == "number") && (!(data23 % 1) && !isNaN(data23))) && (isFinite(data23)))){
const err29 = {instancePath:instancePath+"/securityContext/runAsUser",schemaPath:"#/$defs/EksContainerSecurityContext/properties/runAsUser/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data22.runAsGroup !== undefined){
let data24 = data22.runAsGroup;
if(!(((typeof data24 == "number") && (!(data24 % 1) && !isNaN(data24))) && (isFinite(data24)))){
const err30 = {instancePath:instancePath+"/securityContext/runAsGroup",schemaPath:"#/$defs/EksContainerSecurityContext/properties/runAsGroup/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data22.privileged !== undefined){
if(typeof data22.privileged !== "boolean"){
const err31 = {instancePath:instancePath+"/securityContext/privileged",schemaPath:"#/$defs/EksContainerSecurityContext/properties/privileged/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data22.allowPrivilegeEscalation !== undefined){
if(typeof data22.allowPrivilegeEscalation !== "boolean"){
const err32 = {instancePath:instancePath+"/securityContext/allowPrivilegeEscalation",schemaPath:"#/$defs/EksContainerSecurityContext/properties/allowPrivilegeEscalation/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data22.readOnlyRootFilesystem !== undefined){
if(typeof data22.readOnlyRootFilesystem !== "boolean"){
const err33 = {instancePath:instancePath+"/securityContext/readOnlyRootFilesystem",schemaPath:"#/$defs/EksContainerSecurityContext/properties/readOnlyRootFilesystem/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data22.runAsNonRoot !== undefined){
if(typeof data22.runAsNonRoot !== "boolean"){
const err34 = {instancePath:instancePath+"/securityContext/runAsNonRoot",schemaPath:"#/$defs/EksContainerSecurityContext/properties/runAsNonRoot/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
}
else {
const err35 = {instancePath:instancePath+"/securityContext",schemaPath:"#/$defs/EksContainerSecurityContext/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
else {
const err36 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
validate45.errors = vErrors;
return errors === 0;
}
validate45.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema77 = {"type":"object","properties":{"name":{"type":"string"},"hostPath":{"$ref":"#/$defs/EksHostPath"},"emptyDir":{"$ref":"#/$defs/EksEmptyDir"},"secret":{"$ref":"#/$defs/EksSecret"},"persistentVolumeClaim":{"$ref":"#/$defs/EksPersistentVolumeClaim"}},"required":["name"],"additionalProperties":false};
const schema78 = {"type":"object","properties":{"path":{"type":"string"}},"additionalProperties":false};
const schema79 = {"type":"object","properties":{"medium":{"type":"string"},"sizeLimit":{"type":"string"}},"additionalProperties":false};
const schema80 = {"type":"object","properties":{"secretName":{"type":"string"},"optional":{"type":"boolean"}},"required":["secretName"],"additionalProperties":false};
const schema81 = {"type":"object","properties":{"claimName":{"type":"string"},"readOnly":{"type":"boolean"}},"required":["claimName"],"additionalProperties":false};

function validate48(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate48.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "name") || (key0 === "hostPath")) || (key0 === "emptyDir")) || (key0 === "secret")) || (key0 === "persistentVolumeClaim"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.name !== undefined){
if(typeof data.name !== "string"){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.hostPath !== undefined){
let data1 = data.hostPath;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
for(const key1 in data1){
if(!(key1 === "path")){
const err3 = {instancePath:instancePath+"/hostPath",schemaPath:"#/$defs/EksHostPath/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data1.path !== undefined){
if(typeof data1.path !== "string"){
const err4 = {instancePath:instancePath+"/hostPath/path",schemaPath:"#/$defs/EksHostPath/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
else {
const err5 = {instancePath:instancePath+"/hostPath",schemaPath:"#/$defs/EksHostPath/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.emptyDir !== undefined){
let data3 = data.emptyDir;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key2 in data3){
if(!((key2 === "medium") || (key2 === "sizeLimit"))){
const err6 = {instancePath:instancePath+"/emptyDir",schemaPath:"#/$defs/EksEmptyDir/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data3.medium !== undefined){
if(typeof data3.medium !== "string"){
const err7 = {instancePath:instancePath+"/emptyDir/medium",schemaPath:"#/$defs/EksEmptyDir/properties/medium/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data3.sizeLimit !== undefined){
if(typeof data3.sizeLimit !== "string"){
const err8 = {instancePath:instancePath+"/emptyDir/sizeLimit",schemaPath:"#/$defs/EksEmptyDir/properties/sizeLimit/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath:instancePath+"/emptyDir",schemaPath:"#/$defs/EksEmptyDir/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.secret !== undefined){
let data6 = data.secret;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
if(data6.secretName === undefined){
const err10 = {instancePath:instancePath+"/secret",schemaPath:"#/$defs/EksSecret/required",keyword:"required",params:{missingProperty: "secretName"},message:"must have required property '"+"secretName"+"'"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
for(const key3 in data6){
if(!((key3 === "secretName") || (key3 === "optional"))){
const err11 = {instancePath:instancePath+"/secret",schemaPath:"#/$defs/EksSecret/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data6.secretName !== undefined){
if(typeof data6.secretName !== "string"){
const err12 = {instancePath:instancePath+"/secret/secretName",schemaPath:"#/$defs/EksSecret/properties/secretName/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data6.optional !== undefined){
if(typeof data6.optional !== "boolean"){
const err13 = {instancePath:instancePath+"/secret/optional",schemaPath:"#/$defs/EksSecret/properties/optional/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath:instancePath+"/secret",schemaPath:"#/$defs/EksSecret/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.persistentVolumeClaim !== undefined){
let data9 = data.persistentVolumeClaim;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
if(data9.claimName === undefined){
const err15 = {instancePath:instancePath+"/persistentVolumeClaim",schemaPath:"#/$defs/EksPersistentVolumeClaim/required",keyword:"required",params:{missingProperty: "claimName"},message:"must have required property '"+"claimName"+"'"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
for(const key4 in data9){
if(!((key4 === "claimName") || (key4 === "readOnly"))){
const err16 = {instancePath:instancePath+"/persistentVolumeClaim",schemaPath:"#/$defs/EksPersistentVolumeClaim/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data9.claimName !== undefined){
if(typeof data9.claimName !== "string"){
const err17 = {instancePath:instancePath+"/persistentVolumeClaim/claimName",schemaPath:"#/$defs/EksPersistentVolumeClaim/properties/claimName/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data9.readOnly !== undefined){
if(typeof data9.readOnly !== "boolean"){
const err18 = {instancePath:instancePath+"/persistentVolumeClaim/readOnly",schemaPath:"#/$defs/EksPersistentVolumeClaim/properties/readOnly/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath:instancePath+"/persistentVolumeClaim",schemaPath:"#/$defs/EksPersistentVolumeClaim/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
validate48.errors = vErrors;
return errors === 0;
}
validate48.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate44(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate44.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func4.call(schema70.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.serviceAccountName !== undefined){
if(typeof data.serviceAccountName !== "string"){
const err1 = {instancePath:instancePath+"/serviceAccountName",schemaPath:"#/properties/serviceAccountName/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.hostNetwork !== undefined){
if(typeof data.hostNetwork !== "boolean"){
const err2 = {instancePath:instancePath+"/hostNetwork",schemaPath:"#/properties/hostNetwork/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.dnsPolicy !== undefined){
if(typeof data.dnsPolicy !== "string"){
const err3 = {instancePath:instancePath+"/dnsPolicy",schemaPath:"#/properties/dnsPolicy/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.imagePullSecrets !== undefined){
let data3 = data.imagePullSecrets;
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.name === undefined){
const err4 = {instancePath:instancePath+"/imagePullSecrets/" + i0,schemaPath:"#/$defs/ImagePullSecret/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key1 in data4){
if(!(key1 === "name")){
const err5 = {instancePath:instancePath+"/imagePullSecrets/" + i0,schemaPath:"#/$defs/ImagePullSecret/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data4.name !== undefined){
if(typeof data4.name !== "string"){
const err6 = {instancePath:instancePath+"/imagePullSecrets/" + i0+"/name",schemaPath:"#/$defs/ImagePullSecret/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath:instancePath+"/imagePullSecrets/" + i0,schemaPath:"#/$defs/ImagePullSecret/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath:instancePath+"/imagePullSecrets",schemaPath:"#/properties/imagePullSecrets/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.containers !== undefined){
let data6 = data.containers;
if(Array.isArray(data6)){
const len1 = data6.length;
for(let i1=0; i1<len1; i1++){
if(!(validate45(data6[i1], {instancePath:instancePath+"/containers/" + i1,parentData:data6,parentDataProperty:i1,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate45.errors : vErrors.concat(validate45.errors);
errors = vErrors.length;
}
}
}
else {
const err9 = {instancePath:instancePath+"/containers",schemaPath:"#/properties/containers/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.initContainers !== undefined){
let data8 = data.initContainers;
if(Array.isArray(data8)){
const len2 = data8.length;
for(let i2=0; i2<len2; i2++){
if(!(validate45(data8[i2], {instancePath:instancePath+"/initContainers/" + i2,parentData:data8,parentDataProperty:i2,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate45.errors : vErrors.concat(validate45.errors);
errors = vErrors.length;
}
}
}
else {
const err10 = {instancePath:instancePath+"/initContainers",schemaPath:"#/properties/initContainers/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.volumes !== undefined){
let data10 = data.volumes;
if(Array.isArray(data10)){
const len3 = data10.length;
for(let i3=0; i3<len3; i3++){
if(!(validate48(data10[i3], {instancePath:instancePath+"/volumes/" + i3,parentData:data10,parentDataProperty:i3,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate48.errors : vErrors.concat(validate48.errors);
errors = vErrors.length;
}
}
}
else {
const err11 = {instancePath:instancePath+"/volumes",schemaPath:"#/properties/volumes/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.metadata !== undefined){
let data12 = data.metadata;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
for(const key2 in data12){
if(!(((key2 === "labels") || (key2 === "annotations")) || (key2 === "namespace"))){
const err12 = {instancePath:instancePath+"/metadata",schemaPath:"#/$defs/EksMetadata/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data12.labels !== undefined){
let data13 = data12.labels;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key3 in data13){
if(typeof data13[key3] !== "string"){
const err13 = {instancePath:instancePath+"/metadata/labels/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/EksMetadata/properties/labels/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath:instancePath+"/metadata/labels",schemaPath:"#/$defs/EksMetadata/properties/labels/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data12.annotations !== undefined){
let data15 = data12.annotations;
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
for(const key4 in data15){
if(typeof data15[key4] !== "string"){
const err15 = {instancePath:instancePath+"/metadata/annotations/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/EksMetadata/properties/annotations/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
else {
const err16 = {instancePath:instancePath+"/metadata/annotations",schemaPath:"#/$defs/EksMetadata/properties/annotations/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data12.namespace !== undefined){
if(typeof data12.namespace !== "string"){
const err17 = {instancePath:instancePath+"/metadata/namespace",schemaPath:"#/$defs/EksMetadata/properties/namespace/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
else {
const err18 = {instancePath:instancePath+"/metadata",schemaPath:"#/$defs/EksMetadata/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.shareProcessNamespace !== undefined){
if(typeof data.shareProcessNamespace !== "boolean"){
const err19 = {instancePath:instancePath+"/shareProcessNamespace",schemaPath:"#/properties/shareProcessNamespace/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
validate44.errors = vErrors;
return errors === 0;
}
validate44.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate43(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate43.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(key0 === "podProperties")){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.podProperties !== undefined){
if(!(validate44(data.podProperties, {instancePath:instancePath+"/podProperties",parentData:data,parentDataProperty:"podProperties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate44.errors : vErrors.concat(validate44.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
validate43.errors = vErrors;
return errors === 0;
}
validate43.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema83 = {"type":"object","properties":{"consumableResourceList":{"type":"array","items":{"$ref":"#/$defs/ConsumableResourceRequirement"}}},"additionalProperties":false};
const schema84 = {"type":"object","properties":{"consumableResource":{"type":"string"},"quantity":{"type":"integer"}},"additionalProperties":false};

function validate52(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate52.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(key0 === "consumableResourceList")){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.consumableResourceList !== undefined){
let data0 = data.consumableResourceList;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
for(const key1 in data1){
if(!((key1 === "consumableResource") || (key1 === "quantity"))){
const err1 = {instancePath:instancePath+"/consumableResourceList/" + i0,schemaPath:"#/$defs/ConsumableResourceRequirement/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data1.consumableResource !== undefined){
if(typeof data1.consumableResource !== "string"){
const err2 = {instancePath:instancePath+"/consumableResourceList/" + i0+"/consumableResource",schemaPath:"#/$defs/ConsumableResourceRequirement/properties/consumableResource/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data1.quantity !== undefined){
let data3 = data1.quantity;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
const err3 = {instancePath:instancePath+"/consumableResourceList/" + i0+"/quantity",schemaPath:"#/$defs/ConsumableResourceRequirement/properties/quantity/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
else {
const err4 = {instancePath:instancePath+"/consumableResourceList/" + i0,schemaPath:"#/$defs/ConsumableResourceRequirement/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
else {
const err5 = {instancePath:instancePath+"/consumableResourceList",schemaPath:"#/properties/consumableResourceList/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
else {
const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
validate52.errors = vErrors;
return errors === 0;
}
validate52.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate32(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate32.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.targetNodes === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "targetNodes"},message:"must have required property '"+"targetNodes"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!((((((key0 === "targetNodes") || (key0 === "container")) || (key0 === "instanceTypes")) || (key0 === "ecsProperties")) || (key0 === "eksProperties")) || (key0 === "consumableResourceProperties"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.targetNodes !== undefined){
if(typeof data.targetNodes !== "string"){
const err2 = {instancePath:instancePath+"/targetNodes",schemaPath:"#/properties/targetNodes/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.container !== undefined){
if(!(validate21(data.container, {instancePath:instancePath+"/container",parentData:data,parentDataProperty:"container",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
}
if(data.instanceTypes !== undefined){
let data2 = data.instanceTypes;
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
if(typeof data2[i0] !== "string"){
const err3 = {instancePath:instancePath+"/instanceTypes/" + i0,schemaPath:"#/properties/instanceTypes/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
else {
const err4 = {instancePath:instancePath+"/instanceTypes",schemaPath:"#/properties/instanceTypes/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.ecsProperties !== undefined){
if(!(validate34(data.ecsProperties, {instancePath:instancePath+"/ecsProperties",parentData:data,parentDataProperty:"ecsProperties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate34.errors : vErrors.concat(validate34.errors);
errors = vErrors.length;
}
}
if(data.eksProperties !== undefined){
if(!(validate43(data.eksProperties, {instancePath:instancePath+"/eksProperties",parentData:data,parentDataProperty:"eksProperties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
errors = vErrors.length;
}
}
if(data.consumableResourceProperties !== undefined){
if(!(validate52(data.consumableResourceProperties, {instancePath:instancePath+"/consumableResourceProperties",parentData:data,parentDataProperty:"consumableResourceProperties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate52.errors : vErrors.concat(validate52.errors);
errors = vErrors.length;
}
}
}
else {
const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
validate32.errors = vErrors;
return errors === 0;
}
validate32.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate31(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate31.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.numNodes === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "numNodes"},message:"must have required property '"+"numNodes"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.mainNode === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "mainNode"},message:"must have required property '"+"mainNode"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.nodeRangeProperties === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "nodeRangeProperties"},message:"must have required property '"+"nodeRangeProperties"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "numNodes") || (key0 === "mainNode")) || (key0 === "nodeRangeProperties"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.numNodes !== undefined){
let data0 = data.numNodes;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
const err4 = {instancePath:instancePath+"/numNodes",schemaPath:"#/properties/numNodes/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.mainNode !== undefined){
let data1 = data.mainNode;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err5 = {instancePath:instancePath+"/mainNode",schemaPath:"#/properties/mainNode/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.nodeRangeProperties !== undefined){
let data2 = data.nodeRangeProperties;
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
if(!(validate32(data2[i0], {instancePath:instancePath+"/nodeRangeProperties/" + i0,parentData:data2,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate32.errors : vErrors.concat(validate32.errors);
errors = vErrors.length;
}
}
}
else {
const err6 = {instancePath:instancePath+"/nodeRangeProperties",schemaPath:"#/properties/nodeRangeProperties/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
validate31.errors = vErrors;
return errors === 0;
}
validate31.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema85 = {"type":"object","properties":{"attempts":{"type":"integer","minimum":1,"maximum":10},"evaluateOnExit":{"type":"array","items":{"$ref":"#/$defs/EvaluateOnExit"},"maxItems":5}},"additionalProperties":false};
const schema86 = {"type":"object","properties":{"onStatusReason":{"type":"string","maxLength":512,"pattern":"^[^*]*\\*?$"},"onReason":{"type":"string","maxLength":512,"pattern":"^[^*]*\\*?$"},"onExitCode":{"type":"string","maxLength":512,"pattern":"^([0-9]+\\*?|\\*)$"},"action":{"type":"string","pattern":"^([Rr][Ee][Tt][Rr][Yy]|[Ee][Xx][Ii][Tt])$"}},"required":["action"],"additionalProperties":false};
const pattern7 = new RegExp("^[^*]*\\*?$", "u");
const pattern9 = new RegExp("^([0-9]+\\*?|\\*)$", "u");
const pattern10 = new RegExp("^([Rr][Ee][Tt][Rr][Yy]|[Ee][Xx][Ii][Tt])$", "u");

function validate56(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate56.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "attempts") || (key0 === "evaluateOnExit"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.attempts !== undefined){
let data0 = data.attempts;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
const err1 = {instancePath:instancePath+"/attempts",schemaPath:"#/properties/attempts/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 > 10 || isNaN(data0)){
const err2 = {instancePath:instancePath+"/attempts",schemaPath:"#/properties/attempts/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10},message:"must be <= 10"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data0 < 1 || isNaN(data0)){
const err3 = {instancePath:instancePath+"/attempts",schemaPath:"#/properties/attempts/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
if(data.evaluateOnExit !== undefined){
let data1 = data.evaluateOnExit;
if(Array.isArray(data1)){
if(data1.length > 5){
const err4 = {instancePath:instancePath+"/evaluateOnExit",schemaPath:"#/properties/evaluateOnExit/maxItems",keyword:"maxItems",params:{limit: 5},message:"must NOT have more than 5 items"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.action === undefined){
const err5 = {instancePath:instancePath+"/evaluateOnExit/" + i0,schemaPath:"#/$defs/EvaluateOnExit/required",keyword:"required",params:{missingProperty: "action"},message:"must have required property '"+"action"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
for(const key1 in data2){
if(!((((key1 === "onStatusReason") || (key1 === "onReason")) || (key1 === "onExitCode")) || (key1 === "action"))){
const err6 = {instancePath:instancePath+"/evaluateOnExit/" + i0,schemaPath:"#/$defs/EvaluateOnExit/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data2.onStatusReason !== undefined){
let data3 = data2.onStatusReason;
if(typeof data3 === "string"){
if(func1(data3) > 512){
const err7 = {instancePath:instancePath+"/evaluateOnExit/" + i0+"/onStatusReason",schemaPath:"#/$defs/EvaluateOnExit/properties/onStatusReason/maxLength",keyword:"maxLength",params:{limit: 512},message:"must NOT have more than 512 characters"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(!pattern7.test(data3)){
const err8 = {instancePath:instancePath+"/evaluateOnExit/" + i0+"/onStatusReason",schemaPath:"#/$defs/EvaluateOnExit/properties/onStatusReason/pattern",keyword:"pattern",params:{pattern: "^[^*]*\\*?$"},message:"must match pattern \""+"^[^*]*\\*?$"+"\""};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/evaluateOnExit/" + i0+"/onStatusReason",schemaPath:"#/$defs/EvaluateOnExit/properties/onStatusReason/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data2.onReason !== undefined){
let data4 = data2.onReason;
if(typeof data4 === "string"){
if(func1(data4) > 512){
const err10 = {instancePath:instancePath+"/evaluateOnExit/" + i0+"/onReason",schemaPath:"#/$defs/EvaluateOnExit/properties/onReason/maxLength",keyword:"maxLength",params:{limit: 512},message:"must NOT have more than 512 characters"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(!pattern7.test(data4)){
const err11 = {instancePath:instancePath+"/evaluateOnExit/" + i0+"/onReason",schemaPath:"#/$defs/EvaluateOnExit/properties/onReason/pattern",keyword:"pattern",params:{pattern: "^[^*]*\\*?$"},message:"must match pattern \""+"^[^*]*\\*?$"+"\""};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/evaluateOnExit/" + i0+"/onReason",schemaPath:"#/$defs/EvaluateOnExit/properties/onReason/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data2.onExitCode !== undefined){
let data5 = data2.onExitCode;
if(typeof data5 === "string"){
if(func1(data5) > 512){
const err13 = {instancePath:instancePath+"/evaluateOnExit/" + i0+"/onExitCode",schemaPath:"#/$defs/EvaluateOnExit/properties/onExitCode/maxLength",keyword:"maxLength",params:{limit: 512},message:"must NOT have more than 512 characters"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(!pattern9.test(data5)){
const err14 = {instancePath:instancePath+"/evaluateOnExit/" + i0+"/onExitCode",schemaPath:"#/$defs/EvaluateOnExit/properties/onExitCode/pattern",keyword:"pattern",params:{pattern: "^([0-9]+\\*?|\\*)$"},message:"must match pattern \""+"^([0-9]+\\*?|\\*)$"+"\""};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath:instancePath+"/evaluateOnExit/" + i0+"/onExitCode",schemaPath:"#/$defs/EvaluateOnExit/properties/onExitCode/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data2.action !== undefined){
let data6 = data2.action;
if(typeof data6 === "string"){
if(!pattern10.test(data6)){
const err16 = {instancePath:instancePath+"/evaluateOnExit/" + i0+"/action",schemaPath:"#/$defs/EvaluateOnExit/properties/action/pattern",keyword:"pattern",params:{pattern: "^([Rr][Ee][Tt][Rr][Yy]|[Ee][Xx][Ii][Tt])$"},message:"must match pattern \""+"^([Rr][Ee][Tt][Rr][Yy]|[Ee][Xx][Ii][Tt])$"+"\""};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/evaluateOnExit/" + i0+"/action",schemaPath:"#/$defs/EvaluateOnExit/properties/action/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
else {
const err18 = {instancePath:instancePath+"/evaluateOnExit/" + i0,schemaPath:"#/$defs/EvaluateOnExit/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath:instancePath+"/evaluateOnExit",schemaPath:"#/properties/evaluateOnExit/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
validate56.errors = vErrors;
return errors === 0;
}
validate56.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://arrayjob.dev/schemas/jobdefinition.v1.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.apiVersion === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.kind === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.metadata === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "metadata"},message:"must have required property '"+"metadata"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.spec === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "spec"},message:"must have required property '"+"spec"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "apiVersion") || (key0 === "kind")) || (key0 === "metadata")) || (key0 === "spec")) || (key0 === "status"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.apiVersion !== undefined){
let data0 = data.apiVersion;
if(typeof data0 !== "string"){
const err5 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if("arrayjob.dev/v1" !== data0){
const err6 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue: "arrayjob.dev/v1"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.kind !== undefined){
let data1 = data.kind;
if(typeof data1 !== "string"){
const err7 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if("JobDefinition" !== data1){
const err8 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "JobDefinition"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.metadata !== undefined){
let data2 = data.metadata;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.name === undefined){
const err9 = {instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
for(const key1 in data2){
if(!(((key1 === "name") || (key1 === "labels")) || (key1 === "annotations"))){
const err10 = {instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data2.name !== undefined){
let data3 = data2.name;
if(typeof data3 === "string"){
if(func1(data3) > 63){
const err11 = {instancePath:instancePath+"/metadata/name",schemaPath:"#/properties/metadata/properties/name/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(!pattern4.test(data3)){
const err12 = {instancePath:instancePath+"/metadata/name",schemaPath:"#/properties/metadata/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/metadata/name",schemaPath:"#/properties/metadata/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data2.labels !== undefined){
let data4 = data2.labels;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
for(const key2 in data4){
const _errs13 = errors;
if(typeof key2 === "string"){
if(func1(key2) > 317){
const err14 = {instancePath:instancePath+"/metadata/labels",schemaPath:"#/properties/metadata/properties/labels/propertyNames/maxLength",keyword:"maxLength",params:{limit: 317},message:"must NOT have more than 317 characters",propertyName:key2};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(!pattern5.test(key2)){
const err15 = {instancePath:instancePath+"/metadata/labels",schemaPath:"#/properties/metadata/properties/labels/propertyNames/pattern",keyword:"pattern",params:{pattern: "^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$"},message:"must match pattern \""+"^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$"+"\"",propertyName:key2};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
var valid2 = _errs13 === errors;
if(!valid2){
const err16 = {instancePath:instancePath+"/metadata/labels",schemaPath:"#/properties/metadata/properties/labels/propertyNames",keyword:"propertyNames",params:{propertyName: key2},message:"property name must be valid"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
for(const key3 in data4){
if(typeof data4[key3] !== "string"){
const err17 = {instancePath:instancePath+"/metadata/labels/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/metadata/properties/labels/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
else {
const err18 = {instancePath:instancePath+"/metadata/labels",schemaPath:"#/properties/metadata/properties/labels/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data2.annotations !== undefined){
let data6 = data2.annotations;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key4 in data6){
const _errs19 = errors;
if(typeof key4 === "string"){
if(func1(key4) > 317){
const err19 = {instancePath:instancePath+"/metadata/annotations",schemaPath:"#/properties/metadata/properties/annotations/propertyNames/maxLength",keyword:"maxLength",params:{limit: 317},message:"must NOT have more than 317 characters",propertyName:key4};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(!pattern5.test(key4)){
const err20 = {instancePath:instancePath+"/metadata/annotations",schemaPath:"#/properties/metadata/properties/annotations/propertyNames/pattern",keyword:"pattern",params:{pattern: "^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$"},message:"must match pattern \""+"^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$"+"\"",propertyName:key4};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
var valid4 = _errs19 === errors;
if(!valid4){
const err21 = {instancePath:instancePath+"/metadata/annotations",schemaPath:"#/properties/metadata/properties/annotations/propertyNames",keyword:"propertyNames",params:{propertyName: key4},message:"property name must be valid"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
for(const key5 in data6){
if(!(key5 === "arrayjob.dev/rerun")){
if(typeof data6[key5] !== "string"){
const err22 = {instancePath:instancePath+"/metadata/annotations/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/metadata/properties/annotations/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
if(data6["arrayjob.dev/rerun"] !== undefined){
if(typeof data6["arrayjob.dev/rerun"] !== "string"){
const err23 = {instancePath:instancePath+"/metadata/annotations/arrayjob.dev~1rerun",schemaPath:"#/properties/metadata/properties/annotations/properties/arrayjob.dev~1rerun/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
else {
const err24 = {instancePath:instancePath+"/metadata/annotations",schemaPath:"#/properties/metadata/properties/annotations/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.spec !== undefined){
let data9 = data.spec;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
if(data9.type === undefined){
const err26 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
for(const key6 in data9){
if(!(func4.call(schema31.properties.spec.properties, key6))){
const err27 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data9.type !== undefined){
let data10 = data9.type;
if(typeof data10 !== "string"){
const err28 = {instancePath:instancePath+"/spec/type",schemaPath:"#/properties/spec/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(!((data10 === "container") || (data10 === "multinode"))){
const err29 = {instancePath:instancePath+"/spec/type",schemaPath:"#/properties/spec/properties/type/enum",keyword:"enum",params:{allowedValues: schema31.properties.spec.properties.type.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data9.parameters !== undefined){
let data11 = data9.parameters;
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key7 in data11){
if(typeof data11[key7] !== "string"){
const err30 = {instancePath:instancePath+"/spec/parameters/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/spec/properties/parameters/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
else {
const err31 = {instancePath:instancePath+"/spec/parameters",schemaPath:"#/properties/spec/properties/parameters/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data9.schedulingPriority !== undefined){
let data13 = data9.schedulingPriority;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
const err32 = {instancePath:instancePath+"/spec/schedulingPriority",schemaPath:"#/properties/spec/properties/schedulingPriority/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 > 9999 || isNaN(data13)){
const err33 = {instancePath:instancePath+"/spec/schedulingPriority",schemaPath:"#/properties/spec/properties/schedulingPriority/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9999},message:"must be <= 9999"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(data13 < 0 || isNaN(data13)){
const err34 = {instancePath:instancePath+"/spec/schedulingPriority",schemaPath:"#/properties/spec/properties/schedulingPriority/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
}
if(data9.containerProperties !== undefined){
if(!(validate21(data9.containerProperties, {instancePath:instancePath+"/spec/containerProperties",parentData:data9,parentDataProperty:"containerProperties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
}
if(data9.nodeProperties !== undefined){
if(!(validate31(data9.nodeProperties, {instancePath:instancePath+"/spec/nodeProperties",parentData:data9,parentDataProperty:"nodeProperties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
}
if(data9.retryStrategy !== undefined){
if(!(validate56(data9.retryStrategy, {instancePath:instancePath+"/spec/retryStrategy",parentData:data9,parentDataProperty:"retryStrategy",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate56.errors : vErrors.concat(validate56.errors);
errors = vErrors.length;
}
}
if(data9.propagateTags !== undefined){
if(typeof data9.propagateTags !== "boolean"){
const err35 = {instancePath:instancePath+"/spec/propagateTags",schemaPath:"#/properties/spec/properties/propagateTags/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data9.timeout !== undefined){
let data18 = data9.timeout;
if(data18 && typeof data18 == "object" && !Array.isArray(data18)){
for(const key8 in data18){
if(!(key8 === "attemptDurationSeconds")){
const err36 = {instancePath:instancePath+"/spec/timeout",schemaPath:"#/$defs/JobTimeout/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data18.attemptDurationSeconds !== undefined){
let data19 = data18.attemptDurationSeconds;
if(!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))){
const err37 = {instancePath:instancePath+"/spec/timeout/attemptDurationSeconds",schemaPath:"#/$defs/JobTimeout/properties/attemptDurationSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 < 60 || isNaN(data19)){
const err38 = {instancePath:instancePath+"/spec/timeout/attemptDurationSeconds",schemaPath:"#/$defs/JobTimeout/properties/attemptDurationSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 60},message:"must be >= 60"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
}
}
else {
const err39 = {instancePath:instancePath+"/spec/timeout",schemaPath:"#/$defs/JobTimeout/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data9.tags !== undefined){
let data20 = data9.tags;
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
for(const key9 in data20){
if(typeof data20[key9] !== "string"){
const err40 = {instancePath:instancePath+"/spec/tags/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/spec/properties/tags/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
}
else {
const err41 = {instancePath:instancePath+"/spec/tags",schemaPath:"#/properties/spec/properties/tags/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data9.platformCapabilities !== undefined){
let data22 = data9.platformCapabilities;
if(Array.isArray(data22)){
const len0 = data22.length;
for(let i0=0; i0<len0; i0++){
let data23 = data22[i0];
if(typeof data23 !== "string"){
const err42 = {instancePath:instancePath+"/spec/platformCapabilities/" + i0,schemaPath:"#/properties/spec/properties/platformCapabilities/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if(!(((data23 === "EC2") || (data23 === "FARGATE")) || (data23 === "MANAGED_INSTANCES"))){
const err43 = {instancePath:instancePath+"/spec/platformCapabilities/" + i0,schemaPath:"#/properties/spec/properties/platformCapabilities/items/enum",keyword:"enum",params:{allowedValues: schema31.properties.spec.properties.platformCapabilities.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
}
else {
const err44 = {instancePath:instancePath+"/spec/platformCapabilities",schemaPath:"#/properties/spec/properties/platformCapabilities/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data9.eksProperties !== undefined){
if(!(validate43(data9.eksProperties, {instancePath:instancePath+"/spec/eksProperties",parentData:data9,parentDataProperty:"eksProperties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
errors = vErrors.length;
}
}
if(data9.ecsProperties !== undefined){
if(!(validate34(data9.ecsProperties, {instancePath:instancePath+"/spec/ecsProperties",parentData:data9,parentDataProperty:"ecsProperties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate34.errors : vErrors.concat(validate34.errors);
errors = vErrors.length;
}
}
if(data9.consumableResourceProperties !== undefined){
if(!(validate52(data9.consumableResourceProperties, {instancePath:instancePath+"/spec/consumableResourceProperties",parentData:data9,parentDataProperty:"consumableResourceProperties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate52.errors : vErrors.concat(validate52.errors);
errors = vErrors.length;
}
}
}
else {
const err45 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
}
else {
const err46 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

