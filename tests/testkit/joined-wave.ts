import pg from 'pg';

// Every twentieth is a state official, whom every policy bars; two share each family card.
const fill = `with person as (
    insert into participant (id, status, name, birth_date, region_code, work_status, occupation, is_synthetic, registered_at)
    select uuidv7(), 'APPLICANT', 'Siti ' || at, '1990-01-01', (array['32.73', '32.75', '32.76'])[1 + at % 3], 'JOB_SEEKER',
      case when at % 20 = 0 then 'STATE_OFFICIAL' else 'NONE' end, true, now()
    from generate_series(1, $2::int) as at returning id, region_code
  ), numbered as (
    select id, region_code, row_number() over () as at from person
  ), nik as (
    insert into nik_claim (nik_index, participant_id) select uuid_send(gen_random_uuid()), id from person
  ), card as (
    insert into kk_claim (kk_index, slot, participant_id, wave_number)
    select substring(sha256(convert_to($1::int || ':' || (at / 2), 'UTF8')) for 16), 1 + at % 2, id, $1::int from numbered
  )
  insert into registration (wave_number, participant_id, region_code, status, joined_at)
  select $1::int, id, region_code, 'JOINED', now() from person`;

/** A closed wave of policy 2023 that so many new people have joined. */
export const joinedWave = async (
  pmoUrl: string,
  number: number,
  { applicants, quota }: { applicants: number; quota: number },
) => {
  const client = new pg.Client({ connectionString: pmoUrl });
  await client.connect();
  try {
    const wave = `insert into wave (number, status, policy_version, quota, is_synthetic) values ($1, 'CLOSED', '2023', $2, true)`;
    await client.query(wave, [number, quota]);
    await client.query(`create table registration_w${number} partition of registration for values in (${number})`);
    await client.query(fill, [number, applicants]);
    await client.query('analyze');
  } finally {
    await client.end();
  }
};
