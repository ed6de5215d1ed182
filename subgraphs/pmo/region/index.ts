export { NikRegionStatus, normaliseRegionCode, readPlace } from './place-code.ts';
