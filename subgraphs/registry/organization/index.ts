export { readNames } from './organization.read.ts';
