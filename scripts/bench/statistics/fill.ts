import type pg from 'pg';

/** How much is generated. */
export interface Size {
  people: number;
  waves: number;
  /** Registrations of each wave. */
  registrations: number;
}

/** Number of the first generated wave. */
export const FIRST_WAVE = 4_001;

const indexes = [
  ['participant_region_ix', 'participant (region_code, id)'],
  ['participant_status_ix', 'participant (status, id)'],
  ['participant_region_status_ix', 'participant (region_code, status, id)'],
] as const;

// As real ones are spread: a third never goes on, few are alumni or revoked.
const PEOPLE = `insert into participant (id, status, name, birth_date, region_code, work_status, is_synthetic, registered_at)
  select uuidv7(), case when at % 100 < 35 then 'REGISTERED' when at % 100 < 80 then 'VERIFIED' when at % 100 < 95 then 'ALUMNI'
      else 'REVOKED' end, 'Siti', date '1990-01-01' + (at % 5000), codes[1 + at % cardinality(codes)], 'WORKER', true, now()
  from generate_series($1::int, $2::int) as at, (select array_agg(code order by code) as codes from region where level = 'REGENCY') as known`;

const REGISTRATIONS = (
  table: string,
) => `insert into ${table} (wave_number, participant_id, region_code, status, joined_at)
  select $1, gen_random_uuid(), codes[1 + at % cardinality(codes)],
    case when at % 10 < 4 then 'INELIGIBLE' when at % 10 < 6 then 'SELECTED' else 'NOT_SELECTED' end, now()
  from generate_series(1, $2::int) as at, (select array_agg(code order by code) as codes from region where level = 'REGENCY') as known`;

const PEOPLE_AT_ONCE = 1_000_000;

const fillPeople = async (client: pg.Client, people: number): Promise<void> => {
  await client.query('alter table participant set (autovacuum_enabled = false)');
  for (const [name] of indexes) await client.query(`drop index ${name}`);
  for (let from = 1; from <= people; from += PEOPLE_AT_ONCE)
    await client.query(PEOPLE, [from, Math.min(people, from + PEOPLE_AT_ONCE - 1)]);
  for (const [name, on] of indexes) await client.query(`create index ${name} on ${on}`);
};

/** A wave of so many registrations, which are indexed once all are there. */
const fillWave = async (client: pg.Client, wave: number, registrations: number): Promise<void> => {
  const table = `registration_w${wave}`;
  await client.query(`insert into wave (number, status, policy_version, quota, opens_at, closes_at, is_synthetic)
    values (${wave}, 'PLANNED', '2023', 1000000, now() - interval '40 days', now() - interval '10 days', true)`);
  // What a new table asks of the server in the background is no part of a request.
  await client.query(
    `create table ${table} (like registration including defaults including constraints) with (autovacuum_enabled = false)`,
  );
  await client.query(REGISTRATIONS(table), [wave, registrations]);
  await client.query(`alter table ${table} add primary key (participant_id, wave_number)`);
  await client.query(`create index on ${table} (wave_number, region_code, status)`);
  await client.query(`alter table ${table} add constraint fits check (wave_number = ${wave})`);
  await client.query(`alter table registration attach partition ${table} for values in (${wave})`);
};

/** Generates people and waves; told of each step. The last wave is open, the others are settled. */
export const fill = async (client: pg.Client, size: Size, report: (step: string) => void): Promise<void> => {
  await client.query('set statement_timeout = 0; set maintenance_work_mem = 256000');
  await fillPeople(client, size.people);
  report('people');
  for (let at = 0; at < size.waves; at += 1) {
    await fillWave(client, FIRST_WAVE + at, size.registrations);
    report(`wave ${at + 1} of ${size.waves}`);
  }
  await client.query('analyze participant');
  await client.query('analyze registration');
  const last = FIRST_WAVE + size.waves - 1;
  await client.query(
    `update wave set status = case when number = $2 then 'OPEN' else 'SETTLED' end,
      closes_at = case when number = $2 then now() + interval '30 days' else closes_at end
      where number between $1 and $2`,
    [FIRST_WAVE, last],
  );
};
