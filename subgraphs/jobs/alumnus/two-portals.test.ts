// Two portals that compare notes, here on 12,000 people for 2 days. At full size, 100,000 people for 30 days, in some minutes:
//   ALUMNI_ATTACK=full npm test -- subgraphs/jobs/alumnus/two-portals.test.ts
// It prints what each attack found, in percent; docs/adr/0035 has the figures.
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
import { watchWithdrawals } from '../../../tests/testkit/alumni-attack.withdrawal.ts';
import { openJobs } from '../../../tests/testkit/jobs.ts';

// biome-ignore lint/style/noProcessEnv: the full size takes minutes, and is asked for by hand.
const isFull = process.env.ALUMNI_ATTACK === 'full';
const simulation: Simulation = isFull
  ? { people: 100_000, days: 30, quota: 1_000, changing: 500, probing: 10 }
  : { people: 12_000, days: 2, quota: 1_000, changing: 60, probing: 4 };
/** A leak shows within days. */
const short: Simulation = { ...simulation, days: isFull ? 3 : 1, probing: isFull ? 3 : 1 };
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

/** Standard deviations by which the best of some ways may be lucky; in few rows chance has a long tail. */
const LUCK = isFull ? 3 : 5;

/** Points above guessing, less the luck of the best of some ways in a number of rows. */
const above = ({ best, blind, rows }: { best: number; blind: number; rows: number }): number =>
  best - blind - 100 * LUCK * Math.sqrt(((blind / 100) * (1 - blind / 100)) / rows);

test(
  'two portals that compare notes match no more than they would by guessing, and tell no small number',
  async () => {
    const found = await attack(client, simulation);
    report('as it is', found);
    expect(above(found.match)).toBeLessThan(0);
    expect(found.match.best - found.match.blind).toBeLessThan(isFull ? 1 : 5);
    expect(found.own.best).toBe(0);
    expect(found.link.blind).toBeGreaterThan(0);
    for (const { best, blind } of [found.link, found.errors, found.small, found.supply]) expect(best).toBe(blind);
    expect(found.small.rows).toBeGreaterThan(isFull ? 500 : 30);
    expect(above(found.clock)).toBeLessThan(0);
    // The day on which a group vanishes tells no number, since nobody knows from which size on it is shown.
    expect(above(found.edge)).toBeLessThan(0);
    expect(found.edge.fallen.best).toBeLessThan(found.edge.fallen.rows > 50 ? 30 : 101);
  },
  TIMEOUT_MS,
);

test('each person reads in the log each row in which a portal was shown them', async () => {
  const { shown, unlogged } = await readDisclosures(client);
  report('the access log', { shown, unlogged });
  expect([shown > 100, unlogged]).toEqual([true, 0]);
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

/** What is too few to be shown is told all the same where the code relies on what hides it. */
const isNotHidden = {
  of: 'alumni_matches',
  from: 'when cardinality(matching) < alumni_least(area, wanted) then',
  to: 'when false then',
};

interface PlantedLeak extends Leak {
  finds: (found: Findings) => number;
  /** Days of probing, where one finds nobody too often. */
  probing?: number;
}

const byOwn = ({ own }: Findings) => own.best - own.blind;
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
    finds: byOwn,
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
    changes: [
      isNotHidden,
      { of: 'alumni_rounded', from: 'case when people < 10 then 0', to: 'case when people < 10 then people' },
    ],
    before: 'alter table alumni_search drop constraint alumni_search_total_check',
    finds: bySmall,
  },
  {
    name: 'a first page that writes as much as there are people',
    changes: [
      isNotHidden,
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
    // A walk tells something only when the person whom it looks for is in its sample.
    probing: 6,
  },
];

test.each(leaks)(
  'the attack finds a planted leak: $name',
  async (leak) => {
    const undo = await plant(client, leak);
    const found = await attack(client, { ...short, probing: leak.probing ?? short.probing }).finally(undo);
    report(leak.name, found);
    expect(leak.finds(found)).toBeGreaterThan(5);
  },
  TIMEOUT_MS,
);

// Last: few are left where it looked.
test(
  'who takes the consent back vanishes at once, which tells the pseudonym of that person alone',
  async () => {
    const others = { best: 0, blind: 0, rows: 0 };
    let shownToBoth = 0;
    for (const [index, together] of [1, 2, 5].entries()) {
      const days = isFull ? 20 : 5;
      const day = simulation.days + 2 * simulation.probing + days * index;
      const found = await watchWithdrawals(client, { day, days, quota: simulation.quota, together });
      report('what withdrawals reveal', found);
      shownToBoth += found.shownToBoth;
      others.best += found.others.best * found.others.rows;
      others.blind += found.others.blind * found.others.rows;
      others.rows += found.others.rows;
    }
    expect(shownToBoth).toBeGreaterThan(5);
    // Together: in the few hundred rows of each, chance alone finds too many now and then.
    const { best, blind, rows } = others;
    expect(above({ best: best / rows, blind: blind / rows, rows })).toBeLessThan(0);
  },
  TIMEOUT_MS,
);
