import { expect, test } from 'vitest';
import { alumna, banker, fakeClock, openKur, person, scriptedBureau, stranger } from '../../../tests/testkit/kur.ts';

const clock = fakeClock();
const { asked, bureau, script } = scriptedBureau();
const kur = await openKur({ now: clock.now, bureau });
const { apply, ask, bank, inputOf, offerOf, withdraw, withdrawConsent } = kur;

const codeOf = async (done: ReturnType<typeof apply>) => (await done).refusal?.code;
const HISTORY = `query ($id: ID!) { kurApplication(id: $id) { status consent { purpose textVersion grantedAt withdrawnAt }
  report { collectibility } history { from to by reasons { code } } } }`;
interface ShownApplication {
  status: string;
  consent: Record<string, string | null>;
  report: object | null;
  history: { from: string | null; to: string; by: string; reasons: { code: string }[] }[];
}
const shown = async (as: Parameters<typeof ask>[0], id: string) =>
  (await ask<{ kurApplication: ShownApplication | null }>(as, HISTORY, { id })).data?.kurApplication;

test('an alumna with a business is offered a loan, and applies with her consent', async () => {
  const kurOffer = await offerOf('siti');
  expect(kurOffer).toMatchObject({ eligible: true, reasons: [], offer: { most: 10_000_000 } });
  const { application, refusal } = await apply('siti');
  expect([application?.status, refusal]).toEqual(['SUBMITTED', null]);
  expect((await shown(person('siti'), application?.id ?? ''))?.consent).toEqual({
    purpose: 'CREDIT_CHECK',
    textVersion: '2026-11',
    grantedAt: clock.now().toISOString(),
    withdrawnAt: null,
  });
  expect((await offerOf('siti')).reasons.map(({ code }) => code)).toEqual(['APPLICATION_OPEN']);
});

test('the same key and input get the same answer, also at once; another input is refused', async () => {
  const input = await inputOf('ani');
  const key = crypto.randomUUID();
  const answers = await Promise.all(Array.from({ length: 5 }, () => apply('ani', input, { key })));
  expect(new Set(answers.map(({ application }) => application?.id)).size).toBe(1);
  expect(await codeOf(apply('ani', { ...input, amount: 5_000_000 }, { key }))).toBe('IDEMPOTENCY_KEY_REUSED');
  expect(await codeOf(apply('ani', input, { key: '' }))).toBe('KUR_KEY_INVALID');
});

test('applying twice at once under two keys makes one application', async () => {
  const input = await inputOf('budi');
  const codes = (await Promise.all([apply('budi', input), apply('budi', input)])).map(({ refusal }) => refusal?.code);
  expect(codes.toSorted()).toEqual(['KUR_APPLICATION_OPEN', undefined]);
});

test.each([
  ['an offer of somebody else', async () => ({ offer: (await offerOf('tuti')).offer?.token }), 'KUR_OFFER_INVALID'],
  ['an offer with another name in it', async () => ({ offer: await forged() }), 'KUR_OFFER_INVALID'],
  ['no offer', async () => ({ offer: 'none' }), 'KUR_OFFER_INVALID'],
  ['too much', async () => ({ amount: 10_000_001 }), 'KUR_AMOUNT_OUT_OF_RANGE'],
  ['too little', async () => ({ amount: 499_999 }), 'KUR_AMOUNT_OUT_OF_RANGE'],
  ['less than nothing', async () => ({ amount: -4_000_000 }), 'KUR_AMOUNT_OUT_OF_RANGE'],
  ['no term', async () => ({ termMonths: 0 }), 'KUR_TERM_OUT_OF_RANGE'],
  ['too long a term', async () => ({ termMonths: 37 }), 'KUR_TERM_OUT_OF_RANGE'],
  [
    'consent to an older text',
    async () => ({ consent: { purpose: 'CREDIT_CHECK', textVersion: '2025-01' } }),
    'KUR_CONSENT_TEXT_OUTDATED',
  ],
])('%s is refused, and nothing is stored', async (name, change, code) => {
  expect(await codeOf(apply(name, await change()))).toBe(code);
  expect((await offerOf(name)).eligible).toBe(true);
});

const forged = async () => {
  const [body = '', seal] = ((await offerOf('tuti')).offer?.token ?? '').split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
  const changed = { ...claims, subject: person('an offer with another name in it').subject };
  return `${Buffer.from(JSON.stringify(changed)).toString('base64url')}.${seal}`;
};

test('an offer is good for a day', async () => {
  const input = await inputOf('wati');
  clock.advance(86_400_000);
  expect(await codeOf(apply('wati', input))).toBe('KUR_OFFER_EXPIRED');
  expect(await codeOf(apply('wati'))).toBeUndefined();
});

