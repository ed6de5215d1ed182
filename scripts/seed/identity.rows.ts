import { Secret } from '../../subgraphs/kit/vault/secret.ts';
import type { Vault } from '../../subgraphs/kit/vault/vault.ts';
import { identityPlace, packIdentity } from '../../subgraphs/pmo/identity/identity.record.ts';
import { bytea, line } from './copy.ts';
import type { DatabaseSeed } from './database.seed.ts';
import type { Person } from './population.ts';
import { syntheticWaves } from './waves.ts';

const FIRST_WAVE = syntheticWaves[0]?.number;

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

/** The lists that a person is on: what the ineligible of the oldest wave were turned down for, a later policy allows. */
const listLines = (vault: Vault, { nik, registration, revokedAt, barred }: Person) => {
  const lists: [string, number][] = [];
  if (registration && registration.wave === FIRST_WAVE && registration.status === 'INELIGIBLE')
    lists.push(['SOCIAL_AID', 0]);
  // The versions of this list are the waves.
  if (registration && revokedAt) lists.push(['REVOKED', registration.wave]);
  if (barred) lists.push(['STATE_OFFICIALS', 0]);
  if (lists.length === 0) return '';
  const index = bytea(vault.blindIndex('nik', nik));
  return lists.map(([list, version]) => line([list, index, version])).join('');
};

const live = new Set(['JOINED', 'ELIGIBLE']);

/** The place on the family card of whoever is in a wave or awarded. */
const placeLine = (vault: Vault, { id, identity, registration, balance }: Person) => {
  if (!identity || !registration || !(balance || live.has(registration.status))) return '';
  return line([bytea(vault.blindIndex('kk', identity.kk)), identity.place, id, registration.wave]);
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
    { into: 'kk_claim (kk_index, slot, participant_id, wave_number)', lines: (person) => placeLine(vault, person) },
    { into: 'barred_entry (list, nik_index, added_in)', lines: (person) => listLines(vault, person) },
  ];
};
