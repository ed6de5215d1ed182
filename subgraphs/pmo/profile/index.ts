export { type ListedNikFault, nikFault, readListedNik, textOf } from './nik-check.ts';
export { valueFaults, wrongValue } from './profile.refusal.ts';
export { Education, NikBirthDateStatus, Occupation, type ProfileInput, WorkStatus } from './profile.ts';
export { ReferenceData } from './reference.ts';
export {
  checkKk,
  type Reference,
  readDay,
  readEmail,
  readInterests,
  readKkDigits,
  readMotivation,
  readName,
  readNik,
  readPhone,
  readRegion,
  readStated,
  type StatedProfile,
} from './stated.ts';
