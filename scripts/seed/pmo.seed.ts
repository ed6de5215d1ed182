import { hash } from 'node:crypto';
import type { Client } from 'pg';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import type { VaultKeys } from '../../subgraphs/kit/vault/keys.ts';
import { Vault } from '../../subgraphs/kit/vault/vault.ts';
import { totalOf } from '../../subgraphs/pmo/policy/index.ts';
import { surveys } from '../../subgraphs/pmo/survey/surveys.data.ts';
import { waveHistory } from '../../subgraphs/pmo/wave/history.data.ts';
import { pmoConsents } from './consent.ts';
import { copyRows, line } from './copy.ts';
import type { DatabaseSeed } from './database.seed.ts';
import { identityTables } from './identity.rows.ts';
import type { Person } from './population.ts';
import { fundedAt, policyOfWave, proposalOf, syntheticWaves, yearOf } from './waves.ts';

const quotaOf = (wave: (typeof waveHistory)[number]) =>
  wave.figures.find(({ name }) => name === 'QUOTA')?.value ?? null;

const history = async (client: Client) => {
  const waves = waveHistory.map((wave) => [wave.number, wave.status, wave.policyVersion, quotaOf(wave)]);
  await copyRows(client, 'wave (number, status, policy_version, quota)', waves);
  const figures = waveHistory.flatMap(({ number, figures }) =>
    figures.map(({ name, value, asOf, definition, source }) => [number, name, value, asOf, definition, source]),
  );
  await copyRows(client, 'wave_figure (wave_number, name, value, as_of, definition, source)', figures);
};

const OPEN_FOR_MS = 30 * 86_400_000;

/** The open wave can be joined, on whatever day a stack is begun. */
const closingOf = ({ status, closesAt }: (typeof syntheticWaves)[number]) =>
  status === 'OPEN' ? new Date(Math.max(Date.parse(closesAt), Date.now() + OPEN_FOR_MS)).toISOString() : closesAt;

const synthetic = async (client: Client) => {
  const columns = 'number, status, policy_version, opens_at, closes_at, announced_at, purchase_deadline, is_synthetic';
  const rows = syntheticWaves.map((wave) => {
    const { number, status, policyVersion, opensAt, announcedAt, purchaseDeadline } = wave;
    return [
      number,
      status === 'DRAWN' ? 'SCREENED' : status,
      policyVersion,
      opensAt,
      closingOf(wave),
      announcedAt,
      purchaseDeadline,
      true,
    ];
  });
  await copyRows(client, `wave (${columns})`, rows);
  for (const { number } of syntheticWaves) {
    await client.query(`create table registration_w${number} partition of registration for values in (${number})`);
  }
};

const participantLine = (person: Person) =>
  line([
    person.id,
    person.status,
    person.name,
    person.birthDate,
    person.regionCode,
    person.workStatus,
    [...new Set(person.interests)],
    true,
    person.registeredAt,
    person.barred?.from ?? null,
  ]);

const registrationLine = ({ id, regionCode, registration }: Person) =>
  registration ? line([registration.wave, id, regionCode, registration.status, registration.joinedAt]) : '';

const purchaseLines = ({ id, enrollments }: Person) =>
  enrollments.map((enrollment) => line([id, enrollment.id, enrollment.reservedAt])).join('');

const certificateLines = ({ id, enrollments }: Person) =>
  enrollments
    .map(({ completedAt, certificate }) => (certificate ? line([id, certificate.id, completedAt]) : ''))
    .join('');

const awardLine = ({ id, balance, registration, revokedAt }: Person) =>
  balance ? line([id, registration?.wave ?? null, revokedAt]) : '';

/** A person of whose NIK payments has been told. */
const attestedLine = ({ id, balance }: Person) => (balance ? line([id, balance.grantedAt, balance.grantedAt]) : '');

