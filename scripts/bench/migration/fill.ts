import type pg from 'pg';

// Where those who register meanwhile live; a later migration writes all regions.
const REGION = `insert into region (code, name, level, parent_code, is_city)
  values ('32', 'Jawa Barat', 'PROVINCE', null, false), ('32.73', 'Kota Bandung', 'REGENCY', '32', true) on conflict do nothing`;

/** A filled table and the SQL that fills it with the number in `$1`. */
interface TableContents {
  table: string;
  sql: string;
}

// As wide as real people: names of one to four words, some with a motivation, half with interests.
const PARTICIPANTS = `insert into participant (id, status, name, birth_date, region_code, work_status, interests, registered_at,
    education, occupation, motivation, sex, phone_confirmed_at)
  select uuidv7(), statuses[1 + at % 20],
    substr('Siti Nurhaliza Rahayu Wulandari Kusumaningtyas', 1, 4 + at % 40), date '1965-01-01' + at % 14000,
    codes[1 + at % cardinality(codes)], 'WORKER', case when at % 2 = 0 then '{}' else '{digital,barista}' end::text[],
    timestamptz '2020-04-11' + at * interval '1 second', 'SENIOR_SECONDARY', 'NONE',
    case when at % 10 = 0 then repeat('Ingin bekerja lagi. ', 8) end, 'FEMALE', timestamptz '2020-04-12'
  from generate_series(1, $1::int) as at, (select array_agg(province || '.' || regency) as codes
      from generate_series(11, 48) as province, generate_series(61, 73) as regency) as known,
    (select array_fill('REGISTERED'::text, '{4}') || array_fill('VERIFIED'::text, '{10}') || array_fill('ALUMNI'::text, '{5}')
      || array['REVOKED'] as statuses) as spread`;

const IDENTITIES = `insert into participant_identity (participant_id, sealed, kk_index, phone_index, email_index)
  select id, convert_to(repeat(md5(id::text), 5), 'utf8'), decode(md5('kk' || id), 'hex'), decode(md5('phone' || id), 'hex'), null
  from (select id from participant limit $1::int) as person`;

const CLAIMS = `insert into nik_claim (nik_index, participant_id)
  select decode(md5(participant_id::text), 'hex'), participant_id from (select participant_id from participant_identity limit $1::int) as person`;

const INDEXES = `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
  where indrelid = $1::regclass and not exists (select from pg_constraint where conindid = indexrelid)`;

/** Fills one table in one transaction, so that a server without a replica writes no log of it; then its indexes. */
const fillTable = async (client: pg.Client, { table, sql }: TableContents, count: number): Promise<void> => {
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(INDEXES, [table]);
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  await client.query('begin');
  await client.query(`truncate ${table} cascade`);
  await client.query(sql, [count]);
  await client.query('commit');
  for (const { definition } of indexes) await client.query(definition);
  await client.query(`vacuum analyze ${table}`);
};

/** Generates people, and the identities and NIKs of some; told of each step. The client is a superuser. */
export const fill = async (
  client: pg.Client,
  { people, identities }: { people: number; identities: number },
  report: (step: string) => void,
): Promise<void> => {
  await client.query(`set session_replication_role = replica; set maintenance_work_mem = '1GB'`);
  await client.query(REGION);
  await fillTable(client, { table: 'participant', sql: PARTICIPANTS }, people);
  report('people');
  if (identities === 0) return;
  await fillTable(client, { table: 'participant_identity', sql: IDENTITIES }, identities);
  await fillTable(client, { table: 'nik_claim', sql: CLAIMS }, identities);
  report('identities');
};
