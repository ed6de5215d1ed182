import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { openPool } from '../run.ts';

/** One request beside the migrations. */
export interface TimedRequest {
  what: string;
  /** Milliseconds of the clock at its start. */
  beganAt: number;
  tookMs: number;
  /** The error's code, where it failed. */
  failure: string | undefined;
}

const WORKERS = 6;
const PAUSE_MS = 10;
const REPORT_EVERY_MS = 60_000;
/** As a call of the gateway has it. */
const DEADLINE_MS = 5_000;
const SAMPLE = 'select id from participant tablesample system (0.02) limit 20000';

const REGISTER = `with person as (
    insert into participant (status, name, birth_date, region_code, work_status, registered_at)
    values ('REGISTERED', 'Siti Rahayu', '1995-01-05', '32.73', 'WORKER', now()) returning id),
  known as (insert into participant_identity (participant_id, sealed, phone_index)
    select id, '\\x00', decode(md5(id::text), 'hex') from person returning participant_id)
  insert into nik_claim (nik_index, participant_id) select decode(md5('new' || participant_id), 'hex'), participant_id from known`;

const requests = [
  { what: 'read', sql: 'select * from participant where id = $1' },
  { what: 'register', sql: REGISTER },
  {
    what: 'list',
    sql: `select id, name from participant where region_code = '32.73' and id > $1 order by id limit 50`,
  },
  { what: 'correct', sql: `update participant set name = 'Siti Rahayu', version = version + 1 where id = $1` },
  { what: 'identity', sql: 'select * from participant_identity where participant_id = $1' },
] as const;

interface Beside {
  url: string;
  work: () => Promise<unknown>;
  /** Told each minute of what was asked so far. */
  report?: (asked: readonly TimedRequest[]) => void;
}

/** Asks and writes as the service does while something else goes on, and returns what became of each. */
export const beside = async (
  ending: AsyncDisposableStack,
  { url, work, report = () => undefined }: Beside,
): Promise<TimedRequest[]> => {
  const pool = openPool(ending, { connectionString: url, max: WORKERS, statement_timeout: DEADLINE_MS });
  const ids = (await pool.query<{ id: string }>(SAMPLE)).rows.map(({ id }) => id);
  const asked: TimedRequest[] = [];
  let isOver = false;
  const ask = async (turn: number) => {
    const { what, sql } = requests[turn % requests.length] as (typeof requests)[number];
    const beganAt = Date.now();
    const startedMs = performance.now();
    const values = sql.includes('$1') ? [ids[(turn * 7_919) % ids.length]] : [];
    const failure = await pool.query({ name: what, text: sql, values }).then(
      () => undefined,
      (error: pg.DatabaseError) => error.code ?? error.message,
    );
    asked.push({ what, beganAt, tookMs: performance.now() - startedMs, failure });
  };
  const worker = async (number: number) => {
    for (let turn = number; !isOver; turn += 1) {
      await ask(turn);
      await delay(PAUSE_MS);
    }
  };
  const telling = setInterval(() => report(asked), REPORT_EVERY_MS);
  const workers = Array.from({ length: WORKERS }, (_, number) => worker(number));
  await work().finally(() => {
    isOver = true;
    clearInterval(telling);
  });
  await Promise.all(workers);
  return asked;
};
