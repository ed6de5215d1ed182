import { Secret } from '../../subgraphs/kit/vault/secret.ts';
import type { Vault } from '../../subgraphs/kit/vault/vault.ts';
import { identityPlace, packIdentity } from '../../subgraphs/pmo/identity/identity.record.ts';
import { bytea, line } from './copy.ts';
import type { DatabaseSeed } from './database.seed.ts';
import type { Person } from './population.ts';

const sealed = (vault: Vault, { id, nik, identity }: Person) => {
  if (!identity) return null;
  const { key, stored } = vault.newSubject(id);
  const { kk, phone, email } = identity;
  const record = packIdentity({
    nik: new Secret('nik', nik),
    kk: new Secret('kk', kk),
    phone: new Secret('phone', phone),
    email: new Secret('email', email),
  });
  const indexes = [vault.blindIndex('kk', kk), vault.blindIndex('phone', phone), vault.blindIndex('email', email)].map(
    bytea,
  );
  return {
    key: line([id, stored.kekId, bytea(stored.wrapped)]),
    identity: line([id, bytea(key.seal(identityPlace(id), record)), ...indexes]),
  };
};

/** The tables of sealed identities. A person's key is needed for two of them, and kept in between. */
export const identityTables = (vault: Vault): DatabaseSeed['tables'] => {
  const identities = new WeakMap<Person, string>();
  const keyLine = (person: Person) => {
    const made = sealed(vault, person);
    if (made) identities.set(person, made.identity);
    return made?.key ?? '';
  };
  return [
    {
      into: 'nik_claim (nik_index, participant_id)',
      lines: ({ nik, id }) => line([bytea(vault.blindIndex('nik', nik)), id]),
    },
    { into: 'subject_key (subject_id, kek_id, wrapped)', lines: keyLine },
    {
      into: 'participant_identity (participant_id, sealed, kk_index, phone_index, email_index)',
      lines: (person) => identities.get(person) ?? '',
    },
  ];
};
