export { alumnusKey, MOST, SKILLS } from './alumnus.limit.ts';
export { searchingPortal } from './alumnus.policy.ts';
export { AlumniPurpose } from './alumnus.purpose.ts';
export {
  type AlumniPage,
  type AlumniSearches,
  knownPseudonyms,
  openPseudonyms,
} from './alumnus.service.ts';
