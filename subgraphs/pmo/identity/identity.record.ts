import { Secret } from '../../kit/vault/secret.ts';
import type { Place } from '../../kit/vault/vault.ts';

export type IdentityField = 'nik' | 'kk' | 'phone' | 'email';

/** What is sealed of a person; null where it was not given. */
export type IdentityRecord = { [Field in IdentityField]: Secret<Field> | null };

/** Returns the place of a participant's sealed record. */
export const identityPlace = (participantId: string): Place => ({
  subjectId: participantId,
  table: 'participant_identity',
  column: 'sealed',
  rowId: participantId,
});

/** The record as the one text that is sealed. */
export const packIdentity = ({ nik, kk, phone, email }: IdentityRecord): Secret<'identity'> => {
  const values = [nik, kk, phone, email].map((value) => value?.reveal() ?? null);
  return new Secret('identity', JSON.stringify(values));
};

export const unpackIdentity = (packed: Secret<'identity'>): IdentityRecord => {
  const [nik, kk, phone, email] = JSON.parse(packed.reveal()) as (string | null)[];
  const secret = <Field extends IdentityField>(field: Field, value: string | null | undefined) =>
    typeof value === 'string' ? new Secret(field, value) : null;
  return {
    nik: secret('nik', nik),
    kk: secret('kk', kk),
    phone: secret('phone', phone),
    email: secret('email', email),
  };
};
