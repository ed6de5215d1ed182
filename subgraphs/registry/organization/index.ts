export { kindOf, readNames } from './organization.read.ts';
