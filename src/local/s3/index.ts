export { createS3Handler } from './handler.ts';