const caseLine = ({ id, registration, revokedAt }: Person) => {
  if (!revokedAt || !registration) return '';
  return line([id, registration.wave, proposalOf(registration.wave), revokedAt, revokedAt, 'RETURNED', revokedAt]);
};

/** Surveys without their answers, as those of somebody whose key was destroyed. */
const surveyLines = ({ id, registration, surveys: answered }: Person) => {
  const wave = syntheticWaves.find(({ number }) => number === registration?.wave);
  if (!wave || answered.length === 0) return '';
  const codes = surveys.filter(({ paidUnder }) => paidUnder.includes(wave.policyVersion)).map(({ code }) => code);
  return answered
    .map((at, index) => {
      const drawn = hash('sha256', `${id} ${index}`, 'buffer').subarray(0, 10);
      const own = [uuidv7(at.getTime(), drawn), id, codes[index] ?? null, wave.number, wave.policyVersion];
      return line([...own, index + 1, at]);
    })
    .join('');
};

// What was asked for each wave, and answered: payments has the same.
const FUNDED = `insert into wave_funding (wave_number, attempt, quota, per_person, year, asked_at, outcome, decided_at)
  select number, 1, quota, per_person, year, at, 'COMMITTED', at
  from unnest($1::int[], $2::bigint[], $3::int[], $4::timestamptz[]) as asked (wave, per_person, year, at)
    join wave on number = wave where quota > 0`;

const FREED = `update wave set freed = revoked.count from (
    select wave_number, count(*)::int as count from award_claim where revoked_at is not null group by 1
  ) as revoked where revoked.wave_number = number`;

/** The public history of the waves, and synthetic people who registered and joined. */
export const pmoSeed = (vaultKeys: VaultKeys): DatabaseSeed => ({
  name: 'pmo',
  probe: 'select 1 from wave limit 1',
  before: async (client) => {
    await history(client);
    await synthetic(client);
  },
  tables: [
    {
      into: `participant (id, status, name, birth_date, region_code, work_status, interests, is_synthetic, registered_at,
        barred_from)`,
      lines: participantLine,
    },
    ...identityTables(new Vault(vaultKeys)),
    { into: 'registration (wave_number, participant_id, region_code, status, joined_at)', lines: registrationLine },
    // Before the awards: whoever is awarded is to be attested, unless it was done.
    { into: 'nik_attestation (participant_id, asked_at, attested_at)', lines: attestedLine },
    { into: 'award_claim (participant_id, wave_number, revoked_at)', lines: awardLine },
    {
      into: `revocation_case (participant_id, wave_number, proposal, opened_at, asked_at, outcome, decided_at)`,
      lines: caseLine,
    },
    {
      into: `survey_submission (id, participant_id, survey_code, wave_number, policy_version, instalment, submitted_at)`,
      lines: surveyLines,
    },
    { into: 'purchase (participant_id, enrollment_id, authorized_at)', lines: purchaseLines },
    { into: 'earned_certificate (participant_id, certificate_id, issued_at)', lines: certificateLines },
    pmoConsents,
  ],
  inOrder: [
    'participant',
    'subject_key',
    'participant_identity',
    'registration',
    'nik_attestation',
    'award_claim',
    'revocation_case',
    'purchase',
    'earned_certificate',
  ],
  after: async (client) => {
    // The synthetic quota is what was drawn, or half of those who wait for the draw.
    await client.query(`update wave set quota = drawn.count from (
        select wave_number, (count(*) filter (where status = 'SELECTED')
          + (count(*) filter (where status = 'ELIGIBLE') + 1) / 2)::int as count from registration group by 1
      ) drawn where drawn.wave_number = wave.number and wave.is_synthetic`);
    const funded = syntheticWaves.filter((wave) => fundedAt(wave) !== null);
    await client.query(FUNDED, [
      funded.map(({ number }) => number),
      funded.map((wave) => totalOf(policyOfWave(wave))),
      funded.map(yearOf),
      funded.map(fundedAt),
    ]);
    await client.query(FREED);
  },
});
