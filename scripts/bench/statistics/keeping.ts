import type pg from 'pg';
import { COUNT as COUNT_ALL } from '../../../subgraphs/pmo/programme/live-statistics.statement.ts';
import { COUNT_NEXT } from '../../../subgraphs/pmo/shared-mark/shared-mark.statement.ts';
import { COUNT as COUNT_WAVE } from '../../../subgraphs/pmo/wave/funnel.statement.ts';
import { cpuSeconds } from '../gateway/processes.ts';

const PEOPLE = 20_000;
const ROUNDS = 5;
const WAVE = 3_900;

const IDENTITIES = `insert into participant_identity (participant_id, sealed, kk_index, phone_index, email_index)
  select gen_random_uuid(), '\\x00', uuid_send(gen_random_uuid()), uuid_send(gen_random_uuid()), uuid_send(gen_random_uuid())
  from generate_series(1, $1::int)`;

const JOIN = `insert into registration (wave_number, participant_id, region_code, status, joined_at)
  select ${WAVE}, gen_random_uuid(), '32.73', 'JOINED', now() from generate_series(1, $1::int)`;

/** CPU seconds of the server's process behind `client` for some work: what else the machine does adds little to it. */
const cpuFor = async (client: pg.Client, work: () => Promise<unknown>): Promise<number> => {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const pid = rows[0]?.pid ?? 0;
  const before = cpuSeconds(pid);
  await work();
  return cpuSeconds(pid) - before;
};

const perPersonUs = async (client: pg.Client, statement: string): Promise<number> => {
  const seconds = await cpuFor(client, async () => {
    for (let round = 0; round < ROUNDS; round += 1) await client.query(statement, [PEOPLE]);
  });
  return (seconds * 1_000_000) / (PEOPLE * ROUNDS);
};

/** A statement with and without its trigger. */
const triggered = async (client: pg.Client, statement: string, trigger: readonly [table: string, name: string]) => {
  const [table, name] = trigger;
  const withIt = await perPersonUs(client, statement);
  await client.query(`alter table ${table} disable trigger ${name}`);
  const without = await perPersonUs(client, statement);
  await client.query(`alter table ${table} enable trigger ${name}`);
  return Number((withIt - without).toFixed(1));
};

/** CPU of the database in microseconds for each person who registers or joins, for what is kept about them. */
export const keepingPerPerson = async (client: pg.Client) => {
  await client.query(`insert into wave (number, status, policy_version) values (${WAVE}, 'PLANNED', '2023')`);
  await client.query(`create table registration_w${WAVE} partition of registration for values in (${WAVE})`);
  // Not committed, so that the work of the running service counts none of them.
  await client.query('begin');
  const wavesOfPersonUs = await triggered(client, JOIN, ['registration', 'remember_waves']);
  const marksNotedUs = await triggered(client, IDENTITIES, ['participant_identity', 'note_marks_on_insert']);
  const limits = [
    ['PHONE', 'EMAIL', 'FAMILY_CARD', 'DEVICE'],
    [2, 2, 8, 3],
  ];
  let people = 0;
  const seconds = await cpuFor(client, async () => {
    for (let round = 0; round < 4; round += 1)
      people += (await client.query(COUNT_NEXT.text, [5_000, new Date(), ...limits])).rows[0].people;
  });
  await client.query('rollback');
  return { wavesOfPersonUs, marksNotedUs, marksCountedUs: Number(((seconds * 1_000_000) / people).toFixed(1)) };
};

/** CPU of the database for counting all people and awards, and one wave, once; and the share of a core that takes. */
export const keepingCounts = async (client: pg.Client, wave: number) => {
  const now = new Date();
  const statistics = await cpuFor(client, () => client.query(COUNT_ALL.text, [now]));
  const oneWave = await cpuFor(client, () => client.query(COUNT_WAVE.text, [wave, now]));
  return {
    statisticsCpuSeconds: Number(statistics.toFixed(2)),
    // Counted every minute, or when twenty times as long as it took has passed.
    statisticsShareOfCore: Number((statistics / Math.max(60, 20 * statistics)).toFixed(4)),
    // An open wave is counted every minute, any other one after each of its steps.
    waveCpuSeconds: Number(oneWave.toFixed(2)),
    openWaveShareOfCore: Number((oneWave / 60).toFixed(4)),
  };
};
