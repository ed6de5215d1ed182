import { hashOf } from '../../kit/idempotency.ts';
import { Secret } from '../../kit/vault/secret.ts';
import type { SubjectKey, Vault } from '../../kit/vault/vault.ts';
import { identityPlace, packIdentity, unpackIdentity } from '../identity/index.ts';
import type { CorrectionFacts } from './correction.statement.ts';
import type { Correction, ValueName, Values } from './correction.ts';
import { packFormer, revisionPlace } from './revision.record.ts';

const recorded = ['nik', 'kk', 'phone', 'email'] as const;
type RecordedPerson = (typeof recorded)[number];

/** The person's key, as it was read with the rest; null for who has none yet. */
export const keyIn = (vault: Vault, id: string, { kekId, wrapped }: CorrectionFacts): SubjectKey | null =>
  kekId !== null && wrapped !== null ? vault.subjectKey(id, { kekId, wrapped }) : null;

/** The values as they are registered. */
export const heldIn = (facts: CorrectionFacts, { id, key }: { id: string; key: SubjectKey | null }): Values => {
  const { sealed } = facts;
  const record = sealed && key ? unpackIdentity(key.open(identityPlace(id), { kind: 'identity', sealed })) : null;
  const revealed = (field: RecordedPerson) => record?.[field]?.reveal() ?? null;
  return {
    nik: revealed('nik'),
    kk: revealed('kk'),
    phone: revealed('phone'),
    email: revealed('email'),
    name: facts.name,
    birthDate: facts.birthDate,
    region: facts.region,
    education: facts.education,
    workStatus: facts.workStatus,
    occupation: facts.occupation,
    motivation: facts.motivation,
    interests: facts.interests,
    isInFormalEducation: facts.isInFormalEducation,
  };
};

const recordOf = (values: Values) => {
  const secret = <Field extends RecordedPerson>(field: Field) => {
    const value: string | null = values[field];
    return value === null ? null : new Secret(field, value);
  };
  return packIdentity({ nik: secret('nik'), kk: secret('kk'), phone: secret('phone'), email: secret('email') });
};

export interface SealInput {
  id: string;
  /** The version that is replaced. */
  version: number;
  held: Values;
  correction: Correction;
  known: SubjectKey | null;
}

/** The record as it will be and what it replaces, under the person's key; with a new key for who has none. */
export const sealedValues = (vault: Vault, { id, version, held, correction, known }: SealInput) => {
  const { values, fields } = correction;
  const made = known === null ? vault.newSubject(id) : null;
  const seal = (known ?? made?.key) as SubjectKey;
  const indexOf = (field: RecordedPerson) => (values[field] === null ? null : vault.blindIndex(field, values[field]));
  const isRecordChanged = recorded.some((field) => fields.includes(field));
  return {
    kekId: made?.stored.kekId ?? null,
    wrapped: made?.stored.wrapped ?? null,
    sealed: isRecordChanged ? seal.seal(identityPlace(id), recordOf(values)) : null,
    former: seal.seal(revisionPlace(id, version), packFormer(held, fields)),
    nikIndex: indexOf('nik'),
    kkIndex: indexOf('kk'),
    phoneIndex: indexOf('phone'),
    emailIndex: indexOf('email'),
  };
};

const isIndexable = (name: ValueName, value: unknown): value is string =>
  recorded.includes(name as RecordedPerson) && typeof value === 'string' && (name !== 'nik' || /^\d{16}$/.test(value));

/**
 * Returns what a call is recognised by, with the indexes of what must not be guessed from a hash. A NIK that is none has no index;
 * it is refused later, and nothing is kept of the call.
 */
export const bodyHashOf = (vault: Vault, call: { stated: Partial<Values>; [other: string]: unknown }): Buffer => {
  const stated = Object.entries(call.stated).map(([name, value]) => [
    name,
    isIndexable(name as ValueName, value)
      ? vault.blindIndex(name as RecordedPerson, value).toString('base64url')
      : value,
  ]);
  return hashOf({ ...call, stated: Object.fromEntries(stated) });
};
