// Made by `npm run schemas` from the schema beside it.
"use strict";
module.exports = validate20;
module.exports.default = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://arrayjob.dev/schemas/arrayjob.v1.schema.json","type":"object","properties":{"apiVersion":{"type":"string","const":"arrayjob.dev/v1"},"kind":{"type":"string","const":"ArrayJob"},"metadata":{"type":"object","properties":{"name":{"type":"string","maxLength":63,"pattern":"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"},"labels":{"type":"object","propertyNames":{"maxLength":317,"pattern":"^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$"},"additionalProperties":{"type":"string"}},"annotations":{"type":"object","properties":{"arrayjob.dev/rerun":{"type":"string"}},"propertyNames":{"maxLength":317,"pattern":"^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$"},"additionalProperties":{"type":"string"}}},"required":["name"],"additionalProperties":false},"spec":{"type":"object","properties":{"jobQueue":{"type":"string","pattern":"^([A-Za-z0-9][A-Za-z0-9_-]{0,127}|arn:aws[a-z-]*:batch:[a-z0-9-]+:[0-9]{12}:job-queue/[A-Za-z0-9][A-Za-z0-9_-]{0,127})$"},"jobDefinition":{"type":"string","pattern":"^(arn:aws[a-z-]*:batch:[a-z0-9-]+:[0-9]{12}:job-definition/)?[A-Za-z0-9][A-Za-z0-9_-]{0,127}(:[1-9][0-9]*)?$"},"work":{"type":"object","minProperties":1,"maxProperties":1,"properties":{"size":{"type":"integer","minimum":0,"maximum":2147483647},"items":{"type":"array","items":{}},"matrix":{"type":"object","minProperties":1,"properties":{"include":{"type":"array","items":{"type":"object","minProperties":1}},"exclude":{"type":"array","items":{"type":"object","minProperties":1}}},"additionalProperties":{"type":"array","minItems":1,"items":{}}},"file":{"type":"string","minLength":1},"s3":{"type":"object","properties":{"bucket":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$"},"prefix":{"type":"string","maxLength":1024},"include":{"type":"array","items":{"type":"string","minLength":1}},"exclude":{"type":"array","items":{"type":"string","minLength":1}},"parameters":{"type":"object"},"refreshInterval":{"type":"string","pattern":"^(0|[1-9][0-9]*)(ms|s|m|h)$"}},"required":["bucket"],"additionalProperties":false}},"additionalProperties":false},"itemsPerChild":{"type":"integer","minimum":1,"maximum":2147483647},"manifest":{"type":"object","properties":{"bucket":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$"},"key":{"type":"string","minLength":1,"maxLength":1024}},"required":["bucket"],"additionalProperties":false},"indexMapping":{"type":"string","enum":["Command","Environment"]},"backoffLimitPerIndex":{"type":"integer","minimum":0,"maximum":2147483647},"maxFailedIndexes":{"$ref":"#/$defs/Amount"},"failurePolicy":{"type":"object","properties":{"rules":{"type":"array","items":{"$ref":"#/$defs/FailureRule"}}},"required":["rules"],"additionalProperties":false},"successPolicy":{"type":"object","properties":{"minSucceeded":{"$ref":"#/$defs/Amount"}},"required":["minSucceeded"],"additionalProperties":false},"parallelism":{"type":"integer","minimum":1,"maximum":2147483647},"shardSize":{"type":"integer","minimum":2,"maximum":10000},"activeDeadlineSeconds":{"type":"integer","minimum":1,"maximum":2147483647},"dependsOn":{"type":"array","items":{"$ref":"#/$defs/Dependency"}},"onChange":{"type":"string","enum":["Replace","Wait","Ignore"]},"onUpstreamChange":{"type":"string","enum":["Rerun","Ignore"]},"canary":{"$ref":"#/$defs/Amount"},"suspend":{"type":"boolean"},"deletionPolicy":{"type":"string","enum":["Terminate","Orphan"]},"shareIdentifier":{"type":"string","pattern":"^[A-Za-z0-9]{1,255}\\*?$"},"schedulingPriorityOverride":{"type":"integer","minimum":0,"maximum":9999},"parameters":{"type":"object","additionalProperties":{"type":"string"}},"containerOverrides":{"$ref":"#/$defs/ContainerOverrides"},"retryStrategy":{"$ref":"#/$defs/RetryStrategy"},"propagateTags":{"type":"boolean"},"timeout":{"$ref":"#/$defs/JobTimeout"},"tags":{"type":"object","additionalProperties":{"type":"string"}},"eksPropertiesOverride":{"$ref":"#/$defs/EksPropertiesOverride"},"ecsPropertiesOverride":{"$ref":"#/$defs/EcsPropertiesOverride"},"consumableResourcePropertiesOverride":{"$ref":"#/$defs/ConsumableResourceProperties"}},"required":["jobQueue","jobDefinition","work"],"additionalProperties":false},"status":{}},"required":["apiVersion","kind","metadata","spec"],"additionalProperties":false,"$defs":{"Amount":{"anyOf":[{"type":"integer","minimum":0,"maximum":2147483647},{"type":"string","pattern":"^(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]+)?)%$"}]},"ConsumableResourceProperties":{"type":"object","properties":{"consumableResourceList":{"type":"array","items":{"$ref":"#/$defs/ConsumableResourceRequirement"}}},"additionalProperties":false},"ConsumableResourceRequirement":{"type":"object","properties":{"consumableResource":{"type":"string"},"quantity":{"type":"integer"}},"additionalProperties":false},"ContainerOverrides":{"type":"object","properties":{"vcpus":{"type":"integer"},"memory":{"type":"integer"},"command":{"type":"array","items":{"type":"string"}},"instanceType":{"type":"string"},"environment":{"type":"array","items":{"$ref":"#/$defs/KeyValuePair"}},"resourceRequirements":{"type":"array","items":{"$ref":"#/$defs/ResourceRequirement"}}},"additionalProperties":false},"Dependency":{"type":"object","properties":{"name":{"type":"string","maxLength":63,"pattern":"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"},"type":{"type":"string","enum":["N_TO_N","SEQUENTIAL"]},"minSucceeded":{"$ref":"#/$defs/Amount"}},"additionalProperties":false,"if":{"properties":{"type":{"const":"SEQUENTIAL"}},"required":["type"]},"then":{"properties":{"name":false,"minSucceeded":false}},"else":{"properties":{"name":true},"required":["name"]}},"EcsPropertiesOverride":{"type":"object","properties":{"taskProperties":{"type":"array","items":{"$ref":"#/$defs/TaskPropertiesOverride"}}},"additionalProperties":false},"EksContainerEnvironmentVariable":{"type":"object","properties":{"name":{"type":"string"},"value":{"type":"string"}},"required":["name"],"additionalProperties":false},"EksContainerOverride":{"type":"object","properties":{"name":{"type":"string"},"image":{"type":"string"},"command":{"type":"array","items":{"type":"string"}},"args":{"type":"array","items":{"type":"string"}},"env":{"type":"array","items":{"$ref":"#/$defs/EksContainerEnvironmentVariable"}},"resources":{"$ref":"#/$defs/EksContainerResourceRequirements"}},"additionalProperties":false},"EksContainerResourceRequirements":{"type":"object","properties":{"limits":{"type":"object","additionalProperties":{"type":"string"}},"requests":{"type":"object","additionalProperties":{"type":"string"}}},"additionalProperties":false},"EksMetadata":{"type":"object","properties":{"labels":{"type":"object","additionalProperties":{"type":"string"}},"annotations":{"type":"object","additionalProperties":{"type":"string"}},"namespace":{"type":"string"}},"additionalProperties":false},"EksPodPropertiesOverride":{"type":"object","properties":{"containers":{"type":"array","items":{"$ref":"#/$defs/EksContainerOverride"}},"initContainers":{"type":"array","items":{"$ref":"#/$defs/EksContainerOverride"}},"metadata":{"$ref":"#/$defs/EksMetadata"}},"additionalProperties":false},"EksPropertiesOverride":{"type":"object","properties":{"podProperties":{"$ref":"#/$defs/EksPodPropertiesOverride"}},"additionalProperties":false},"EvaluateOnExit":{"type":"object","properties":{"onStatusReason":{"type":"string","maxLength":512,"pattern":"^[^*]*\\*?$"},"onReason":{"type":"string","maxLength":512,"pattern":"^[^*]*\\*?$"},"onExitCode":{"type":"string","maxLength":512,"pattern":"^([0-9]+\\*?|\\*)$"},"action":{"type":"string","pattern":"^([Rr][Ee][Tt][Rr][Yy]|[Ee][Xx][Ii][Tt])$"}},"required":["action"],"additionalProperties":false},"FailureRule":{"type":"object","minProperties":2,"properties":{"action":{"type":"string","enum":["FailJob","FailIndex","Ignore","Count"]},"onExitCodes":{"type":"object","properties":{"operator":{"type":"string","enum":["In","NotIn"]},"values":{"type":"array","minItems":1,"maxItems":255,"uniqueItems":true,"items":{"type":"integer","minimum":-2147483648,"maximum":4294967295}}},"required":["operator","values"],"additionalProperties":false},"onReason":{"type":"string","minLength":1,"maxLength":512,"pattern":"^[^*]*\\*?$"},"onStatusReason":{"type":"string","minLength":1,"maxLength":512,"pattern":"^[^*]*\\*?$"}},"required":["action"],"additionalProperties":false},"JobTimeout":{"type":"object","properties":{"attemptDurationSeconds":{"type":"integer","minimum":60}},"additionalProperties":false},"KeyValuePair":{"type":"object","properties":{"name":{"type":"string"},"value":{"type":"string"}},"additionalProperties":false},"ResourceRequirement":{"type":"object","properties":{"value":{"type":"string"},"type":{"type":"string","enum":["GPU","MEMORY","VCPU"]}},"required":["value","type"],"additionalProperties":false},"RetryStrategy":{"type":"object","properties":{"attempts":{"type":"integer","minimum":1,"maximum":10},"evaluateOnExit":{"type":"array","items":{"$ref":"#/$defs/EvaluateOnExit"},"maxItems":5}},"additionalProperties":false},"TaskContainerOverrides":{"type":"object","properties":{"command":{"type":"array","items":{"type":"string"}},"environment":{"type":"array","items":{"$ref":"#/$defs/KeyValuePair"}},"name":{"type":"string"},"resourceRequirements":{"type":"array","items":{"$ref":"#/$defs/ResourceRequirement"}}},"additionalProperties":false},"TaskPropertiesOverride":{"type":"object","properties":{"containers":{"type":"array","items":{"$ref":"#/$defs/TaskContainerOverrides"}}},"additionalProperties":false}}};
const schema32 = {"anyOf":[{"type":"integer","minimum":0,"maximum":2147483647},{"type":"string","pattern":"^(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]+)?)%$"}]};
const schema33 = {"type":"object","minProperties":2,"properties":{"action":{"type":"string","enum":["FailJob","FailIndex","Ignore","Count"]},"onExitCodes":{"type":"object","properties":{"operator":{"type":"string","enum":["In","NotIn"]},"values":{"type":"array","minItems":1,"maxItems":255,"uniqueItems":true,"items":{"type":"integer","minimum":-2147483648,"maximum":4294967295}}},"required":["operator","values"],"additionalProperties":false},"onReason":{"type":"string","minLength":1,"maxLength":512,"pattern":"^[^*]*\\*?$"},"onStatusReason":{"type":"string","minLength":1,"maxLength":512,"pattern":"^[^*]*\\*?$"}},"required":["action"],"additionalProperties":false};
const schema43 = {"type":"object","properties":{"attemptDurationSeconds":{"type":"integer","minimum":60}},"additionalProperties":false};
const func1 = require("ajv/dist/runtime/ucs2length").default;
const func4 = Object.prototype.hasOwnProperty;
const pattern4 = new RegExp("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", "u");
const pattern5 = new RegExp("^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$", "u");
const pattern7 = new RegExp("^([A-Za-z0-9][A-Za-z0-9_-]{0,127}|arn:aws[a-z-]*:batch:[a-z0-9-]+:[0-9]{12}:job-queue/[A-Za-z0-9][A-Za-z0-9_-]{0,127})$", "u");
const pattern8 = new RegExp("^(arn:aws[a-z-]*:batch:[a-z0-9-]+:[0-9]{12}:job-definition/)?[A-Za-z0-9][A-Za-z0-9_-]{0,127}(:[1-9][0-9]*)?$", "u");
const pattern9 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$", "u");
const pattern10 = new RegExp("^(0|[1-9][0-9]*)(ms|s|m|h)$", "u");
const pattern12 = new RegExp("^(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]+)?)%$", "u");
const pattern13 = new RegExp("^[^*]*\\*?$", "u");
const pattern19 = new RegExp("^[A-Za-z0-9]{1,255}\\*?$", "u");
const schema35 = {"type":"object","properties":{"name":{"type":"string","maxLength":63,"pattern":"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"},"type":{"type":"string","enum":["N_TO_N","SEQUENTIAL"]},"minSucceeded":{"$ref":"#/$defs/Amount"}},"additionalProperties":false,"if":{"properties":{"type":{"const":"SEQUENTIAL"}},"required":["type"]},"then":{"properties":{"name":false,"minSucceeded":false}},"else":{"properties":{"name":true},"required":["name"]}};

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
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.type === undefined) && (missing0 = "type")){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
if(data.type !== undefined){
if("SEQUENTIAL" !== data.type){
const err1 = {};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
let ifClause0;
if(_valid0){
const _errs4 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name !== undefined){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/then/properties/name/false schema",keyword:"false schema",params:{},message:"boolean schema is false"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.minSucceeded !== undefined){
const err3 = {instancePath:instancePath+"/minSucceeded",schemaPath:"#/then/properties/minSucceeded/false schema",keyword:"false schema",params:{},message:"boolean schema is false"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
var _valid0 = _errs4 === errors;
valid0 = _valid0;
if(valid0){
var props0 = {};
props0.name = true;
props0.minSucceeded = true;
props0.type = true;
}
ifClause0 = "then";
}
else {
const _errs5 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err4 = {instancePath,schemaPath:"#/else/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
var _valid0 = _errs5 === errors;
valid0 = _valid0;
if(valid0){
if(props0 !== true){
props0 = props0 || {};
props0.name = true;
}
}
ifClause0 = "else";
}
if(!valid0){
const err5 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: ifClause0},message:"must match \""+ifClause0+"\" schema"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((key0 === "name") || (key0 === "type")) || (key0 === "minSucceeded"))){
const err6 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.name !== undefined){
let data3 = data.name;
if(typeof data3 === "string"){
if(func1(data3) > 63){
const err7 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(!pattern4.test(data3)){
const err8 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"+"\""};
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
const err9 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.type !== undefined){
let data4 = data.type;
if(typeof data4 !== "string"){
const err10 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(!((data4 === "N_TO_N") || (data4 === "SEQUENTIAL"))){
const err11 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/enum",keyword:"enum",params:{allowedValues: schema35.properties.type.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.minSucceeded !== undefined){
let data5 = data.minSucceeded;
const _errs13 = errors;
let valid5 = false;
const _errs14 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
const err12 = {instancePath:instancePath+"/minSucceeded",schemaPath:"#/$defs/Amount/anyOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 2147483647 || isNaN(data5)){
const err13 = {instancePath:instancePath+"/minSucceeded",schemaPath:"#/$defs/Amount/anyOf/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data5 < 0 || isNaN(data5)){
const err14 = {instancePath:instancePath+"/minSucceeded",schemaPath:"#/$defs/Amount/anyOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
var _valid1 = _errs14 === errors;
valid5 = valid5 || _valid1;
const _errs16 = errors;
if(typeof data5 === "string"){
if(!pattern12.test(data5)){
const err15 = {instancePath:instancePath+"/minSucceeded",schemaPath:"#/$defs/Amount/anyOf/1/pattern",keyword:"pattern",params:{pattern: "^(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]+)?)%$"},message:"must match pattern \""+"^(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]+)?)%$"+"\""};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/minSucceeded",schemaPath:"#/$defs/Amount/anyOf/1/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
var _valid1 = _errs16 === errors;
valid5 = valid5 || _valid1;
if(!valid5){
const err17 = {instancePath:instancePath+"/minSucceeded",schemaPath:"#/$defs/Amount/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
else {
errors = _errs13;
if(vErrors !== null){
if(_errs13){
vErrors.length = _errs13;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err18 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema38 = {"type":"object","properties":{"vcpus":{"type":"integer"},"memory":{"type":"integer"},"command":{"type":"array","items":{"type":"string"}},"instanceType":{"type":"string"},"environment":{"type":"array","items":{"$ref":"#/$defs/KeyValuePair"}},"resourceRequirements":{"type":"array","items":{"$ref":"#/$defs/ResourceRequirement"}}},"additionalProperties":false};
const schema39 = {"type":"object","properties":{"name":{"type":"string"},"value":{"type":"string"}},"additionalProperties":false};
const schema40 = {"type":"object","properties":{"value":{"type":"string"},"type":{"type":"string","enum":["GPU","MEMORY","VCPU"]}},"required":["value","type"],"additionalProperties":false};

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
for(const key0 in data){
if(!((((((key0 === "vcpus") || (key0 === "memory")) || (key0 === "command")) || (key0 === "instanceType")) || (key0 === "environment")) || (key0 === "resourceRequirements"))){
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
if(data.vcpus !== undefined){
let data0 = data.vcpus;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
const err1 = {instancePath:instancePath+"/vcpus",schemaPath:"#/properties/vcpus/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.memory !== undefined){
let data1 = data.memory;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err2 = {instancePath:instancePath+"/memory",schemaPath:"#/properties/memory/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.command !== undefined){
let data2 = data.command;
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
if(typeof data2[i0] !== "string"){
const err3 = {instancePath:instancePath+"/command/" + i0,schemaPath:"#/properties/command/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err4 = {instancePath:instancePath+"/command",schemaPath:"#/properties/command/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.instanceType !== undefined){
if(typeof data.instanceType !== "string"){
const err5 = {instancePath:instancePath+"/instanceType",schemaPath:"#/properties/instanceType/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.environment !== undefined){
let data5 = data.environment;
if(Array.isArray(data5)){
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
let data6 = data5[i1];
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key1 in data6){
if(!((key1 === "name") || (key1 === "value"))){
const err6 = {instancePath:instancePath+"/environment/" + i1,schemaPath:"#/$defs/KeyValuePair/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data6.name !== undefined){
if(typeof data6.name !== "string"){
const err7 = {instancePath:instancePath+"/environment/" + i1+"/name",schemaPath:"#/$defs/KeyValuePair/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data6.value !== undefined){
if(typeof data6.value !== "string"){
const err8 = {instancePath:instancePath+"/environment/" + i1+"/value",schemaPath:"#/$defs/KeyValuePair/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err9 = {instancePath:instancePath+"/environment/" + i1,schemaPath:"#/$defs/KeyValuePair/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath:instancePath+"/environment",schemaPath:"#/properties/environment/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.resourceRequirements !== undefined){
let data9 = data.resourceRequirements;
if(Array.isArray(data9)){
const len2 = data9.length;
for(let i2=0; i2<len2; i2++){
let data10 = data9[i2];
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
if(data10.value === undefined){
const err11 = {instancePath:instancePath+"/resourceRequirements/" + i2,schemaPath:"#/$defs/ResourceRequirement/required",keyword:"required",params:{missingProperty: "value"},message:"must have required property '"+"value"+"'"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(data10.type === undefined){
const err12 = {instancePath:instancePath+"/resourceRequirements/" + i2,schemaPath:"#/$defs/ResourceRequirement/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
for(const key2 in data10){
if(!((key2 === "value") || (key2 === "type"))){
const err13 = {instancePath:instancePath+"/resourceRequirements/" + i2,schemaPath:"#/$defs/ResourceRequirement/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data10.value !== undefined){
if(typeof data10.value !== "string"){
const err14 = {instancePath:instancePath+"/resourceRequirements/" + i2+"/value",schemaPath:"#/$defs/ResourceRequirement/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data10.type !== undefined){
let data12 = data10.type;
if(typeof data12 !== "string"){
const err15 = {instancePath:instancePath+"/resourceRequirements/" + i2+"/type",schemaPath:"#/$defs/ResourceRequirement/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(!(((data12 === "GPU") || (data12 === "MEMORY")) || (data12 === "VCPU"))){
const err16 = {instancePath:instancePath+"/resourceRequirements/" + i2+"/type",schemaPath:"#/$defs/ResourceRequirement/properties/type/enum",keyword:"enum",params:{allowedValues: schema40.properties.type.enum},message:"must be equal to one of the allowed values"};
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
const err17 = {instancePath:instancePath+"/resourceRequirements/" + i2,schemaPath:"#/$defs/ResourceRequirement/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err18 = {instancePath:instancePath+"/resourceRequirements",schemaPath:"#/properties/resourceRequirements/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err19 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
validate23.errors = vErrors;
return errors === 0;
}
validate23.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema41 = {"type":"object","properties":{"attempts":{"type":"integer","minimum":1,"maximum":10},"evaluateOnExit":{"type":"array","items":{"$ref":"#/$defs/EvaluateOnExit"},"maxItems":5}},"additionalProperties":false};
const schema42 = {"type":"object","properties":{"onStatusReason":{"type":"string","maxLength":512,"pattern":"^[^*]*\\*?$"},"onReason":{"type":"string","maxLength":512,"pattern":"^[^*]*\\*?$"},"onExitCode":{"type":"string","maxLength":512,"pattern":"^([0-9]+\\*?|\\*)$"},"action":{"type":"string","pattern":"^([Rr][Ee][Tt][Rr][Yy]|[Ee][Xx][Ii][Tt])$"}},"required":["action"],"additionalProperties":false};
const pattern22 = new RegExp("^([0-9]+\\*?|\\*)$", "u");
const pattern23 = new RegExp("^([Rr][Ee][Tt][Rr][Yy]|[Ee][Xx][Ii][Tt])$", "u");

function validate25(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate25.evaluated;
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
if(!pattern13.test(data3)){
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
if(!pattern13.test(data4)){
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
if(!pattern22.test(data5)){
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
if(!pattern23.test(data6)){
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
validate25.errors = vErrors;
return errors === 0;
}
validate25.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema44 = {"type":"object","properties":{"podProperties":{"$ref":"#/$defs/EksPodPropertiesOverride"}},"additionalProperties":false};
const schema45 = {"type":"object","properties":{"containers":{"type":"array","items":{"$ref":"#/$defs/EksContainerOverride"}},"initContainers":{"type":"array","items":{"$ref":"#/$defs/EksContainerOverride"}},"metadata":{"$ref":"#/$defs/EksMetadata"}},"additionalProperties":false};
const schema49 = {"type":"object","properties":{"labels":{"type":"object","additionalProperties":{"type":"string"}},"annotations":{"type":"object","additionalProperties":{"type":"string"}},"namespace":{"type":"string"}},"additionalProperties":false};
const schema46 = {"type":"object","properties":{"name":{"type":"string"},"image":{"type":"string"},"command":{"type":"array","items":{"type":"string"}},"args":{"type":"array","items":{"type":"string"}},"env":{"type":"array","items":{"$ref":"#/$defs/EksContainerEnvironmentVariable"}},"resources":{"$ref":"#/$defs/EksContainerResourceRequirements"}},"additionalProperties":false};
const schema47 = {"type":"object","properties":{"name":{"type":"string"},"value":{"type":"string"}},"required":["name"],"additionalProperties":false};
const schema48 = {"type":"object","properties":{"limits":{"type":"object","additionalProperties":{"type":"string"}},"requests":{"type":"object","additionalProperties":{"type":"string"}}},"additionalProperties":false};

function validate29(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate29.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((((key0 === "name") || (key0 === "image")) || (key0 === "command")) || (key0 === "args")) || (key0 === "env")) || (key0 === "resources"))){
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
if(data.name !== undefined){
if(typeof data.name !== "string"){
const err1 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.image !== undefined){
if(typeof data.image !== "string"){
const err2 = {instancePath:instancePath+"/image",schemaPath:"#/properties/image/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.command !== undefined){
let data2 = data.command;
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
if(typeof data2[i0] !== "string"){
const err3 = {instancePath:instancePath+"/command/" + i0,schemaPath:"#/properties/command/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err4 = {instancePath:instancePath+"/command",schemaPath:"#/properties/command/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.args !== undefined){
let data4 = data.args;
if(Array.isArray(data4)){
const len1 = data4.length;
for(let i1=0; i1<len1; i1++){
if(typeof data4[i1] !== "string"){
const err5 = {instancePath:instancePath+"/args/" + i1,schemaPath:"#/properties/args/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err6 = {instancePath:instancePath+"/args",schemaPath:"#/properties/args/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.env !== undefined){
let data6 = data.env;
if(Array.isArray(data6)){
const len2 = data6.length;
for(let i2=0; i2<len2; i2++){
let data7 = data6[i2];
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if(data7.name === undefined){
const err7 = {instancePath:instancePath+"/env/" + i2,schemaPath:"#/$defs/EksContainerEnvironmentVariable/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
for(const key1 in data7){
if(!((key1 === "name") || (key1 === "value"))){
const err8 = {instancePath:instancePath+"/env/" + i2,schemaPath:"#/$defs/EksContainerEnvironmentVariable/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data7.name !== undefined){
if(typeof data7.name !== "string"){
const err9 = {instancePath:instancePath+"/env/" + i2+"/name",schemaPath:"#/$defs/EksContainerEnvironmentVariable/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data7.value !== undefined){
if(typeof data7.value !== "string"){
const err10 = {instancePath:instancePath+"/env/" + i2+"/value",schemaPath:"#/$defs/EksContainerEnvironmentVariable/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err11 = {instancePath:instancePath+"/env/" + i2,schemaPath:"#/$defs/EksContainerEnvironmentVariable/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err12 = {instancePath:instancePath+"/env",schemaPath:"#/properties/env/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.resources !== undefined){
let data10 = data.resources;
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
for(const key2 in data10){
if(!((key2 === "limits") || (key2 === "requests"))){
const err13 = {instancePath:instancePath+"/resources",schemaPath:"#/$defs/EksContainerResourceRequirements/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data10.limits !== undefined){
let data11 = data10.limits;
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key3 in data11){
if(typeof data11[key3] !== "string"){
const err14 = {instancePath:instancePath+"/resources/limits/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/EksContainerResourceRequirements/properties/limits/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err15 = {instancePath:instancePath+"/resources/limits",schemaPath:"#/$defs/EksContainerResourceRequirements/properties/limits/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data10.requests !== undefined){
let data13 = data10.requests;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key4 in data13){
if(typeof data13[key4] !== "string"){
const err16 = {instancePath:instancePath+"/resources/requests/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/EksContainerResourceRequirements/properties/requests/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err17 = {instancePath:instancePath+"/resources/requests",schemaPath:"#/$defs/EksContainerResourceRequirements/properties/requests/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err18 = {instancePath:instancePath+"/resources",schemaPath:"#/$defs/EksContainerResourceRequirements/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err19 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
validate29.errors = vErrors;
return errors === 0;
}
validate29.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


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
for(const key0 in data){
if(!(((key0 === "containers") || (key0 === "initContainers")) || (key0 === "metadata"))){
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
if(data.containers !== undefined){
let data0 = data.containers;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(!(validate29(data0[i0], {instancePath:instancePath+"/containers/" + i0,parentData:data0,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath:instancePath+"/containers",schemaPath:"#/properties/containers/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.initContainers !== undefined){
let data2 = data.initContainers;
if(Array.isArray(data2)){
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
if(!(validate29(data2[i1], {instancePath:instancePath+"/initContainers/" + i1,parentData:data2,parentDataProperty:i1,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
errors = vErrors.length;
}
}
}
else {
const err2 = {instancePath:instancePath+"/initContainers",schemaPath:"#/properties/initContainers/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.metadata !== undefined){
let data4 = data.metadata;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
for(const key1 in data4){
if(!(((key1 === "labels") || (key1 === "annotations")) || (key1 === "namespace"))){
const err3 = {instancePath:instancePath+"/metadata",schemaPath:"#/$defs/EksMetadata/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data4.labels !== undefined){
let data5 = data4.labels;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
for(const key2 in data5){
if(typeof data5[key2] !== "string"){
const err4 = {instancePath:instancePath+"/metadata/labels/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/EksMetadata/properties/labels/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err5 = {instancePath:instancePath+"/metadata/labels",schemaPath:"#/$defs/EksMetadata/properties/labels/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data4.annotations !== undefined){
let data7 = data4.annotations;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
for(const key3 in data7){
if(typeof data7[key3] !== "string"){
const err6 = {instancePath:instancePath+"/metadata/annotations/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/EksMetadata/properties/annotations/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err7 = {instancePath:instancePath+"/metadata/annotations",schemaPath:"#/$defs/EksMetadata/properties/annotations/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data4.namespace !== undefined){
if(typeof data4.namespace !== "string"){
const err8 = {instancePath:instancePath+"/metadata/namespace",schemaPath:"#/$defs/EksMetadata/properties/namespace/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err9 = {instancePath:instancePath+"/metadata",schemaPath:"#/$defs/EksMetadata/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
validate28.errors = vErrors;
return errors === 0;
}
validate28.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate27(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate27.evaluated;
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
if(!(validate28(data.podProperties, {instancePath:instancePath+"/podProperties",parentData:data,parentDataProperty:"podProperties",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
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
validate27.errors = vErrors;
return errors === 0;
}
validate27.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema50 = {"type":"object","properties":{"taskProperties":{"type":"array","items":{"$ref":"#/$defs/TaskPropertiesOverride"}}},"additionalProperties":false};
const schema51 = {"type":"object","properties":{"containers":{"type":"array","items":{"$ref":"#/$defs/TaskContainerOverrides"}}},"additionalProperties":false};
const schema52 = {"type":"object","properties":{"command":{"type":"array","items":{"type":"string"}},"environment":{"type":"array","items":{"$ref":"#/$defs/KeyValuePair"}},"name":{"type":"string"},"resourceRequirements":{"type":"array","items":{"$ref":"#/$defs/ResourceRequirement"}}},"additionalProperties":false};

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
for(const key0 in data){
if(!((((key0 === "command") || (key0 === "environment")) || (key0 === "name")) || (key0 === "resourceRequirements"))){
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
if(data.command !== undefined){
let data0 = data.command;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(typeof data0[i0] !== "string"){
const err1 = {instancePath:instancePath+"/command/" + i0,schemaPath:"#/properties/command/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
else {
const err2 = {instancePath:instancePath+"/command",schemaPath:"#/properties/command/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.environment !== undefined){
let data2 = data.environment;
if(Array.isArray(data2)){
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
let data3 = data2[i1];
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key1 in data3){
if(!((key1 === "name") || (key1 === "value"))){
const err3 = {instancePath:instancePath+"/environment/" + i1,schemaPath:"#/$defs/KeyValuePair/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data3.name !== undefined){
if(typeof data3.name !== "string"){
const err4 = {instancePath:instancePath+"/environment/" + i1+"/name",schemaPath:"#/$defs/KeyValuePair/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data3.value !== undefined){
if(typeof data3.value !== "string"){
const err5 = {instancePath:instancePath+"/environment/" + i1+"/value",schemaPath:"#/$defs/KeyValuePair/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err6 = {instancePath:instancePath+"/environment/" + i1,schemaPath:"#/$defs/KeyValuePair/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err7 = {instancePath:instancePath+"/environment",schemaPath:"#/properties/environment/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.name !== undefined){
if(typeof data.name !== "string"){
const err8 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.resourceRequirements !== undefined){
let data7 = data.resourceRequirements;
if(Array.isArray(data7)){
const len2 = data7.length;
for(let i2=0; i2<len2; i2++){
let data8 = data7[i2];
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.value === undefined){
const err9 = {instancePath:instancePath+"/resourceRequirements/" + i2,schemaPath:"#/$defs/ResourceRequirement/required",keyword:"required",params:{missingProperty: "value"},message:"must have required property '"+"value"+"'"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data8.type === undefined){
const err10 = {instancePath:instancePath+"/resourceRequirements/" + i2,schemaPath:"#/$defs/ResourceRequirement/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
for(const key2 in data8){
if(!((key2 === "value") || (key2 === "type"))){
const err11 = {instancePath:instancePath+"/resourceRequirements/" + i2,schemaPath:"#/$defs/ResourceRequirement/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
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
const err12 = {instancePath:instancePath+"/resourceRequirements/" + i2+"/value",schemaPath:"#/$defs/ResourceRequirement/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data8.type !== undefined){
let data10 = data8.type;
if(typeof data10 !== "string"){
const err13 = {instancePath:instancePath+"/resourceRequirements/" + i2+"/type",schemaPath:"#/$defs/ResourceRequirement/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(!(((data10 === "GPU") || (data10 === "MEMORY")) || (data10 === "VCPU"))){
const err14 = {instancePath:instancePath+"/resourceRequirements/" + i2+"/type",schemaPath:"#/$defs/ResourceRequirement/properties/type/enum",keyword:"enum",params:{allowedValues: schema40.properties.type.enum},message:"must be equal to one of the allowed values"};
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
const err15 = {instancePath:instancePath+"/resourceRequirements/" + i2,schemaPath:"#/$defs/ResourceRequirement/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err16 = {instancePath:instancePath+"/resourceRequirements",schemaPath:"#/properties/resourceRequirements/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err17 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
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
for(const key0 in data){
if(!(key0 === "containers")){
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
const err1 = {instancePath:instancePath+"/containers",schemaPath:"#/properties/containers/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
else {
const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
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
for(const key0 in data){
if(!(key0 === "taskProperties")){
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
const err1 = {instancePath:instancePath+"/taskProperties",schemaPath:"#/properties/taskProperties/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
else {
const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
validate34.errors = vErrors;
return errors === 0;
}
validate34.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema55 = {"type":"object","properties":{"consumableResourceList":{"type":"array","items":{"$ref":"#/$defs/ConsumableResourceRequirement"}}},"additionalProperties":false};
const schema56 = {"type":"object","properties":{"consumableResource":{"type":"string"},"quantity":{"type":"integer"}},"additionalProperties":false};

function validate40(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate40.evaluated;
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
validate40.errors = vErrors;
return errors === 0;
}
validate40.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://arrayjob.dev/schemas/arrayjob.v1.schema.json" */;
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
if("ArrayJob" !== data1){
const err8 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "ArrayJob"},message:"must be equal to constant"};
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
if(data9.jobQueue === undefined){
const err26 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/required",keyword:"required",params:{missingProperty: "jobQueue"},message:"must have required property '"+"jobQueue"+"'"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(data9.jobDefinition === undefined){
const err27 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/required",keyword:"required",params:{missingProperty: "jobDefinition"},message:"must have required property '"+"jobDefinition"+"'"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data9.work === undefined){
const err28 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/required",keyword:"required",params:{missingProperty: "work"},message:"must have required property '"+"work"+"'"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
for(const key6 in data9){
if(!(func4.call(schema31.properties.spec.properties, key6))){
const err29 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data9.jobQueue !== undefined){
let data10 = data9.jobQueue;
if(typeof data10 === "string"){
if(!pattern7.test(data10)){
const err30 = {instancePath:instancePath+"/spec/jobQueue",schemaPath:"#/properties/spec/properties/jobQueue/pattern",keyword:"pattern",params:{pattern: "^([A-Za-z0-9][A-Za-z0-9_-]{0,127}|arn:aws[a-z-]*:batch:[a-z0-9-]+:[0-9]{12}:job-queue/[A-Za-z0-9][A-Za-z0-9_-]{0,127})$"},message:"must match pattern \""+"^([A-Za-z0-9][A-Za-z0-9_-]{0,127}|arn:aws[a-z-]*:batch:[a-z0-9-]+:[0-9]{12}:job-queue/[A-Za-z0-9][A-Za-z0-9_-]{0,127})$"+"\""};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
else {
const err31 = {instancePath:instancePath+"/spec/jobQueue",schemaPath:"#/properties/spec/properties/jobQueue/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data9.jobDefinition !== undefined){
let data11 = data9.jobDefinition;
if(typeof data11 === "string"){
if(!pattern8.test(data11)){
const err32 = {instancePath:instancePath+"/spec/jobDefinition",schemaPath:"#/properties/spec/properties/jobDefinition/pattern",keyword:"pattern",params:{pattern: "^(arn:aws[a-z-]*:batch:[a-z0-9-]+:[0-9]{12}:job-definition/)?[A-Za-z0-9][A-Za-z0-9_-]{0,127}(:[1-9][0-9]*)?$"},message:"must match pattern \""+"^(arn:aws[a-z-]*:batch:[a-z0-9-]+:[0-9]{12}:job-definition/)?[A-Za-z0-9][A-Za-z0-9_-]{0,127}(:[1-9][0-9]*)?$"+"\""};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
else {
const err33 = {instancePath:instancePath+"/spec/jobDefinition",schemaPath:"#/properties/spec/properties/jobDefinition/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data9.work !== undefined){
let data12 = data9.work;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
if(Object.keys(data12).length > 1){
const err34 = {instancePath:instancePath+"/spec/work",schemaPath:"#/properties/spec/properties/work/maxProperties",keyword:"maxProperties",params:{limit: 1},message:"must NOT have more than 1 properties"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(Object.keys(data12).length < 1){
const err35 = {instancePath:instancePath+"/spec/work",schemaPath:"#/properties/spec/properties/work/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
for(const key7 in data12){
if(!(((((key7 === "size") || (key7 === "items")) || (key7 === "matrix")) || (key7 === "file")) || (key7 === "s3"))){
const err36 = {instancePath:instancePath+"/spec/work",schemaPath:"#/properties/spec/properties/work/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data12.size !== undefined){
let data13 = data12.size;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
const err37 = {instancePath:instancePath+"/spec/work/size",schemaPath:"#/properties/spec/properties/work/properties/size/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 > 2147483647 || isNaN(data13)){
const err38 = {instancePath:instancePath+"/spec/work/size",schemaPath:"#/properties/spec/properties/work/properties/size/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if(data13 < 0 || isNaN(data13)){
const err39 = {instancePath:instancePath+"/spec/work/size",schemaPath:"#/properties/spec/properties/work/properties/size/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
if(data12.items !== undefined){
if(!(Array.isArray(data12.items))){
const err40 = {instancePath:instancePath+"/spec/work/items",schemaPath:"#/properties/spec/properties/work/properties/items/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data12.matrix !== undefined){
let data15 = data12.matrix;
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
if(Object.keys(data15).length < 1){
const err41 = {instancePath:instancePath+"/spec/work/matrix",schemaPath:"#/properties/spec/properties/work/properties/matrix/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
for(const key8 in data15){
if(!((key8 === "include") || (key8 === "exclude"))){
let data16 = data15[key8];
if(Array.isArray(data16)){
if(data16.length < 1){
const err42 = {instancePath:instancePath+"/spec/work/matrix/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/spec/properties/work/properties/matrix/additionalProperties/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
else {
const err43 = {instancePath:instancePath+"/spec/work/matrix/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/spec/properties/work/properties/matrix/additionalProperties/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
if(data15.include !== undefined){
let data17 = data15.include;
if(Array.isArray(data17)){
const len0 = data17.length;
for(let i0=0; i0<len0; i0++){
let data18 = data17[i0];
if(data18 && typeof data18 == "object" && !Array.isArray(data18)){
if(Object.keys(data18).length < 1){
const err44 = {instancePath:instancePath+"/spec/work/matrix/include/" + i0,schemaPath:"#/properties/spec/properties/work/properties/matrix/properties/include/items/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
else {
const err45 = {instancePath:instancePath+"/spec/work/matrix/include/" + i0,schemaPath:"#/properties/spec/properties/work/properties/matrix/properties/include/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err46 = {instancePath:instancePath+"/spec/work/matrix/include",schemaPath:"#/properties/spec/properties/work/properties/matrix/properties/include/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data15.exclude !== undefined){
let data19 = data15.exclude;
if(Array.isArray(data19)){
const len1 = data19.length;
for(let i1=0; i1<len1; i1++){
let data20 = data19[i1];
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
if(Object.keys(data20).length < 1){
const err47 = {instancePath:instancePath+"/spec/work/matrix/exclude/" + i1,schemaPath:"#/properties/spec/properties/work/properties/matrix/properties/exclude/items/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
else {
const err48 = {instancePath:instancePath+"/spec/work/matrix/exclude/" + i1,schemaPath:"#/properties/spec/properties/work/properties/matrix/properties/exclude/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err49 = {instancePath:instancePath+"/spec/work/matrix/exclude",schemaPath:"#/properties/spec/properties/work/properties/matrix/properties/exclude/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err50 = {instancePath:instancePath+"/spec/work/matrix",schemaPath:"#/properties/spec/properties/work/properties/matrix/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data12.file !== undefined){
let data21 = data12.file;
if(typeof data21 === "string"){
if(func1(data21) < 1){
const err51 = {instancePath:instancePath+"/spec/work/file",schemaPath:"#/properties/spec/properties/work/properties/file/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
else {
const err52 = {instancePath:instancePath+"/spec/work/file",schemaPath:"#/properties/spec/properties/work/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data12.s3 !== undefined){
let data22 = data12.s3;
if(data22 && typeof data22 == "object" && !Array.isArray(data22)){
if(data22.bucket === undefined){
const err53 = {instancePath:instancePath+"/spec/work/s3",schemaPath:"#/properties/spec/properties/work/properties/s3/required",keyword:"required",params:{missingProperty: "bucket"},message:"must have required property '"+"bucket"+"'"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
for(const key9 in data22){
if(!((((((key9 === "bucket") || (key9 === "prefix")) || (key9 === "include")) || (key9 === "exclude")) || (key9 === "parameters")) || (key9 === "refreshInterval"))){
const err54 = {instancePath:instancePath+"/spec/work/s3",schemaPath:"#/properties/spec/properties/work/properties/s3/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data22.bucket !== undefined){
let data23 = data22.bucket;
if(typeof data23 === "string"){
if(!pattern9.test(data23)){
const err55 = {instancePath:instancePath+"/spec/work/s3/bucket",schemaPath:"#/properties/spec/properties/work/properties/s3/properties/bucket/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$"+"\""};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
else {
const err56 = {instancePath:instancePath+"/spec/work/s3/bucket",schemaPath:"#/properties/spec/properties/work/properties/s3/properties/bucket/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data22.prefix !== undefined){
let data24 = data22.prefix;
if(typeof data24 === "string"){
if(func1(data24) > 1024){
const err57 = {instancePath:instancePath+"/spec/work/s3/prefix",schemaPath:"#/properties/spec/properties/work/properties/s3/properties/prefix/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
else {
const err58 = {instancePath:instancePath+"/spec/work/s3/prefix",schemaPath:"#/properties/spec/properties/work/properties/s3/properties/prefix/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data22.include !== undefined){
let data25 = data22.include;
if(Array.isArray(data25)){
const len2 = data25.length;
for(let i2=0; i2<len2; i2++){
let data26 = data25[i2];
if(typeof data26 === "string"){
if(func1(data26) < 1){
const err59 = {instancePath:instancePath+"/spec/work/s3/include/" + i2,schemaPath:"#/properties/spec/properties/work/properties/s3/properties/include/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
else {
const err60 = {instancePath:instancePath+"/spec/work/s3/include/" + i2,schemaPath:"#/properties/spec/properties/work/properties/s3/properties/include/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
}
else {
const err61 = {instancePath:instancePath+"/spec/work/s3/include",schemaPath:"#/properties/spec/properties/work/properties/s3/properties/include/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data22.exclude !== undefined){
let data27 = data22.exclude;
if(Array.isArray(data27)){
const len3 = data27.length;
for(let i3=0; i3<len3; i3++){
let data28 = data27[i3];
if(typeof data28 === "string"){
if(func1(data28) < 1){
const err62 = {instancePath:instancePath+"/spec/work/s3/exclude/" + i3,schemaPath:"#/properties/spec/properties/work/properties/s3/properties/exclude/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
else {
const err63 = {instancePath:instancePath+"/spec/work/s3/exclude/" + i3,schemaPath:"#/properties/spec/properties/work/properties/s3/properties/exclude/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
}
else {
const err64 = {instancePath:instancePath+"/spec/work/s3/exclude",schemaPath:"#/properties/spec/properties/work/properties/s3/properties/exclude/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
if(data22.parameters !== undefined){
let data29 = data22.parameters;
if(!(data29 && typeof data29 == "object" && !Array.isArray(data29))){
const err65 = {instancePath:instancePath+"/spec/work/s3/parameters",schemaPath:"#/properties/spec/properties/work/properties/s3/properties/parameters/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data22.refreshInterval !== undefined){
let data30 = data22.refreshInterval;
if(typeof data30 === "string"){
if(!pattern10.test(data30)){
const err66 = {instancePath:instancePath+"/spec/work/s3/refreshInterval",schemaPath:"#/properties/spec/properties/work/properties/s3/properties/refreshInterval/pattern",keyword:"pattern",params:{pattern: "^(0|[1-9][0-9]*)(ms|s|m|h)$"},message:"must match pattern \""+"^(0|[1-9][0-9]*)(ms|s|m|h)$"+"\""};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
else {
const err67 = {instancePath:instancePath+"/spec/work/s3/refreshInterval",schemaPath:"#/properties/spec/properties/work/properties/s3/properties/refreshInterval/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err68 = {instancePath:instancePath+"/spec/work/s3",schemaPath:"#/properties/spec/properties/work/properties/s3/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
}
else {
const err69 = {instancePath:instancePath+"/spec/work",schemaPath:"#/properties/spec/properties/work/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data9.itemsPerChild !== undefined){
let data31 = data9.itemsPerChild;
if(!(((typeof data31 == "number") && (!(data31 % 1) && !isNaN(data31))) && (isFinite(data31)))){
const err70 = {instancePath:instancePath+"/spec/itemsPerChild",schemaPath:"#/properties/spec/properties/itemsPerChild/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
if((typeof data31 == "number") && (isFinite(data31))){
if(data31 > 2147483647 || isNaN(data31)){
const err71 = {instancePath:instancePath+"/spec/itemsPerChild",schemaPath:"#/properties/spec/properties/itemsPerChild/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
if(data31 < 1 || isNaN(data31)){
const err72 = {instancePath:instancePath+"/spec/itemsPerChild",schemaPath:"#/properties/spec/properties/itemsPerChild/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
}
if(data9.manifest !== undefined){
let data32 = data9.manifest;
if(data32 && typeof data32 == "object" && !Array.isArray(data32)){
if(data32.bucket === undefined){
const err73 = {instancePath:instancePath+"/spec/manifest",schemaPath:"#/properties/spec/properties/manifest/required",keyword:"required",params:{missingProperty: "bucket"},message:"must have required property '"+"bucket"+"'"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
for(const key10 in data32){
if(!((key10 === "bucket") || (key10 === "key"))){
const err74 = {instancePath:instancePath+"/spec/manifest",schemaPath:"#/properties/spec/properties/manifest/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data32.bucket !== undefined){
let data33 = data32.bucket;
if(typeof data33 === "string"){
if(!pattern9.test(data33)){
const err75 = {instancePath:instancePath+"/spec/manifest/bucket",schemaPath:"#/properties/spec/properties/manifest/properties/bucket/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$"+"\""};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
else {
const err76 = {instancePath:instancePath+"/spec/manifest/bucket",schemaPath:"#/properties/spec/properties/manifest/properties/bucket/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
if(data32.key !== undefined){
let data34 = data32.key;
if(typeof data34 === "string"){
if(func1(data34) > 1024){
const err77 = {instancePath:instancePath+"/spec/manifest/key",schemaPath:"#/properties/spec/properties/manifest/properties/key/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
if(func1(data34) < 1){
const err78 = {instancePath:instancePath+"/spec/manifest/key",schemaPath:"#/properties/spec/properties/manifest/properties/key/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
else {
const err79 = {instancePath:instancePath+"/spec/manifest/key",schemaPath:"#/properties/spec/properties/manifest/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
}
else {
const err80 = {instancePath:instancePath+"/spec/manifest",schemaPath:"#/properties/spec/properties/manifest/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
if(data9.indexMapping !== undefined){
let data35 = data9.indexMapping;
if(typeof data35 !== "string"){
const err81 = {instancePath:instancePath+"/spec/indexMapping",schemaPath:"#/properties/spec/properties/indexMapping/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
if(!((data35 === "Command") || (data35 === "Environment"))){
const err82 = {instancePath:instancePath+"/spec/indexMapping",schemaPath:"#/properties/spec/properties/indexMapping/enum",keyword:"enum",params:{allowedValues: schema31.properties.spec.properties.indexMapping.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
if(data9.backoffLimitPerIndex !== undefined){
let data36 = data9.backoffLimitPerIndex;
if(!(((typeof data36 == "number") && (!(data36 % 1) && !isNaN(data36))) && (isFinite(data36)))){
const err83 = {instancePath:instancePath+"/spec/backoffLimitPerIndex",schemaPath:"#/properties/spec/properties/backoffLimitPerIndex/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
if((typeof data36 == "number") && (isFinite(data36))){
if(data36 > 2147483647 || isNaN(data36)){
const err84 = {instancePath:instancePath+"/spec/backoffLimitPerIndex",schemaPath:"#/properties/spec/properties/backoffLimitPerIndex/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
if(data36 < 0 || isNaN(data36)){
const err85 = {instancePath:instancePath+"/spec/backoffLimitPerIndex",schemaPath:"#/properties/spec/properties/backoffLimitPerIndex/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
}
if(data9.maxFailedIndexes !== undefined){
let data37 = data9.maxFailedIndexes;
const _errs88 = errors;
let valid22 = false;
const _errs89 = errors;
if(!(((typeof data37 == "number") && (!(data37 % 1) && !isNaN(data37))) && (isFinite(data37)))){
const err86 = {instancePath:instancePath+"/spec/maxFailedIndexes",schemaPath:"#/$defs/Amount/anyOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
if((typeof data37 == "number") && (isFinite(data37))){
if(data37 > 2147483647 || isNaN(data37)){
const err87 = {instancePath:instancePath+"/spec/maxFailedIndexes",schemaPath:"#/$defs/Amount/anyOf/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
if(data37 < 0 || isNaN(data37)){
const err88 = {instancePath:instancePath+"/spec/maxFailedIndexes",schemaPath:"#/$defs/Amount/anyOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
var _valid0 = _errs89 === errors;
valid22 = valid22 || _valid0;
const _errs91 = errors;
if(typeof data37 === "string"){
if(!pattern12.test(data37)){
const err89 = {instancePath:instancePath+"/spec/maxFailedIndexes",schemaPath:"#/$defs/Amount/anyOf/1/pattern",keyword:"pattern",params:{pattern: "^(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]+)?)%$"},message:"must match pattern \""+"^(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]+)?)%$"+"\""};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
else {
const err90 = {instancePath:instancePath+"/spec/maxFailedIndexes",schemaPath:"#/$defs/Amount/anyOf/1/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
var _valid0 = _errs91 === errors;
valid22 = valid22 || _valid0;
if(!valid22){
const err91 = {instancePath:instancePath+"/spec/maxFailedIndexes",schemaPath:"#/$defs/Amount/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
else {
errors = _errs88;
if(vErrors !== null){
if(_errs88){
vErrors.length = _errs88;
}
else {
vErrors = null;
}
}
}
}
if(data9.failurePolicy !== undefined){
let data38 = data9.failurePolicy;
if(data38 && typeof data38 == "object" && !Array.isArray(data38)){
if(data38.rules === undefined){
const err92 = {instancePath:instancePath+"/spec/failurePolicy",schemaPath:"#/properties/spec/properties/failurePolicy/required",keyword:"required",params:{missingProperty: "rules"},message:"must have required property '"+"rules"+"'"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
for(const key11 in data38){
if(!(key11 === "rules")){
const err93 = {instancePath:instancePath+"/spec/failurePolicy",schemaPath:"#/properties/spec/properties/failurePolicy/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
if(data38.rules !== undefined){
let data39 = data38.rules;
if(Array.isArray(data39)){
const len4 = data39.length;
for(let i4=0; i4<len4; i4++){
let data40 = data39[i4];
if(data40 && typeof data40 == "object" && !Array.isArray(data40)){
if(Object.keys(data40).length < 2){
const err94 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4,schemaPath:"#/$defs/FailureRule/minProperties",keyword:"minProperties",params:{limit: 2},message:"must NOT have fewer than 2 properties"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
if(data40.action === undefined){
const err95 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4,schemaPath:"#/$defs/FailureRule/required",keyword:"required",params:{missingProperty: "action"},message:"must have required property '"+"action"+"'"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
for(const key12 in data40){
if(!((((key12 === "action") || (key12 === "onExitCodes")) || (key12 === "onReason")) || (key12 === "onStatusReason"))){
const err96 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4,schemaPath:"#/$defs/FailureRule/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
if(data40.action !== undefined){
let data41 = data40.action;
if(typeof data41 !== "string"){
const err97 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/action",schemaPath:"#/$defs/FailureRule/properties/action/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
if(!((((data41 === "FailJob") || (data41 === "FailIndex")) || (data41 === "Ignore")) || (data41 === "Count"))){
const err98 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/action",schemaPath:"#/$defs/FailureRule/properties/action/enum",keyword:"enum",params:{allowedValues: schema33.properties.action.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
if(data40.onExitCodes !== undefined){
let data42 = data40.onExitCodes;
if(data42 && typeof data42 == "object" && !Array.isArray(data42)){
if(data42.operator === undefined){
const err99 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onExitCodes",schemaPath:"#/$defs/FailureRule/properties/onExitCodes/required",keyword:"required",params:{missingProperty: "operator"},message:"must have required property '"+"operator"+"'"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
if(data42.values === undefined){
const err100 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onExitCodes",schemaPath:"#/$defs/FailureRule/properties/onExitCodes/required",keyword:"required",params:{missingProperty: "values"},message:"must have required property '"+"values"+"'"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
for(const key13 in data42){
if(!((key13 === "operator") || (key13 === "values"))){
const err101 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onExitCodes",schemaPath:"#/$defs/FailureRule/properties/onExitCodes/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
if(data42.operator !== undefined){
let data43 = data42.operator;
if(typeof data43 !== "string"){
const err102 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onExitCodes/operator",schemaPath:"#/$defs/FailureRule/properties/onExitCodes/properties/operator/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
if(!((data43 === "In") || (data43 === "NotIn"))){
const err103 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onExitCodes/operator",schemaPath:"#/$defs/FailureRule/properties/onExitCodes/properties/operator/enum",keyword:"enum",params:{allowedValues: schema33.properties.onExitCodes.properties.operator.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
if(data42.values !== undefined){
let data44 = data42.values;
if(Array.isArray(data44)){
if(data44.length > 255){
const err104 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onExitCodes/values",schemaPath:"#/$defs/FailureRule/properties/onExitCodes/properties/values/maxItems",keyword:"maxItems",params:{limit: 255},message:"must NOT have more than 255 items"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
if(data44.length < 1){
const err105 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onExitCodes/values",schemaPath:"#/$defs/FailureRule/properties/onExitCodes/properties/values/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
const len5 = data44.length;
for(let i5=0; i5<len5; i5++){
let data45 = data44[i5];
if(!(((typeof data45 == "number") && (!(data45 % 1) && !isNaN(data45))) && (isFinite(data45)))){
const err106 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onExitCodes/values/" + i5,schemaPath:"#/$defs/FailureRule/properties/onExitCodes/properties/values/items/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
if((typeof data45 == "number") && (isFinite(data45))){
if(data45 > 4294967295 || isNaN(data45)){
const err107 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onExitCodes/values/" + i5,schemaPath:"#/$defs/FailureRule/properties/onExitCodes/properties/values/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4294967295},message:"must be <= 4294967295"};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
if(data45 < -2147483648 || isNaN(data45)){
const err108 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onExitCodes/values/" + i5,schemaPath:"#/$defs/FailureRule/properties/onExitCodes/properties/values/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: -2147483648},message:"must be >= -2147483648"};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
}
let i6 = data44.length;
let j0;
if(i6 > 1){
const indices0 = {};
for(;i6--;){
let item0 = data44[i6];
if(!(((typeof item0 == "number") && (!(item0 % 1) && !isNaN(item0))) && (isFinite(item0)))){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err109 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onExitCodes/values",schemaPath:"#/$defs/FailureRule/properties/onExitCodes/properties/values/uniqueItems",keyword:"uniqueItems",params:{i: i6, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i6+" are identical)"};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
break;
}
indices0[item0] = i6;
}
}
}
else {
const err110 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onExitCodes/values",schemaPath:"#/$defs/FailureRule/properties/onExitCodes/properties/values/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
}
else {
const err111 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onExitCodes",schemaPath:"#/$defs/FailureRule/properties/onExitCodes/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
if(data40.onReason !== undefined){
let data46 = data40.onReason;
if(typeof data46 === "string"){
if(func1(data46) > 512){
const err112 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onReason",schemaPath:"#/$defs/FailureRule/properties/onReason/maxLength",keyword:"maxLength",params:{limit: 512},message:"must NOT have more than 512 characters"};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
if(func1(data46) < 1){
const err113 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onReason",schemaPath:"#/$defs/FailureRule/properties/onReason/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
if(!pattern13.test(data46)){
const err114 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onReason",schemaPath:"#/$defs/FailureRule/properties/onReason/pattern",keyword:"pattern",params:{pattern: "^[^*]*\\*?$"},message:"must match pattern \""+"^[^*]*\\*?$"+"\""};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
else {
const err115 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onReason",schemaPath:"#/$defs/FailureRule/properties/onReason/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
if(data40.onStatusReason !== undefined){
let data47 = data40.onStatusReason;
if(typeof data47 === "string"){
if(func1(data47) > 512){
const err116 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onStatusReason",schemaPath:"#/$defs/FailureRule/properties/onStatusReason/maxLength",keyword:"maxLength",params:{limit: 512},message:"must NOT have more than 512 characters"};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
if(func1(data47) < 1){
const err117 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onStatusReason",schemaPath:"#/$defs/FailureRule/properties/onStatusReason/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
if(!pattern13.test(data47)){
const err118 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onStatusReason",schemaPath:"#/$defs/FailureRule/properties/onStatusReason/pattern",keyword:"pattern",params:{pattern: "^[^*]*\\*?$"},message:"must match pattern \""+"^[^*]*\\*?$"+"\""};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
else {
const err119 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4+"/onStatusReason",schemaPath:"#/$defs/FailureRule/properties/onStatusReason/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
}
else {
const err120 = {instancePath:instancePath+"/spec/failurePolicy/rules/" + i4,schemaPath:"#/$defs/FailureRule/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
}
else {
const err121 = {instancePath:instancePath+"/spec/failurePolicy/rules",schemaPath:"#/properties/spec/properties/failurePolicy/properties/rules/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
}
else {
const err122 = {instancePath:instancePath+"/spec/failurePolicy",schemaPath:"#/properties/spec/properties/failurePolicy/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
if(data9.successPolicy !== undefined){
let data48 = data9.successPolicy;
if(data48 && typeof data48 == "object" && !Array.isArray(data48)){
if(data48.minSucceeded === undefined){
const err123 = {instancePath:instancePath+"/spec/successPolicy",schemaPath:"#/properties/spec/properties/successPolicy/required",keyword:"required",params:{missingProperty: "minSucceeded"},message:"must have required property '"+"minSucceeded"+"'"};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
for(const key14 in data48){
if(!(key14 === "minSucceeded")){
const err124 = {instancePath:instancePath+"/spec/successPolicy",schemaPath:"#/properties/spec/properties/successPolicy/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
if(data48.minSucceeded !== undefined){
let data49 = data48.minSucceeded;
const _errs122 = errors;
let valid34 = false;
const _errs123 = errors;
if(!(((typeof data49 == "number") && (!(data49 % 1) && !isNaN(data49))) && (isFinite(data49)))){
const err125 = {instancePath:instancePath+"/spec/successPolicy/minSucceeded",schemaPath:"#/$defs/Amount/anyOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
if((typeof data49 == "number") && (isFinite(data49))){
if(data49 > 2147483647 || isNaN(data49)){
const err126 = {instancePath:instancePath+"/spec/successPolicy/minSucceeded",schemaPath:"#/$defs/Amount/anyOf/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
if(data49 < 0 || isNaN(data49)){
const err127 = {instancePath:instancePath+"/spec/successPolicy/minSucceeded",schemaPath:"#/$defs/Amount/anyOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
}
var _valid1 = _errs123 === errors;
valid34 = valid34 || _valid1;
const _errs125 = errors;
if(typeof data49 === "string"){
if(!pattern12.test(data49)){
const err128 = {instancePath:instancePath+"/spec/successPolicy/minSucceeded",schemaPath:"#/$defs/Amount/anyOf/1/pattern",keyword:"pattern",params:{pattern: "^(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]+)?)%$"},message:"must match pattern \""+"^(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]+)?)%$"+"\""};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
else {
const err129 = {instancePath:instancePath+"/spec/successPolicy/minSucceeded",schemaPath:"#/$defs/Amount/anyOf/1/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
var _valid1 = _errs125 === errors;
valid34 = valid34 || _valid1;
if(!valid34){
const err130 = {instancePath:instancePath+"/spec/successPolicy/minSucceeded",schemaPath:"#/$defs/Amount/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
else {
errors = _errs122;
if(vErrors !== null){
if(_errs122){
vErrors.length = _errs122;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err131 = {instancePath:instancePath+"/spec/successPolicy",schemaPath:"#/properties/spec/properties/successPolicy/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
}
if(data9.parallelism !== undefined){
let data50 = data9.parallelism;
if(!(((typeof data50 == "number") && (!(data50 % 1) && !isNaN(data50))) && (isFinite(data50)))){
const err132 = {instancePath:instancePath+"/spec/parallelism",schemaPath:"#/properties/spec/properties/parallelism/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
if((typeof data50 == "number") && (isFinite(data50))){
if(data50 > 2147483647 || isNaN(data50)){
const err133 = {instancePath:instancePath+"/spec/parallelism",schemaPath:"#/properties/spec/properties/parallelism/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
if(data50 < 1 || isNaN(data50)){
const err134 = {instancePath:instancePath+"/spec/parallelism",schemaPath:"#/properties/spec/properties/parallelism/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
}
}
if(data9.shardSize !== undefined){
let data51 = data9.shardSize;
if(!(((typeof data51 == "number") && (!(data51 % 1) && !isNaN(data51))) && (isFinite(data51)))){
const err135 = {instancePath:instancePath+"/spec/shardSize",schemaPath:"#/properties/spec/properties/shardSize/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
if((typeof data51 == "number") && (isFinite(data51))){
if(data51 > 10000 || isNaN(data51)){
const err136 = {instancePath:instancePath+"/spec/shardSize",schemaPath:"#/properties/spec/properties/shardSize/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10000},message:"must be <= 10000"};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
if(data51 < 2 || isNaN(data51)){
const err137 = {instancePath:instancePath+"/spec/shardSize",schemaPath:"#/properties/spec/properties/shardSize/minimum",keyword:"minimum",params:{comparison: ">=", limit: 2},message:"must be >= 2"};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
}
if(data9.activeDeadlineSeconds !== undefined){
let data52 = data9.activeDeadlineSeconds;
if(!(((typeof data52 == "number") && (!(data52 % 1) && !isNaN(data52))) && (isFinite(data52)))){
const err138 = {instancePath:instancePath+"/spec/activeDeadlineSeconds",schemaPath:"#/properties/spec/properties/activeDeadlineSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
if((typeof data52 == "number") && (isFinite(data52))){
if(data52 > 2147483647 || isNaN(data52)){
const err139 = {instancePath:instancePath+"/spec/activeDeadlineSeconds",schemaPath:"#/properties/spec/properties/activeDeadlineSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
if(data52 < 1 || isNaN(data52)){
const err140 = {instancePath:instancePath+"/spec/activeDeadlineSeconds",schemaPath:"#/properties/spec/properties/activeDeadlineSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
}
}
if(data9.dependsOn !== undefined){
let data53 = data9.dependsOn;
if(Array.isArray(data53)){
const len6 = data53.length;
for(let i7=0; i7<len6; i7++){
if(!(validate21(data53[i7], {instancePath:instancePath+"/spec/dependsOn/" + i7,parentData:data53,parentDataProperty:i7,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
}
}
else {
const err141 = {instancePath:instancePath+"/spec/dependsOn",schemaPath:"#/properties/spec/properties/dependsOn/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
}
if(data9.onChange !== undefined){
let data55 = data9.onChange;
if(typeof data55 !== "string"){
const err142 = {instancePath:instancePath+"/spec/onChange",schemaPath:"#/properties/spec/properties/onChange/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
if(!(((data55 === "Replace") || (data55 === "Wait")) || (data55 === "Ignore"))){
const err143 = {instancePath:instancePath+"/spec/onChange",schemaPath:"#/properties/spec/properties/onChange/enum",keyword:"enum",params:{allowedValues: schema31.properties.spec.properties.onChange.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
}
if(data9.onUpstreamChange !== undefined){
let data56 = data9.onUpstreamChange;
if(typeof data56 !== "string"){
const err144 = {instancePath:instancePath+"/spec/onUpstreamChange",schemaPath:"#/properties/spec/properties/onUpstreamChange/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
if(!((data56 === "Rerun") || (data56 === "Ignore"))){
const err145 = {instancePath:instancePath+"/spec/onUpstreamChange",schemaPath:"#/properties/spec/properties/onUpstreamChange/enum",keyword:"enum",params:{allowedValues: schema31.properties.spec.properties.onUpstreamChange.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
}
if(data9.canary !== undefined){
let data57 = data9.canary;
const _errs142 = errors;
let valid38 = false;
const _errs143 = errors;
if(!(((typeof data57 == "number") && (!(data57 % 1) && !isNaN(data57))) && (isFinite(data57)))){
const err146 = {instancePath:instancePath+"/spec/canary",schemaPath:"#/$defs/Amount/anyOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
if((typeof data57 == "number") && (isFinite(data57))){
if(data57 > 2147483647 || isNaN(data57)){
const err147 = {instancePath:instancePath+"/spec/canary",schemaPath:"#/$defs/Amount/anyOf/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
if(data57 < 0 || isNaN(data57)){
const err148 = {instancePath:instancePath+"/spec/canary",schemaPath:"#/$defs/Amount/anyOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
}
var _valid2 = _errs143 === errors;
valid38 = valid38 || _valid2;
const _errs145 = errors;
if(typeof data57 === "string"){
if(!pattern12.test(data57)){
const err149 = {instancePath:instancePath+"/spec/canary",schemaPath:"#/$defs/Amount/anyOf/1/pattern",keyword:"pattern",params:{pattern: "^(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]+)?)%$"},message:"must match pattern \""+"^(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]+)?)%$"+"\""};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
}
else {
const err150 = {instancePath:instancePath+"/spec/canary",schemaPath:"#/$defs/Amount/anyOf/1/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
var _valid2 = _errs145 === errors;
valid38 = valid38 || _valid2;
if(!valid38){
const err151 = {instancePath:instancePath+"/spec/canary",schemaPath:"#/$defs/Amount/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
else {
errors = _errs142;
if(vErrors !== null){
if(_errs142){
vErrors.length = _errs142;
}
else {
vErrors = null;
}
}
}
}
if(data9.suspend !== undefined){
if(typeof data9.suspend !== "boolean"){
const err152 = {instancePath:instancePath+"/spec/suspend",schemaPath:"#/properties/spec/properties/suspend/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
}
if(data9.deletionPolicy !== undefined){
let data59 = data9.deletionPolicy;
if(typeof data59 !== "string"){
const err153 = {instancePath:instancePath+"/spec/deletionPolicy",schemaPath:"#/properties/spec/properties/deletionPolicy/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
if(!((data59 === "Terminate") || (data59 === "Orphan"))){
const err154 = {instancePath:instancePath+"/spec/deletionPolicy",schemaPath:"#/properties/spec/properties/deletionPolicy/enum",keyword:"enum",params:{allowedValues: schema31.properties.spec.properties.deletionPolicy.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err154];
}
else {
vErrors.push(err154);
}
errors++;
}
}
if(data9.shareIdentifier !== undefined){
let data60 = data9.shareIdentifier;
if(typeof data60 === "string"){
if(!pattern19.test(data60)){
const err155 = {instancePath:instancePath+"/spec/shareIdentifier",schemaPath:"#/properties/spec/properties/shareIdentifier/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9]{1,255}\\*?$"},message:"must match pattern \""+"^[A-Za-z0-9]{1,255}\\*?$"+"\""};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
}
else {
const err156 = {instancePath:instancePath+"/spec/shareIdentifier",schemaPath:"#/properties/spec/properties/shareIdentifier/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
}
if(data9.schedulingPriorityOverride !== undefined){
let data61 = data9.schedulingPriorityOverride;
if(!(((typeof data61 == "number") && (!(data61 % 1) && !isNaN(data61))) && (isFinite(data61)))){
const err157 = {instancePath:instancePath+"/spec/schedulingPriorityOverride",schemaPath:"#/properties/spec/properties/schedulingPriorityOverride/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err157];
}
else {
vErrors.push(err157);
}
errors++;
}
if((typeof data61 == "number") && (isFinite(data61))){
if(data61 > 9999 || isNaN(data61)){
const err158 = {instancePath:instancePath+"/spec/schedulingPriorityOverride",schemaPath:"#/properties/spec/properties/schedulingPriorityOverride/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9999},message:"must be <= 9999"};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
if(data61 < 0 || isNaN(data61)){
const err159 = {instancePath:instancePath+"/spec/schedulingPriorityOverride",schemaPath:"#/properties/spec/properties/schedulingPriorityOverride/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err159];
}
else {
vErrors.push(err159);
}
errors++;
}
}
}
if(data9.parameters !== undefined){
let data62 = data9.parameters;
if(data62 && typeof data62 == "object" && !Array.isArray(data62)){
for(const key15 in data62){
if(typeof data62[key15] !== "string"){
const err160 = {instancePath:instancePath+"/spec/parameters/" + key15.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/spec/properties/parameters/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err160];
}
else {
vErrors.push(err160);
}
errors++;
}
}
}
else {
const err161 = {instancePath:instancePath+"/spec/parameters",schemaPath:"#/properties/spec/properties/parameters/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err161];
}
else {
vErrors.push(err161);
}
errors++;
}
}
if(data9.containerOverrides !== undefined){
if(!(validate23(data9.containerOverrides, {instancePath:instancePath+"/spec/containerOverrides",parentData:data9,parentDataProperty:"containerOverrides",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
if(data9.retryStrategy !== undefined){
if(!(validate25(data9.retryStrategy, {instancePath:instancePath+"/spec/retryStrategy",parentData:data9,parentDataProperty:"retryStrategy",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
errors = vErrors.length;
}
}
if(data9.propagateTags !== undefined){
if(typeof data9.propagateTags !== "boolean"){
const err162 = {instancePath:instancePath+"/spec/propagateTags",schemaPath:"#/properties/spec/properties/propagateTags/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err162];
}
else {
vErrors.push(err162);
}
errors++;
}
}
if(data9.timeout !== undefined){
let data67 = data9.timeout;
if(data67 && typeof data67 == "object" && !Array.isArray(data67)){
for(const key16 in data67){
if(!(key16 === "attemptDurationSeconds")){
const err163 = {instancePath:instancePath+"/spec/timeout",schemaPath:"#/$defs/JobTimeout/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key16},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err163];
}
else {
vErrors.push(err163);
}
errors++;
}
}
if(data67.attemptDurationSeconds !== undefined){
let data68 = data67.attemptDurationSeconds;
if(!(((typeof data68 == "number") && (!(data68 % 1) && !isNaN(data68))) && (isFinite(data68)))){
const err164 = {instancePath:instancePath+"/spec/timeout/attemptDurationSeconds",schemaPath:"#/$defs/JobTimeout/properties/attemptDurationSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err164];
}
else {
vErrors.push(err164);
}
errors++;
}
if((typeof data68 == "number") && (isFinite(data68))){
if(data68 < 60 || isNaN(data68)){
const err165 = {instancePath:instancePath+"/spec/timeout/attemptDurationSeconds",schemaPath:"#/$defs/JobTimeout/properties/attemptDurationSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 60},message:"must be >= 60"};
if(vErrors === null){
vErrors = [err165];
}
else {
vErrors.push(err165);
}
errors++;
}
}
}
}
else {
const err166 = {instancePath:instancePath+"/spec/timeout",schemaPath:"#/$defs/JobTimeout/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err166];
}
else {
vErrors.push(err166);
}
errors++;
}
}
if(data9.tags !== undefined){
let data69 = data9.tags;
if(data69 && typeof data69 == "object" && !Array.isArray(data69)){
for(const key17 in data69){
if(typeof data69[key17] !== "string"){
const err167 = {instancePath:instancePath+"/spec/tags/" + key17.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/spec/properties/tags/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err167];
}
else {
vErrors.push(err167);
}
errors++;
}
}
}
else {
const err168 = {instancePath:instancePath+"/spec/tags",schemaPath:"#/properties/spec/properties/tags/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err168];
}
else {
vErrors.push(err168);
}
errors++;
}
}
if(data9.eksPropertiesOverride !== undefined){
if(!(validate27(data9.eksPropertiesOverride, {instancePath:instancePath+"/spec/eksPropertiesOverride",parentData:data9,parentDataProperty:"eksPropertiesOverride",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
if(data9.ecsPropertiesOverride !== undefined){
if(!(validate34(data9.ecsPropertiesOverride, {instancePath:instancePath+"/spec/ecsPropertiesOverride",parentData:data9,parentDataProperty:"ecsPropertiesOverride",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate34.errors : vErrors.concat(validate34.errors);
errors = vErrors.length;
}
}
if(data9.consumableResourcePropertiesOverride !== undefined){
if(!(validate40(data9.consumableResourcePropertiesOverride, {instancePath:instancePath+"/spec/consumableResourcePropertiesOverride",parentData:data9,parentDataProperty:"consumableResourcePropertiesOverride",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate40.errors : vErrors.concat(validate40.errors);
errors = vErrors.length;
}
}
}
else {
const err169 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err169];
}
else {
vErrors.push(err169);
}
errors++;
}
}
}
else {
const err170 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err170];
}
else {
vErrors.push(err170);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

