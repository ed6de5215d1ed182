import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fakeClock, openKur, scriptedBureau } from '../../../tests/testkit/kur.ts';
import { follow, type KurStep, newApplication } from '../../../tests/testkit/kur-model.ts';

const clock = fakeClock();
const { bureau, script } = scriptedBureau();
const kur = await openKur({ now: clock.now, bureau });

const officer = fc.constantFrom('eka', 'fitri', 'gita');
const deed: fc.Arbitrary<KurStep> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('check'), bureau: fc.constantFrom(1, 1, 2, 4, 'DOWN' as const) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('approve'), officer }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('decline'), officer }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('declineUnchecked'), officer }) },
  { weight: 1, arbitrary: fc.constantFrom<KurStep>({ kind: 'withdraw' }, { kind: 'withdrawConsent' }) },
  { weight: 2, arbitrary: fc.constant<KurStep>({ kind: 'recheck' }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('wait'), hours: fc.constantFrom(1, 24, 24 * 29, 24 * 30) }),
  },
) as fc.Arbitrary<KurStep>;

const perform = async (name: string, id: string, given: KurStep): Promise<string | undefined> => {
  const { approve, bank, decline, recheck, withdraw, withdrawConsent } = kur;
  switch (given.kind) {
    case 'check':
      script.answer =
        given.bureau === 'DOWN' ? new Error('down') : { collectibility: given.bureau, openDebt: 1_000_000n };
      await bank.checks.run();
      return undefined;
    case 'wait':
      clock.advance(given.hours * 3_600_000);
      return undefined;
    case 'approve':
      return (await approve(given.officer, id)).refusal?.code;
    case 'decline':
      return (await decline(given.officer, id)).refusal?.code;
    case 'declineUnchecked':
      return (await decline(given.officer, id, 'BUREAU_UNREACHABLE')).refusal?.code;
    case 'withdraw':
      return (await withdraw(name, id)).refusal?.code;
    case 'withdrawConsent':
      return (await withdrawConsent(name, id)).refusal?.code;
    default:
      return (await recheck('eka', id)).refusal?.code;
  }
};

const FACTS = `select status, withdrawn_at is null as "hasConsent", report.collectibility,
    (select array_agg(to_status order by number) from change where application_id = application.id) as statuses,
    (select count(*)::int from decision where application_id = application.id and round = application.round
      and outcome = 'APPROVE') as approvals
  from application join consent on consent.application_id = application.id
  left join bureau_report report on report.application_id = application.id where application.id = $1`;

interface Facts {
  status: string;
  hasConsent: boolean;
  collectibility: number | null;
  statuses: string[];
  approvals: number;
}

const reached = new Map<string, number>();
let people = 0;

test('after any deeds in any order an application is what the reference says, and its history tells how it came there', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(4_000_000, 9_000_000),
      fc.array(deed, { maxLength: 14 }),
      async (amount, deeds) => {
        people += 1;
        const name = `person-${people}`;
        const id = (await kur.apply(name, { amount })).application?.id ?? '';
        const model = newApplication(clock.now().getTime(), amount);
        const lived = ['SUBMITTED'];
        for (const each of deeds) {
          const expected = follow(model, each);
          expect([each, await perform(name, id, each)]).toEqual([each, expected]);
          if (model.status !== lived.at(-1)) lived.push(model.status);
          const [facts] = await kur.database.rows<Facts>(FACTS, [id]);
          expect([each, facts]).toEqual([
            each,
            {
              status: model.status,
              hasConsent: model.hasConsent,
              collectibility: model.report?.collectibility ?? null,
              statuses: lived,
              approvals: model.approvedBy.size,
            },
          ]);
        }
        reached.set(model.status, (reached.get(model.status) ?? 0) + 1);
      },
    ),
    { seed: 2021, numRuns: 100, endOnFailure: false },
  );
  // Otherwise the deeds say nothing of what they never led to.
  expect([...reached.keys()].toSorted()).toEqual([
    'APPROVED',
    'CHECKED',
    'DECLINED',
    'HALF_APPROVED',
    'SUBMITTED',
    'UNCHECKED',
    'WITHDRAWN',
  ]);
});

test('nobody is lent more than the ceiling, whatever they apply for', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 500_000, max: 10_000_000 }), { minLength: 2, maxLength: 6 }),
      async (amounts) => {
        people += 1;
        const name = `person-${people}`;
        script.answer = { collectibility: 1, openDebt: 0n };
        let lent = 0;
        for (const amount of amounts) {
          const { application, refusal } = await kur.apply(name, { amount });
          const isLeft = lent + amount <= 10_000_000;
          expect([amount, refusal?.code === undefined]).toEqual([amount, isLeft]);
          if (!application) continue;
          await kur.bank.checks.run();
          for (const each of ['eka', 'fitri']) await kur.approve(each, application.id);
          lent += amount;
        }
        expect((await kur.offerOf(name)).offer?.most ?? 0).toBe(10_000_000 - lent < 500_000 ? 0 : 10_000_000 - lent);
      },
    ),
    { seed: 2021, numRuns: 15, endOnFailure: false },
  );
});
