import { readFileSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { awaitMatch } from '../testkit/civil-stack.ts';
import { graphClient, type OperationName, operation } from '../testkit/client.ts';
import { rowsOf } from '../testkit/people.ts';
import { personAt } from '../testkit/registration.ts';
import { storyTable } from '../testkit/story-table.ts';
import { until } from '../testkit/until.ts';

const { data, ...target } = inject('stack');
const as = graphClient({ data, ...target });
const WAVE = 2_302;
const AT = 921;

type Payload = Record<string, { refusal: { code: string } | null } & Record<string, unknown>>;

interface History {
  participant: {
    revisions: {
      nodes: {
        version: number;
        changedBy: string;
        reason: string;
        formerValues: { field: string; value: string }[];
      }[];
    };
    accessLog: { nodes: { readerId: string; fields: string[]; purpose: string }[] };
  };
}

const HISTORY = `query ($id: ID!, $purpose: AccessPurpose) { participant(id: $id) { revisions(first: 10) { nodes {
  version changedBy reason formerValues(purpose: $purpose) { field value } } } } }`;
const LOG = '{ me { accessLog(first: 10) { nodes { readerId fields purpose } } } }';

const newestCode = (channel: string, masked: string) => {
  const pattern = new RegExp(`the ${channel} confirmation code of ••••${masked} is (\\d{6})`, 'g');
  return [...readFileSync(`${data}/logs/pmo.log`, 'utf8').matchAll(pattern)].at(-1)?.[1] ?? '';
};

const id = uuidv7();
/** What each step answered, for a table. */
const steps: string[][] = [];

const run = async (
  who: 'Siti' | 'Officer',
  [document, what]: [document: OperationName, what: string],
  variables: object,
) => {
  const token = who === 'Siti' ? as('participant', id) : as('officer');
  const { data: answer, errors } = await token.query<Payload>(operation(document), variables);
  expect(errors).toBeUndefined();
  const [payload] = Object.values(answer);
  const { status, version } = (payload?.participant ?? payload?.registration ?? {}) as Record<string, unknown>;
  steps.push([who, document, what, payload?.refusal?.code ?? String(status ?? 'SENT'), String(version ?? '')]);
};

const confirm = async (channel: 'PHONE' | 'EMAIL', masked: string) => {
  await run('Siti', ['request-verification-code', channel], { channel });
  const code = await until(async () => newestCode(channel, masked), Boolean, 5_000);
  await run('Siti', ['confirm-verification-code', channel], { channel, code });
};

const correct = (values: object, who: 'Siti' | 'Officer' = 'Siti') => {
  const { expectedVersion: _, reason: __, ...stated } = values as Record<string, unknown>;
  const input = who === 'Siti' ? values : { ...values, participantId: id };
  return run(who, ['correct-registration', Object.keys(stated).join(', ')], { key: crypto.randomUUID(), input });
};

const join = () => run('Siti', ['join-wave', ''], { number: WAVE, key: crypto.randomUUID() });

test('a person corrects a registration, before and in a wave, and reads who changed what', async () => {
  const open = `insert into wave (number, status, policy_version, is_synthetic) values (${WAVE}, 'OPEN', '2023', true)`;
  await rowsOf('pmo', open);
  await rowsOf('pmo', `create table registration_w${WAVE} partition of registration for values in (${WAVE})`);

  const stated = { ...personAt(AT), name: 'Siti Rahau', phone: '0812 7777 7921', email: 'siti@example.xyz' };
  await run('Siti', ['register-participant', ''], { key: crypto.randomUUID(), input: stated });
  await correct({ expectedVersion: 1, reason: 'Salah ketik nama.', name: 'Siti Rahayu' });
  await confirm('PHONE', '921');
  await confirm('EMAIL', 'xyz');
  await correct({ expectedVersion: 2, reason: 'Nomor baru.', phone: '0812 7777 7922' });
  await join();
  await confirm('PHONE', '922');
  await join();
  await awaitMatch(id);
  await correct({ expectedVersion: 3, reason: 'Pindah rumah.', region: '32.04' });
  await correct({ expectedVersion: 4, reason: 'Kartu baru.', kk: personAt(AT + 1).kk });
  await correct({ expectedVersion: 4, reason: 'Ijazah diperlihatkan.', education: 'DIPLOMA' }, 'Officer');
  await correct({ expectedVersion: 4, reason: 'Masih kuliah.', isInFormalEducation: true });

  expect(storyTable(steps)).toMatchInlineSnapshot(`
    "Siti     register-participant                            REGISTERED
    Siti     correct-registration       name                 REGISTERED        2
    Siti     request-verification-code  PHONE                SENT
    Siti     confirm-verification-code  PHONE                REGISTERED
    Siti     request-verification-code  EMAIL                SENT
    Siti     confirm-verification-code  EMAIL                VERIFIED
    Siti     correct-registration       phone                REGISTERED        3
    Siti     join-wave                                       NOT_VERIFIED
    Siti     request-verification-code  PHONE                SENT
    Siti     confirm-verification-code  PHONE                VERIFIED
    Siti     join-wave                                       JOINED
    Siti     correct-registration       region               APPLICANT         4
    Siti     correct-registration       kk                   IDENTITY_IN_WAVE
    Officer  correct-registration       education            APPLICANT         5
    Siti     correct-registration       isInFormalEducation  VERSION_CHANGED"
  `);

  const history = async (client: ReturnType<typeof as>, purpose?: string) => {
    const { data: answer, errors } = await client.query<History>(HISTORY, { id, purpose });
    expect(errors).toBeUndefined();
    return answer.participant.revisions.nodes.map(({ version, changedBy, reason, formerValues }) => [
      String(version),
      changedBy,
      reason,
      formerValues.map(({ field, value }) => `${field}: ${value}`).join(', '),
    ]);
  };
  const mine = await history(as('participant', id));
  expect(storyTable(mine)).toMatchInlineSnapshot(`
    "4  OFFICER  Ijazah diperlihatkan.  education: SENIOR_SECONDARY
    3  SELF     Pindah rumah.          region: 32.73
    2  SELF     Nomor baru.            phone: +6281277777921
    1  SELF     Salah ketik nama.      name: Siti Rahau"
  `);
  expect(await history(as('officer'), 'SUPPORT')).toEqual(mine);

  const { data: log } = await as('participant', id).query<{ me: History['participant'] }>(LOG);
  const entries = log.me.accessLog.nodes.filter(({ fields }) => fields[0]?.startsWith('revisions.'));
  expect(entries).toEqual([
    { readerId: 'synthetic-officer', fields: ['revisions.phone'], purpose: 'SUPPORT' },
    { readerId: id, fields: ['revisions.phone'], purpose: 'SERVICE' },
  ]);
  const regions = 'select region_code from registration where participant_id = $1';
  expect(await rowsOf('pmo', regions, [id])).toEqual([{ region_code: '32.73' }]);
});