test('who is no alumnus, or runs no business, gets the reasons and no offer', async () => {
  expect(await offerOf('joko', { ...alumna, certificateCount: 0, workStatus: 'WORKER' })).toMatchObject({
    eligible: false,
    reasons: [{ code: 'NO_CERTIFICATE' }, { code: 'NOT_ENTREPRENEUR' }],
    offer: null,
  });
  expect(await offerOf('joko', { ...alumna, certificateCount: null })).toMatchObject({
    eligible: false,
    reasons: [{ code: 'FACTS_UNAVAILABLE' }],
    offer: null,
  });
});

test('reasons and refusals speak Indonesian where it is asked for', async () => {
  const people = [{ __typename: 'Participant', id: 'joko', ...alumna, certificateCount: 0 }];
  const query = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Participant { kur { reasons { message } } } } }`;
  const { data } = await ask(person('joko'), query, { people, language: 'id' });
  expect(JSON.stringify(data)).toContain('Anda belum memiliki sertifikat');
});

test('consent that is taken back while the bureau is asked ends the application, and what it says is not kept', async () => {
  const id = (await apply('rini')).application?.id ?? '';
  script.before = () => withdrawConsent('rini', id);
  await bank.checks.run();
  script.before = async () => undefined;
  const seen = await shown(person('rini'), id);
  expect([seen?.status, seen?.report]).toEqual(['WITHDRAWN', null]);
  expect(seen?.history.at(-1)).toEqual({
    from: 'SUBMITTED',
    to: 'WITHDRAWN',
    by: 'APPLICANT',
    reasons: [{ code: 'CONSENT_WITHDRAWN' }],
  });
  expect(await kur.database.rows('select from bureau_report where application_id = $1', [id])).toEqual([]);
});

test('consent that is taken back later erases the report; a decided application stays decided', async () => {
  const id = (await apply('dewi')).application?.id ?? '';
  await bank.checks.run();
  expect((await kur.approve('eka', id)).application?.status).toBe('APPROVED');
  const { application } = await withdrawConsent('dewi', id);
  expect([application?.status, application?.report]).toEqual(['APPROVED', null]);
  expect((await withdraw('dewi', id)).refusal?.code).toBe('KUR_TRANSITION_ILLEGAL');
});

test('nobody is asked about without consent', async () => {
  const id = (await apply('yuni')).application?.id ?? '';
  await withdraw('yuni', id);
  const before = asked.length;
  await bank.checks.run();
  expect(asked.slice(before).filter((inquiry) => inquiry.id.startsWith(id))).toEqual([]);
  const keep = `insert into bureau_report values ($1, 1, 1, 0, now(), now() + interval '1 day')`;
  await expect(kur.database.rows(keep, [id])).rejects.toThrow('has no consent');
});

test('an application is seen by its person and by the bank; to others there is none', async () => {
  const id = (await apply('lina')).application?.id ?? '';
  expect((await shown(person('lina'), id))?.status).toBe('SUBMITTED');
  expect((await shown(banker('eka'), id))?.status).toBe('SUBMITTED');
  expect(await shown(person('maya'), id)).toBeNull();
  expect((await withdraw('maya', id)).refusal?.code).toBe('KUR_APPLICATION_UNKNOWN');
  expect((await withdrawConsent('maya', id)).refusal?.code).toBe('KUR_APPLICATION_UNKNOWN');
  expect((await ask(stranger, HISTORY, { id })).codes).toEqual(['UNAUTHENTICATED']);
  const decisions = 'query ($id: ID!) { kurApplication(id: $id) { decisions { officer } } }';
  expect((await ask(person('lina'), decisions, { id })).codes).toEqual(['FORBIDDEN']);
  const all = '{ kurApplications(first: 5) { nodes { id } } }';
  expect((await ask(person('lina'), all)).codes).toEqual(['FORBIDDEN']);
  // Another account that came to her as a participant, by whatever path, sees neither offer nor application.
  const hers = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Participant { kur {
    offer { token } applications(first: 5) { nodes { id } } } } } }`;
  for (const known of [{ workStatus: 'ENTREPRENEUR' }, alumna]) {
    const people = [{ __typename: 'Participant', id: 'lina', ...known }];
    expect((await ask(person('maya'), hers, { people })).data).toEqual({
      _entities: [{ kur: { offer: null, applications: { nodes: [] } } }],
    });
  }
});

test('the bureau and the tables know no id of the graph beside the participant’s, and no NIK', async () => {
  await apply('nur');
  await bank.checks.run();
  expect(JSON.stringify(asked)).not.toMatch(/nur|\d{16}/);
  const columns = await kur.database.rows<{ column_name: string }>(
    `select column_name from information_schema.columns where table_schema = 'public'`,
  );
  expect(columns.filter(({ column_name: name }) => /nik|kk|name_of|phone|mail/.test(name))).toEqual([]);
});
