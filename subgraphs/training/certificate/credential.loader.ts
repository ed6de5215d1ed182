import type { Database } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import {
  CertificateDraftEntity,
  CertificateEntity,
  CertificateKeyEntity,
  StatusEntryEntity,
  StatusListEntity,
} from './certificate.entity.ts';

const query = queriesOver(
  CertificateEntity,
  CertificateDraftEntity,
  CertificateKeyEntity,
  StatusEntryEntity,
  StatusListEntity,
);

const CREDENTIALS = query<{ ids: readonly string[] }>()('credential-by-certificate', (db, { ids }) =>
  db
    .selectFrom('certificate')
    .leftJoin('certificate_draft', (join) =>
      join
        .onRef('certificate_draft.participantId', '=', 'certificate.participantId')
        .onRef('certificate_draft.enrollmentId', '=', 'certificate.enrollmentId'),
    )
    .select(['id', 'credential', 'salt', 'revocationReason'])
    .where(isOneOf('id', ids, 'uuid')),
);

const KEYS = query<{ institutions: readonly string[] }>()('certificate-keys-by-institution', (db, { institutions }) =>
  db
    .selectFrom('certificate_key')
    .select(['kid', 'institutionId', 'jwk', 'validFrom', 'validUntil', 'compromisedAt'])
    .where(isOneOf('institutionId', institutions, 'uuid'))
    .orderBy('registeredAt', 'desc')
    .orderBy('kid'),
);

const KEY = query<{ kid: string }>()('certificate-key-by-kid', (db, { kid }) =>
  db
    .selectFrom('certificate_key')
    .select(['kid', 'institutionId', 'jwk', 'validFrom', 'validUntil', 'compromisedAt'])
    .where('kid', '=', kid),
);

const LIST = query<{ number: number }>()('status-list-by-number', (db, { number }) =>
  db.selectFrom('status_list').select('number').where('number', '=', number),
);

const REVOKED = query<{ number: number }>()('status-list-revoked', (db, { number }) =>
  db.selectFrom('status_entry').select('place').where('listNumber', '=', number).where('isRevoked', '=', true),
);

/** The signed credential of each certificate, with what opens its subject. */
export const credentialByCertificate = (database: Database) =>
  byKey(
    (ids: string[]) => database.read(CREDENTIALS, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  );

/** The keys of each institution, newest first. */
export const keysByInstitution = (database: Database) => {
  const keys = byKey(
    async (institutions: string[]) => {
      const rows = await database.read(KEYS, { institutions: institutions.filter(isUuid) });
      return [...Map.groupBy(rows, ({ institutionId }) => institutionId)].map(([id, of]) => ({ id, keys: of }));
    },
    ({ id }) => id,
  );
  return keys;
};

export const readKey = async (database: Database, kid: string) => (await database.read(KEY, { kid }))[0] ?? null;

/** Reads which places of a list are revoked; null when there is no such list. */
export const readRevoked = async (database: Database, number: number): Promise<number[] | null> => {
  if ((await database.read(LIST, { number })).length === 0) return null;
  return (await database.read(REVOKED, { number })).map(({ place }) => place);
};
