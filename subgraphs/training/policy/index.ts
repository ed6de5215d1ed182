export {
  approval,
  classesOfStopped,
  complaintLimit,
  institutionYears,
  leastHours,
  monitoring,
  pricing,
} from './curation.data.ts';
export { inForce } from './dated.ts';
export { type Indicator, indicators } from './indicators.data.ts';
export { platformReach, provinces } from './partners.data.ts';
