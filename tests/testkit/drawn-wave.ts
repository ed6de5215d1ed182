import pg from 'pg';

const people = `insert into participant (id, status, name, birth_date, region_code, work_status, is_synthetic, registered_at)
  select uuidv7(), 'APPLICANT', 'Siti ' || at, '1990-01-01', '32.73', 'JOB_SEEKER', true, now()
  from generate_series(1, $1::int) as at returning id`;

// Each has a NIK of their own, by its index: whoever has none may not receive.
const claims = `insert into nik_claim (nik_index, participant_id) select uuid_send(gen_random_uuid()), id from unnest($1::uuid[]) as id`;

const registrations = `insert into registration (wave_number, participant_id, region_code, status, joined_at)
  select $1, id, '32.73', 'SELECTED', now() from unnest($2::uuid[]) as id`;

/** A wave of policy 2023 that is drawn and not yet announced, with so many new people selected. */
export const drawnWave = async (pmoUrl: string, number: number, selected: number): Promise<string[]> => {
  const client = new pg.Client({ connectionString: pmoUrl });
  await client.connect();
  try {
    const wave = `insert into wave (number, status, policy_version, quota, is_synthetic) values ($1, 'DRAWN', '2023', $2, true)`;
    await client.query(wave, [number, selected]);
    await client.query(`create table registration_w${number} partition of registration for values in (${number})`);
    const ids = (await client.query<{ id: string }>(people, [selected])).rows.map(({ id }) => id);
    await client.query(claims, [ids]);
    await client.query(registrations, [number, ids]);
    return ids;
  } finally {
    await client.end();
  }
};
