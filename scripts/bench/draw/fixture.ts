import pg from 'pg';
import { migrationsOf } from '../../../subgraphs/kit/assembly.ts';
import { openDatabase } from '../../../subgraphs/kit/database.ts';
import { migrate } from '../../../subgraphs/kit/migrate.ts';
import { pmo } from '../../../subgraphs/pmo/features.ts';

export interface WaveSize {
  number: number;
  applicants: number;
  eligible: number;
  quota: number;
}

/** Wave 19 as published, or another one of the same proportions. */
export const waveOf = (number: number, eligible: number): WaveSize =>
  eligible === 2_413_677
    ? { number, applicants: 3_967_595, eligible, quota: 800_000 }
    : { number, applicants: Math.round(eligible * 1.6438), eligible, quota: Math.round(eligible * 0.33145) };

const withClient = async <T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
};

/** A database with pmo's migrations and all regions. */
export const prepareDatabase = async (adminUrl: string): Promise<string> => {
  await withClient(adminUrl, (client) => client.query('create database pmo'));
  const url = new URL(adminUrl);
  url.pathname = '/pmo';
  const database = await openDatabase({ name: 'bench', url: url.href, entities: [], migrations: migrationsOf(pmo) });
  await migrate(database);
  await database.close();
  return url.href;
};

// Few large regencies and many small ones; who is eligible is spread evenly among those who applied.
const people = (
  partition: string,
) => `insert into ${partition} (wave_number, participant_id, region_code, status, joined_at)
  select $1::int, uuidv7(), codes[1 + floor(cardinality(codes) * power((i * 2654435761 % 4294967296) / 4294967296.0, 2))],
    case when (i * $3::bigint) % $2::bigint < $3 then 'ELIGIBLE' else 'INELIGIBLE' end, now()
  from generate_series(1::bigint, $2::bigint) as i,
    (select array_agg(code order by code) as codes from region where level = 'REGENCY')`;

/** People of a wave, screened. The table is filled first and indexed when it is attached, which is faster. */
export const fillWave = (url: string, { number, applicants, eligible, quota }: WaveSize) =>
  withClient(url, async (client) => {
    const wave = `insert into wave (number, status, policy_version, quota, is_synthetic)
      values ($1, 'SCREENED', '2020-B', $2, true)`;
    await client.query(wave, [number, quota]);
    const partition = `registration_w${number}`;
    await client.query('begin');
    await client.query(`create table ${partition} (like registration including defaults including constraints,
      constraint attached check (wave_number = ${number}))`);
    await client.query(people(partition), [number, applicants, eligible]);
    await client.query(`alter table registration attach partition ${partition} for values in (${number})`);
    await client.query(`alter table ${partition} drop constraint attached`);
    await client.query('commit');
    await client.query(`vacuum (freeze, analyze) ${partition}`);
    await client.query('checkpoint');
  });

/** Makes room for the next wave. */
export const forgetWave = (url: string, number: number) =>
  withClient(url, async (client) => void (await client.query(`drop table registration_w${number}`)));

/** Undoes the draw of a wave, which only a superuser can. */
export const forgetDraw = (url: string, number: number) =>
  withClient(url, async (client) => {
    await client.query('set session_replication_role = replica');
    await client.query(
      'truncate draw_region_result, draw_result, draw_region, draw_chunk, draw_list, draw_approval, draw_cosignature, draw_void, draw cascade',
    );
    await client.query(`drop trigger if exists guard_frozen on registration_w${number}`);
    await client.query('checkpoint');
  });
