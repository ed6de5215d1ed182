import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute, run } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { queriesOver } from '../../kit/query.ts';
import { CertificateKeyEntity } from './certificate.entity.ts';
import { isIssuer, isRevoker, mayIssue, mayRevoke } from './certificate.policy.ts';
import { LOCK_INSTITUTION } from './certificate.statement.ts';
import { refusals } from './certificate-key.refusal.ts';
import { readSigningKey, type SigningKey, thumbprintOf } from './signing-key.ts';

/** Keys of an institution that have not ended. */
export const MOST_KEYS = 10;
const YEAR_MS = 366 * 86_400_000;
const MOST_YEARS = 5;

export interface NewCertificateKey {
  institution: string;
  /** The public key as JSON. */
  jwk: string;
  validFrom: Date | null;
  validUntil: Date | null;
}

export interface KeyEnd {
  kid: string;
  /** Now where it is null. */
  validUntil: Date | null;
  compromisedAt: Date | null;
}

interface KeyRow {
  kid: string;
  institutionId: string;
  jwk: SigningKey;
  validFrom: Date;
  validUntil: Date | null;
  registeredAt: Date;
}

const query = queriesOver(CertificateKeyEntity);

// Not by the unit of work: a key that is known already is a refusal here, and would be an error at the flush.
const INSERT = query<KeyRow>()('certificate-key-insert', (db, key) =>
  db
    .insertInto('certificate_key')
    .values({
      kid: key.kid,
      institutionId: key.institutionId,
      jwk: key.jwk,
      validFrom: key.validFrom,
      validUntil: key.validUntil,
      compromisedAt: null,
      registeredAt: key.registeredAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('kid'),
);

const LIVING = query<{ institution: string; now: Date }>()('certificate-keys-living', (db, { institution, now }) =>
  db
    .selectFrom('certificate_key')
    .select('kid')
    .where('institutionId', '=', institution)
    .where((where) => where.or([where('validUntil', 'is', null), where('validUntil', '>', now)])),
);

const isBefore = (one: Date | null, other: Date | null): boolean => one !== null && (other === null || one < other);

/** Keys begin and end from now on: an earlier moment, and none, is now. */
const later = (date: Date | null, now: Date): Date => (date !== null && date > now ? date : now);

/** Registers and ends the keys with which institutions sign. */
export class CertificateKeyService {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /**
   * Registers a key of the caller's institution.
   * @returns its kid
   * @throws Refusal FORBIDDEN, INSTITUTION_UNKNOWN, KEY_MALFORMED, PRIVATE_KEY_SENT, KEY_ALREADY_USED,
   * CERTIFICATE_KEY_LIMIT_REACHED, KEY_DATES_OUT_OF_RANGE
   */
  async register(em: EntityManager, input: NewCertificateKey, caller: Caller): Promise<string> {
    touched('Institution', input.institution.slice(0, 64));
    if (!isIssuer(caller)) throw refusals.forbidden();
    const jwk = readSigningKey(input.jwk);
    const dates = this.#datesOf(input);
    if (!isUuid(input.institution)) throw refusals.institutionUnknown();
    return em.transactional(async (tx) => {
      const [institution] = (await execute(tx, LOCK_INSTITUTION, [input.institution])).rows;
      if (!institution || !mayIssue(caller, institution.organization)) throw refusals.institutionUnknown();
      const now = this.#now();
      const living = await run(tx, LIVING, { institution: input.institution, now });
      if (living.length >= MOST_KEYS) throw refusals.limit(MOST_KEYS);
      const key = { kid: thumbprintOf(jwk), institutionId: input.institution, jwk, ...dates, registeredAt: now };
      if ((await run(tx, INSERT, key)).length === 0) throw refusals.alreadyUsed();
      return key.kid;
    });
  }

  /**
   * Ends a key: nothing that it signs from then on is taken. With `compromisedAt` nothing counts that was recorded from
   * then on, and what was recorded before stays good.
   * @returns its kid
   * @throws Refusal FORBIDDEN, CERTIFICATE_KEY_UNKNOWN, CERTIFICATE_KEY_ALREADY_ENDED, KEY_DATES_OUT_OF_RANGE
   */
  async end(em: EntityManager, { kid, validUntil, compromisedAt }: KeyEnd, caller: Caller): Promise<string> {
    touched('CertificateKey', kid.slice(0, 64));
    if (!isRevoker(caller)) throw refusals.forbidden();
    const now = this.#now();
    const end = later(validUntil, now);
    if (compromisedAt !== null && compromisedAt > now) throw refusals.dates(['compromisedAt']);
    return em.transactional(async (tx) => {
      const key = await tx.findOne(CertificateKeyEntity, { kid }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!key) throw refusals.unknown();
      const [institution] = (await execute(tx, LOCK_INSTITUTION, [key.institutionId])).rows;
      if (!mayRevoke(caller, institution?.organization ?? null)) throw refusals.unknown();
      const isEarlier = isBefore(end, key.validUntil);
      const isWorse = isBefore(compromisedAt, key.compromisedAt);
      if (!isEarlier && !isWorse) throw refusals.ended();
      if (isEarlier) key.validUntil = later(key.validFrom, end);
      if (isWorse) key.compromisedAt = compromisedAt;
      return kid;
    });
  }

  #datesOf({ validFrom, validUntil }: NewCertificateKey) {
    const now = this.#now();
    const from = later(validFrom, now);
    if (from.getTime() > now.getTime() + YEAR_MS) throw refusals.dates(['validFrom']);
    const isWithin = validUntil === null || (validUntil > from && +validUntil <= +from + MOST_YEARS * YEAR_MS);
    if (!isWithin) throw refusals.dates(['validUntil']);
    return { validFrom: from, validUntil };
  }
}
