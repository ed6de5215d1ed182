import { expect, test } from 'vitest';
import { banker, fakeClock, openKur, person, scriptedBureau } from '../../../tests/testkit/kur.ts';

const DAY_MS = 86_400_000;
const clock = fakeClock();
const { bureau, script } = scriptedBureau();
const { apply, approve, ask, bank, database, decline, offerOf, recheck } = await openKur({ now: clock.now, bureau });

const checked = async (name: string, change: object = {}) => {
  const id = (await apply(name, change)).application?.id ?? '';
  await bank.checks.run();
  return id;
};
type Decision = ReturnType<typeof approve>;
const outcomeOf = async (done: Decision) => {
  const { application, refusal } = await done;
  return refusal?.code ?? application?.status;
};

test('one officer decides up to five million', async () => {
  const id = await checked('siti', { amount: 5_000_000 });
  expect(await outcomeOf(approve('eka', id, 'GOOD_RECORD', 'AFFORDABLE'))).toBe('APPROVED');
  expect((await offerOf('siti')).offer?.most).toBe(5_000_000);
});

test('above that two different ones do; one of them alone declines', async () => {
  const id = await checked('ani', { amount: 5_000_001 });
  expect(await outcomeOf(approve('eka', id))).toBe('HALF_APPROVED');
  expect(await outcomeOf(approve('eka', id))).toBe('KUR_SAME_OFFICER');
  expect(await outcomeOf(approve('fitri', id))).toBe('APPROVED');
  const other = await checked('budi', { amount: 9_000_000 });
  await approve('eka', other);
  expect(await outcomeOf(decline('fitri', other, 'TOO_MUCH_DEBT'))).toBe('DECLINED');
  const { data } = await ask<{ kurApplication: object }>(
    person('budi'),
    'query ($id: ID!) { kurApplication(id: $id) { status reasons { code message } } }',
    { id: other },
  );
  expect(data.kurApplication).toEqual({
    status: 'DECLINED',
    reasons: [{ code: 'TOO_MUCH_DEBT', message: 'You owe too much elsewhere.' }],
  });
});

test('two officers who approve at once, and one who does it twice', async () => {
  const id = await checked('citra', { amount: 8_000_000 });
  const outcomes = await Promise.all([approve('eka', id), approve('eka', id), approve('fitri', id)].map(outcomeOf));
  expect(outcomes).toContain('APPROVED');
  const { data } = await ask<{ kurApplication: { decisions: { officer: string }[] } }>(
    banker('gita'),
    'query ($id: ID!) { kurApplication(id: $id) { decisions { officer outcome } } }',
    { id },
  );
  expect(data.kurApplication.decisions.map(({ officer }) => officer).toSorted()).toEqual([
    'officer-eka',
    'officer-fitri',
  ]);
});

test('the database itself does not let one officer approve what takes two', async () => {
  const id = await checked('dian', { amount: 8_000_000 });
  await approve('eka', id);
  const alone = database.transaction(async (queries) => {
    await queries.rows(
      `insert into change values ($1, 4, 'HALF_APPROVED', 'APPROVED', now(), 'OFFICER', 'officer-eka', '{}')`,
      [id],
    );
    await queries.rows(`update application set status = 'APPROVED' where id = $1`, [id]);
  });
  await expect(alone).rejects.toThrow('takes 2 officers');
  const unsaid = database.rows(`update decision set outcome = 'DECLINE' where application_id = $1`, [id]);
  await expect(unsaid).rejects.toThrow('append-only');
});

test('by a bad record nobody approves, whatever they find', async () => {
  script.answer = { collectibility: 3, openDebt: 40_000_000n };
  const id = await checked('endah');
  script.answer = { collectibility: 1, openDebt: 0n };
  expect(await outcomeOf(approve('eka', id))).toBe('KUR_RECORD_BARS_APPROVAL');
  expect(await outcomeOf(decline('eka', id, 'BAD_RECORD'))).toBe('DECLINED');
});

test('a report of thirty days ago is decided by no longer, and what it led to is void', async () => {
  const id = await checked('fajar', { amount: 9_000_000 });
  await approve('eka', id);
  expect(await outcomeOf(recheck('eka', id))).toBe('KUR_TRANSITION_ILLEGAL');
  clock.advance(30 * DAY_MS);
  expect(await outcomeOf(approve('fitri', id))).toBe('KUR_REPORT_EXPIRED');
  await bank.checks.run();
  expect(await database.rows('select from bureau_report where application_id = $1', [id])).toEqual([]);
  expect(await outcomeOf(recheck('eka', id))).toBe('SUBMITTED');
  await bank.checks.run();
  // Both approve anew, the first one too.
  expect(await outcomeOf(approve('fitri', id))).toBe('HALF_APPROVED');
  expect(await outcomeOf(approve('eka', id))).toBe('APPROVED');
});

test('what the bureau was never asked about can only be declined for that', async () => {
  script.answer = new Error('down');
  const id = await checked('gilang');
  clock.advance(DAY_MS);
  await bank.checks.run();
  script.answer = { collectibility: 1, openDebt: 0n };
  expect(await outcomeOf(approve('eka', id))).toBe('KUR_TRANSITION_ILLEGAL');
  expect(await outcomeOf(decline('eka', id, 'NOT_AFFORDABLE'))).toBe('KUR_REASONS_UNFIT');
  expect(await outcomeOf(decline('eka', id, 'BUREAU_UNREACHABLE'))).toBe('DECLINED');
  expect(await outcomeOf(recheck('eka', id))).toBe('KUR_TRANSITION_ILLEGAL');
});

test.each([
  ['no reason', []],
  ['a reason against it', ['GOOD_RECORD', 'TOO_MUCH_DEBT']],
  ['the same one twice', ['GOOD_RECORD', 'GOOD_RECORD']],
  ['one of the person’s', ['CONSENT_WITHDRAWN']],
])('an approval with %s is refused', async (name, reasons) => {
  const id = await checked(name);
  const { data } = await ask<{ done: { refusal: object } }>(
    banker('eka'),
    'mutation ($input: DecideKurApplicationInput!) { done: decideKurApplication(input: $input) { refusal { code path } } }',
    { input: { id, outcome: 'APPROVE', reasons } },
  );
  expect(data.done.refusal).toEqual({ code: 'KUR_REASONS_UNFIT', path: ['input', 'reasons'] });
});

test('whoever is no officer of the bank decides nothing', async () => {
  const id = await checked('hana');
  const mutation = `mutation ($id: ID!) {
    decideKurApplication(input: { id: $id, outcome: APPROVE, reasons: [GOOD_RECORD] }) { refusal { code } } }`;
  const again = 'mutation ($id: ID!) { recheckKurApplication(id: $id) { refusal { code } } }';
  for (const text of [mutation, again]) expect((await ask(person('hana'), text, { id })).codes).toEqual(['FORBIDDEN']);
  const unknown = '018d0000-0000-7000-8000-000000000000';
  for (const wrong of [unknown, 'x', `${id} or true`]) {
    expect(await outcomeOf(approve('eka', wrong))).toBe('KUR_APPLICATION_UNKNOWN');
  }
});
