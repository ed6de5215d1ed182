import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { syntheticNik } from '../../subgraphs/pmo/profile/nik.ts';
import type { openPmo } from './pmo.ts';
import { callerOf } from './subgraph.ts';

type Pmo = Awaited<ReturnType<typeof openPmo>>;

export interface RefusalAnswer {
  refusal: { code: string; path: string[] } | null;
}

/** An open wave 2001 of policy 2023. */
export const openWave = async ({ database }: Pick<Pmo, 'database'>): Promise<void> => {
  await database.pool.query(`insert into wave (number, status, policy_version, quota, opens_at, closes_at, is_synthetic)
    values (2001, 'OPEN', '2023', 100, now() - interval '1 day', now() + interval '30 days', true)`);
  await database.pool.query('create table registration_w2001 partition of registration for values in (2001)');
};

/** Person `at`, born on 5 January 1995, alone on a family card unless one is named. */
export const personAt = (
  at: number,
  kk = `3273990101${String(at).padStart(6, '0')}`,
  nik = syntheticNik({ regencyCode: '32.73', birthDate: '1995-01-05', isWoman: true, serial: at }),
) => ({
  nik,
  kk,
  name: 'Siti Rahayu',
  birthDate: '1995-01-05',
  phone: `0812${String(at).padStart(8, '0')}`,
  email: `siti-${at}@example.org`,
  region: '32.73',
  education: 'SENIOR_SECONDARY',
  workStatus: 'JOB_SEEKER',
  motivation: 'Ingin bekerja.',
  abilityTest: { score: 12, seconds: 900 },
  interests: ['welding'],
});

export const REGISTER = `mutation ($key: String!, $input: RegisterParticipantInput!) {
  registerParticipant(idempotencyKey: $key, input: $input) {
    participant { id status name version isSynthetic region { code } interests { code } }
    refusal { code path }
  }
}`;

export const JOIN = `mutation ($wave: Int!, $key: String!) {
  joinWave(number: $wave, idempotencyKey: $key) {
    registration { status entryId wave { number } } reasons { code } refusal { code path }
  }
}`;

interface RegistrationPayload {
  registerParticipant: RefusalAnswer & { participant: { id: string; status: string } | null };
}

interface JoinPayload {
  joinWave: RefusalAnswer & { registration: { status: string; entryId: string } | null; reasons: { code: string }[] };
}

/** What a person does, each by the API. */
export const registering = (pmo: Pmo) => {
  const key = () => crypto.randomUUID();
  const as = (id: string) => callerOf(id, 'self');
  const register = async (id: string, input: object, idempotencyKey: string = key()) => {
    const answer = await pmo.ask<RegistrationPayload>(as(id), REGISTER, { key: idempotencyKey, input });
    return { ...answer, ...answer.data?.registerParticipant };
  };
  const join = async (id: string, wave = 2001, idempotencyKey: string = key()) => {
    const answer = await pmo.ask<JoinPayload>(as(id), JOIN, { wave, key: idempotencyKey });
    return { ...answer, ...answer.data?.joinWave };
  };
  /** Set-based, where a test is not about the codes. */
  const confirm = (ids: readonly string[]) =>
    pmo.database.pool.query(
      `update participant set status = 'VERIFIED', phone_confirmed_at = now(), email_confirmed_at = now()
        where id = any($1::uuid[])`,
      [ids],
    );
  /** A person who may join a wave, of whom the civil registry has said what it has to say. */
  const verified = async (input: object): Promise<string> => {
    const id = uuidv7();
    const { refusal } = await register(id, input);
    if (refusal) throw new Error(refusal.code);
    await confirm([id]);
    await pmo.services.matchWork.tick();
    return id;
  };
  return { register, join, confirm, verified };
};
