// How many seats training reserves in a second, on a durable PostgreSQL, beside the same rows by a prepared statement.
import 'reflect-metadata';
import { uuidv7 } from '../../../subgraphs/kit/ids.ts';
import { training } from '../../../subgraphs/training/features.ts';
import { openPool, runBench } from '../run.ts';
import { benchKey, besideFloor, openBenchDatabase, openBenchSubgraph, perSecond } from '../subgraph.ts';
import { floorOf } from './floor.ts';

const GOAL = 0.4;
const PORT = 21_990;
const WARM_PEOPLE = 500;

const help = `
npm run bench -- seats [--people N] [--classes N] [--callers N]

How many seats training reserves in a second, beside the same rows by a prepared statement; at least ${GOAL} of it.
  --people   that reserve in a round (default 3000), of three rounds in turns
  --classes  over which they are spread (default 100); with 1 all want seats of the same class
  --callers  at the same time (default 64); the floor has as many connections as the service, 10
`;

const CONNECTIONS = 10;

const FILL = `with platform as (
    insert into platform (code, name, active_from, organization_id) values ('bench', 'Bench', 2023, uuidv7()) returning id
  ),
  institution as (
    insert into institution (name, region_code, organization_id) values ('LPK Bench', '32.73', uuidv7()) returning id
  )
  insert into course (platform_id, institution_id, title, description, price, duration_hours, mode, status)
  select platform.id, institution.id, 'Kursus', 'Dari dasar.', 500000, 15, 'ONLINE', 'ACTIVE'
    from platform, institution, generate_series(1, $1)`;

const CLASSES = `insert into schedule (course_id, mode, instructor, seats, starts_at, ends_at)
  select id, 'ONLINE', 'Sri', 10000, now() + interval '7 days', now() + interval '8 days' from course
  returning id as schedule, course_id as course`;

const DOCUMENT = `mutation ($course: ID!, $schedule: ID, $key: String!) {
  reserveSeat(course: $course, schedule: $schedule, idempotencyKey: $key) {
    enrollment { id status } purchaseToken { token } refusal { code } } }`;

interface ClassOnSale {
  schedule: string;
  course: string;
}

const options = {
  people: { type: 'string', default: '3000' },
  classes: { type: 'string', default: '100' },
  callers: { type: 'string', default: '64' },
} as const;

const CROWD = `insert into recipient (participant_id, wave_number, announced_at)
  select id, 1, now() from unnest($1::uuid[]) as id`;

await runBench({ name: 'seats', help, options }, async (run) => {
  const people = run.count('people');
  const callers = run.count('callers');
  const owner = { name: 'training', features: training, port: PORT, connections: CONNECTIONS };
  const { database, url } = await openBenchDatabase(run, owner);
  const { pool } = database;
  await pool.query(FILL, [run.count('classes')]);
  const classes = (await pool.query<ClassOnSale>(CLASSES)).rows;
  const key = JSON.stringify(benchKey());
  const env = { PURCHASE_TOKEN_KEY: key, PROGRAMME_KEY: key };
  const reserve = openBenchSubgraph(database, { name: 'training', features: training, env }).mutation(DOCUMENT);
  const one = ({ id, of }: { id: string; of: ClassOnSale }) => {
    const caller = { id, org: null, can: (scope: string) => scope === 'self' };
    return reserve({ caller, variables: { ...of, key: crypto.randomUUID() } });
  };
  const reserveAll = async (size: number) => {
    const ids = Array.from({ length: size }, () => uuidv7());
    await pool.query(CROWD, [ids]);
    const crowd = ids.map((id, index) => ({ id, of: classes[index % classes.length] as ClassOnSale }));
    return perSecond(crowd, { atOnce: callers, one });
  };
  const floorPool = openPool(run.ending, { connectionString: url, max: CONNECTIONS });
  const floor = (size: number) => floorOf(floorPool, { people: size, connections: CONNECTIONS, classes });
  await reserveAll(WARM_PEOPLE);
  await floor(WARM_PEOPLE);
  const measure = { ours: () => reserveAll(people), floor: () => floor(people) };
  return besideFloor({ bench: 'seats', unit: 'reservations/s', goal: GOAL, rounds: 3, ...measure });
});
