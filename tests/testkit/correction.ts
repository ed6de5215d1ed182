import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import type { openPmo } from './pmo.ts';
import { personAt, type RefusalAnswer, registering } from './registration.ts';
import { callerOf } from './subgraph.ts';

type Pmo = Awaited<ReturnType<typeof openPmo>>;

const CORRECT = `mutation ($key: String!, $input: CorrectRegistrationInput!) {
  correctRegistration(idempotencyKey: $key, input: $input) {
    participant { id status name version workStatus region { code } phoneConfirmedAt emailConfirmedAt }
    refusal { code path }
  }
}`;

const REVISIONS = `query ($id: ID!, $first: Int!, $after: String, $purpose: AccessPurpose) { participant(id: $id) {
  version
  revisions(first: $first, after: $after) {
    nodes { version changedAt changedBy reason fields formerValues(purpose: $purpose) { field value isMasked } }
    pageInfo { hasNextPage endCursor }
  }
} }`;

export interface CorrectionPayload extends RefusalAnswer {
  participant: { status: string; name: string; version: number; region: { code: string } } | null;
}

export interface Revision {
  version: number;
  changedBy: string;
  reason: string;
  fields: string[];
  formerValues: { field: string; value: string | null; isMasked: boolean }[] | null;
}

interface RevisionPayload {
  participant: { revisions: { nodes: Revision[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
}

export const codeOf = async (answer: Promise<Partial<RefusalAnswer>>): Promise<string> =>
  (await answer).refusal?.code ?? 'DONE';

/** People who registered and are confirmed, each another one, and with `verified` may join a wave. */
export const newPeople = (pmo: Pmo) => {
  const { register, confirm } = registering(pmo);
  let at = 0;
  const registered = async (changes: object = {}): Promise<{ id: string; at: number }> => {
    at += 1;
    const person = { id: uuidv7(), at };
    const { refusal } = await register(person.id, { ...personAt(at), ...changes });
    if (refusal) throw new Error(refusal.code);
    await pmo.services.matchWork.tick();
    return person;
  };
  const verified = async (changes: object = {}) => {
    const person = await registered(changes);
    await confirm([person.id]);
    return person;
  };
  return { registered, verified };
};

/** Corrections by the person, or by an officer for one, and what they left. */
export const correcting = (pmo: Pmo) => {
  const reason = 'Salah ketik.';
  const officer = callerOf('officer', 'participant:correct participant:read');
  const ask = async (caller: typeof officer, input: object, key: string) => {
    const answer = await pmo.ask<{ correctRegistration: CorrectionPayload }>(caller, CORRECT, { key, input });
    return { ...answer, ...answer.data?.correctRegistration };
  };
  /** The first correction, unless another version is expected. */
  const correct = (id: string, values: object, key: string = crypto.randomUUID()) =>
    ask(callerOf(id, 'self'), { expectedVersion: 1, reason, ...values }, key);
  const correctFor = (participantId: string, values: object, caller = officer) =>
    ask(caller, { participantId, expectedVersion: 1, reason, ...values }, crypto.randomUUID());
  const revisions = (
    caller: typeof officer,
    id: string,
    { first = 10, ...page }: { first?: number; after?: string; purpose?: string } = {},
  ) => pmo.ask<RevisionPayload>(caller, REVISIONS, { id, first, ...page });
  /** Who holds a NIK, when the civil registry has said all that it has to say. */
  const claimOf = async (nik: string): Promise<string | undefined> => {
    await pmo.services.matchWork.tick();
    const text = 'select participant_id as id from nik_claim where nik_index = $1';
    return (await pmo.database.pool.query<{ id: string }>(text, [pmo.vault.blindIndex('nik', nik)])).rows[0]?.id;
  };
  return { correct, correctFor, revisions, claimOf };
};
