import type { Client } from 'pg';
import type { VaultKeys } from '../../subgraphs/kit/vault/keys.ts';
import { Vault } from '../../subgraphs/kit/vault/vault.ts';
import { readRegions } from '../../subgraphs/pmo/region/regions.data.ts';
import { skills } from '../../subgraphs/pmo/skill/skills.data.ts';
import { waveHistory } from '../../subgraphs/pmo/wave/history.data.ts';
import { pmoConsents } from './consent.ts';
import { copyRows, line } from './copy.ts';
import type { DatabaseSeed } from './database.seed.ts';
import { identityTables } from './identity.rows.ts';
import type { Person } from './population.ts';
import { syntheticWaves } from './waves.ts';

const reference = async (client: Client) => {
  const regions = (await readRegions()).map((region) => {
    const { code, name, level, parentCode, isCity } = region;
    return [code, name, level, parentCode, isCity];
  });
  await copyRows(client, 'region (code, name, level, parent_code, is_city)', regions);
  const skillRows = skills.map(({ code, name, nameId, iscoCode, category }) => [
    code,
    name,
    nameId,
    iscoCode,
    category,
  ]);
  await copyRows(client, 'skill (code, name, name_id, isco_code, category)', skillRows);
};

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
  ]);

const registrationLine = ({ id, regionCode, registration }: Person) =>
  registration ? line([registration.wave, id, regionCode, registration.status, registration.joinedAt]) : '';

const hasAward = ({ balance }: Person) => balance !== null;

/** Regions, skills, the public history of the waves, and synthetic people who registered and joined. */
export const pmoSeed = (vaultKeys: VaultKeys): DatabaseSeed => ({
  name: 'pmo',
  probe: 'select 1 from region limit 1',
  before: async (client) => {
    await reference(client);
    await history(client);
    await synthetic(client);
  },
  tables: [
    {
      into: `participant (id, status, name, birth_date, region_code, work_status, interests, is_synthetic, registered_at)`,
      lines: participantLine,
    },
    ...identityTables(new Vault(vaultKeys)),
    { into: 'registration (wave_number, participant_id, region_code, status, joined_at)', lines: registrationLine },
    {
      into: 'award_claim (participant_id, wave_number)',
      lines: (person) => (hasAward(person) ? line([person.id, person.registration?.wave ?? null]) : ''),
    },
    pmoConsents,
  ],
  inOrder: ['participant', 'subject_key', 'participant_identity', 'registration', 'award_claim'],
  after: async (client) => {
    // The synthetic quota is what was drawn, or half of those who wait for the draw.
    await client.query(`update wave set quota = drawn.count from (
        select wave_number, (count(*) filter (where status = 'SELECTED')
          + (count(*) filter (where status = 'ELIGIBLE') + 1) / 2)::int as count from registration group by 1
      ) drawn where drawn.wave_number = wave.number and wave.is_synthetic`);
  },
});
