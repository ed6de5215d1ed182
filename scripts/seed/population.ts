import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { syntheticNik } from '../../subgraphs/pmo/profile/nik.ts';
import { type SyntheticIdentity, syntheticDigits, syntheticIdentity } from './identity.ts';
import { type Journey, journeyOf, type SeedCourse } from './journey.ts';
import { lastNames, mensNames, womensNames } from './names.ts';
import { Random } from './random.ts';
import { type SyntheticWave, syntheticWaves } from './waves.ts';

export interface PopulationOptions {
  people: number;
  seed: number;
  /** Codes of the 514 regencies and cities. */
  regencies: readonly string[];
  skills: readonly string[];
  courses: readonly SeedCourse[];
}

export interface Person extends Journey {
  id: string;
  nik: string;
  /** Null beyond the first people, see SEALED_PEOPLE. */
  identity: SyntheticIdentity | null;
  /** The last nine digits of their account. */
  accountDigits: string;
  name: string;
  birthDate: string;
  regionCode: string;
  workStatus: string;
  interests: string[];
  registeredAt: Date;
}

/** Sealing an identity costs as much as all else of a person, so a large seed seals those of its first people only. */
const SEALED_PEOPLE = 10_000;
const STREAM = 1;
// Regions go round by 514 and serials by 9,999, which have no common factor: no two of 5,139,486 people share both.
const SERIALS = 9_999;
const workStatuses = ['JOB_SEEKER', 'JOB_SEEKER', 'LAID_OFF', 'FURLOUGHED', 'WORKER', 'ENTREPRENEUR'];
const DAY_MS = 86_400_000;

/** The wave that a person takes part in by their place in the order of registration; null for the last few. */
const waveOf = (position: number): { wave: SyntheticWave | null; within: number } => {
  let from = 0;
  for (const wave of syntheticWaves) {
    if (position < from + wave.share) return { wave, within: (position - from) / wave.share };
    from += wave.share;
  }
  return { wave: null, within: (position - from) / (1 - from) };
};

/** People register in the ten days before their wave closes; ids follow the moment, so they are made in order. */
const registeredAtOf = (wave: SyntheticWave | null, within: number): Date => {
  const until = Date.parse(wave?.closesAt ?? '2026-11-21T01:00:00Z');
  const lengthMs = wave?.status === 'OPEN' || !wave ? 0.4 * DAY_MS : 10 * DAY_MS;
  const end = wave?.status === 'OPEN' ? Date.parse(wave.opensAt) + lengthMs : until;
  return new Date(Math.floor(end - lengthMs * (1 - within)));
};

const birthDateOf = (random: Random): Date =>
  new Date(Date.UTC(1962 + random.int(41), random.int(12), 1 + random.int(28)));

/** Makes person `index`, alone and always the same for the same seed. */
export const personAt = (index: number, { people, seed, regencies, skills, courses }: PopulationOptions): Person => {
  const random = new Random(seed, STREAM, index);
  const { wave, within } = waveOf(index / people);
  const registeredAt = registeredAtOf(wave, within);
  const isWoman = random.chance(0.52);
  const birth = birthDateOf(random);
  const regionCode = regencies[index % regencies.length] as string;
  const birthDate = birth.toISOString().slice(0, 10);
  const name = `${random.pick(isWoman ? womensNames : mensNames)} ${random.pick(lastNames)}`;
  return {
    id: uuidv7(registeredAt.getTime(), random.bytes(10)),
    nik: syntheticNik({ regencyCode: regionCode, birthDate, isWoman, serial: 1 + (index % SERIALS) }),
    identity: index < SEALED_PEOPLE ? syntheticIdentity(index, regionCode, regencies.length) : null,
    accountDigits: syntheticDigits(index),
    name,
    birthDate,
    regionCode,
    workStatus: random.pick(workStatuses),
    interests: [random.pick(skills), random.pick(skills), random.pick(skills)].slice(0, 1 + random.int(3)),
    registeredAt,
    ...journeyOf({ wave, registeredAt, random, courses }),
  };
};
