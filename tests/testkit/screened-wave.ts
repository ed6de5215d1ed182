import pg from 'pg';

const people = (
  partition: string,
) => `insert into ${partition} (wave_number, participant_id, region_code, status, joined_at)
  select $1, uuidv7(), (array['32.73', '32.73', '32.75', '32.76'])[1 + at % 4],
    case when at % 5 = 4 then 'INELIGIBLE' else 'ELIGIBLE' end, now()
  from generate_series(1, $2::int) as at`;

/** A screened wave of so many applicants in three regencies, four fifths of them eligible. They have no rows of their own. */
export const screenedWave = async (
  url: string,
  number: number,
  { applicants, quota }: { applicants: number; quota: number },
) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `insert into wave (number, status, policy_version, quota, is_synthetic) values ($1, 'SCREENED', '2023', $2, true)`,
      [number, quota],
    );
    await client.query(`create table registration_w${number} partition of registration for values in (${number})`);
    await client.query(people(`registration_w${number}`), [number, applicants]);
  } finally {
    await client.end();
  }
};

const COUNT = `select region_code as code, count(*)::int as eligible from registration
  where wave_number = $1 and status = 'ELIGIBLE' group by 1 order by region_code collate "C"`;

/** Eligible registrations of a wave by region, in the order of the codes. */
export const countEligible = async (client: pg.Client, wave: number): Promise<{ code: string; eligible: number }[]> =>
  (await client.query<{ code: string; eligible: number }>(COUNT, [wave])).rows;
