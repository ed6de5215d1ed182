import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  attack,
  attackFormerCode,
  type Findings,
  type Leak,
  plant,
  prepareAttack,
  readDisclosures,
  type Simulation,
} from '../../../tests/testkit/alumni-attack.ts';
import { openJobs } from '../../../tests/testkit/jobs.ts';

// biome-ignore lint/style/noProcessEnv: the full size takes minutes, and is asked for by hand.
const isFull = process.env.ALUMNI_ATTACK === 'full';
const simulation: Simulation = isFull
  ? { people: 100_000, days: 30, quota: 1_000, changing: 500 }
  : { people: 6_000, days: 2, quota: 600, changing: 100 };
const TIMEOUT_MS = isFull ? 1_800_000 : 120_000;

const { database } = await openJobs([]);
const client = await database.pool.connect();

beforeAll(async () => {
  await client.query(`set statement_timeout = 0`);
  await prepareAttack(client, simulation);
}, TIMEOUT_MS);

afterAll(() => client.release());

const report = (name: string, found: object) => {
  process.stdout.write(`${JSON.stringify({ name, ...found })}\n`);
};

test(
  'two portals that compare notes match no more than they would by guessing, and tell no small number',
  async () => {
    const found = await attack(client, simulation);
    report('as it is', found);
    // Less the luck of the best of five in a small number of rows: three standard deviations.
    const { best, blind, rows } = found.match;
    expect(best - blind - 300 * Math.sqrt(blind / 100 / rows)).toBeLessThan(isFull ? 1 : 0.5);
    expect(found.link.blind).toBeGreaterThan(0);
    expect(found.link.best).toBe(found.link.blind);
    expect(found.small.best).toBe(found.small.blind);
  },
  TIMEOUT_MS,
);

test('each person reads in the log what was shown', async () => {
  const { shown, logged } = await readDisclosures(client);
  expect(shown).toBeGreaterThan(100);
  // What was tried out besides is logged too.
  expect(logged).toBeGreaterThanOrEqual(shown);
});

test(
  'of what the code before showed, the same attack matches nearly everyone',
  async () => {
    const found = await attackFormerCode(client);
    report('the code before', found);
    expect(found.best).toBeGreaterThan(isFull ? 90 : 80);
  },
  TIMEOUT_MS,
);

interface PlantedLeak extends Leak {
  finds: (found: Findings) => number;
}

const byMatch = ({ match }: Findings) => match.best - match.blind;
const bySmall = ({ small }: Findings) => small.best - small.blind;

const leaks: PlantedLeak[] = [
  {
    name: 'pseudonyms of a portal that stay the same in other searches',
    changes: [
      {
        of: 'take_alumni_page',
        from: 'rounded, alumni_ticket(), numbers, tickets',
        to: `rounded, hashtextextended(portal::text, 7), numbers, (select array_agg(case when each.number > 0
          then hashtextextended(portal::text || each.number, 7) else each.ticket end order by at)
          from unnest(numbers, tickets) with ordinality as each (number, ticket, at))`,
      },
    ],
    before: 'alter table alumni_search drop constraint alumni_search_tag_key',
    finds: byMatch,
  },
  {
    name: 'an order that both portals share',
    changes: [
      { of: 'draw_alumni_sample', from: 'turn bigint := floor(random() * people)', to: 'turn bigint := 0' },
      { of: 'draw_alumni_sample', from: 'random() as chance', to: '0.5 as chance' },
      { of: 'draw_alumni_sample', from: 'order by is_filling, ticket)', to: 'order by is_filling, first)' },
    ],
    finds: byMatch,
  },
  {
    name: 'counts that are not rounded',
    changes: [{ of: 'alumni_rounded', from: 'case when people < 10 then 0', to: 'case when people < 10 then people' }],
    before: 'alter table alumni_search drop constraint alumni_search_total_check',
    finds: bySmall,
  },
  {
    name: 'a first page that writes as much as there are people',
    changes: [
      {
        of: 'take_alumni_page',
        from: 'least(rounded, room), room)',
        to: 'least(rounded, room), cardinality(members))',
      },
    ],
    finds: bySmall,
  },
  {
    name: 'a quota that counts each person once',
    changes: [
      {
        of: 'take_alumni_page',
        from: 'used = former + greatest(cardinality(shown), 1)',
        to: `used = (select count(distinct participant_id)::int from alumni_disclosure
          where alumni_disclosure.portal_id = portal and at = moment)`,
      },
    ],
    finds: ({ link }) => link.best - link.blind,
  },
];

test.each(leaks)(
  'the attack finds a planted leak: $name',
  async (leak) => {
    const undo = await plant(client, leak);
    const found = await attack(client, { ...simulation, days: isFull ? 2 : 1 }).finally(undo);
    report(leak.name, found);
    expect(leak.finds(found)).toBeGreaterThan(5);
  },
  TIMEOUT_MS,
);
