import type { CivilPerson } from '../simulators/civil/people.file.ts';
import type { Person } from './population.ts';

/** A sample person as the simulated civil registry has them; the family card of those whose identity is sealed. */
export const civilPersonOf = ({ nik, name, birthDate, identity }: Person): CivilPerson => ({
  nik,
  name,
  birthDate,
  ...(identity && { kk: identity.kk }),
});
