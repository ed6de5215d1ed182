import { hash } from 'node:crypto';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { line } from './copy.ts';
import { LATEST } from './moments.ts';
import type { Person } from './population.ts';

const DAY_MS = 86_400_000;
const VALID_DAYS = 365;

/** Every second alumnus lets all portals find them, each on a day of the last hundred. */
const consentOf = ({ id, status }: Person) => {
  const drawn = hash('sha256', id, 'buffer');
  if (status !== 'ALUMNI' || drawn.readUInt8(10) % 2 === 0) return null;
  const grantedMs = LATEST.getTime() - (drawn.readUInt8(11) % 100) * DAY_MS;
  const until = new Date(grantedMs + VALID_DAYS * DAY_MS);
  return { id: uuidv7(grantedMs, drawn.subarray(0, 10)), grantedAt: new Date(grantedMs), until };
};

const lineOf = (person: Person, own: (consent: NonNullable<ReturnType<typeof consentOf>>) => string) => {
  const consent = consentOf(person);
  return consent ? own(consent) : '';
};

/** Consents in the form that `pmo` keeps. */
export const pmoConsents = {
  into: 'consent (id, participant_id, portal_id, purpose, region_code, status, granted_at, until)',
  lines: (person: Person) =>
    lineOf(person, ({ id, grantedAt, until }) =>
      line([id, person.id, null, 'JOB_MATCHING', person.regionCode, 'GRANTED', grantedAt, until]),
    ),
};

/** What their events would have made in `jobs`. */
export const jobsConsents = {
  into: 'consent (id, participant_id, portal_id, purpose, region_code, until)',
  lines: (person: Person) =>
    lineOf(person, ({ id, until }) => line([id, person.id, null, 'JOB_MATCHING', person.regionCode, until])),
};
