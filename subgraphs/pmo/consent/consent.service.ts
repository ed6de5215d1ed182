import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute, run } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { queriesOver } from '../../kit/query.ts';
import { personOf, refusals as personRefusals } from '../participant/index.ts';
import { ConsentEntity } from './consent.entity.ts';
import { consentGranted, consentWithdrawn } from './consent.events.ts';
import type { ConsentPurpose } from './consent.purpose.ts';
import { refusals } from './consent.refusal.ts';
import { ConsentStatus, transition } from './consent.status.ts';

export const DEFAULT_DAYS = 365;
export const MOST_DAYS = 730;
const DAY_MS = 86_400_000;

export interface NewConsent {
  portalId?: string | null;
  allPortals: boolean;
  purpose: ConsentPurpose;
  until?: Date | null;
}

export interface ConsentCall {
  caller: Caller;
  requestId: string;
  key: string;
}

/** A consent as it is stored and told; `portal` is null for all portals. */
interface Consent {
  id: string;
  participant: string;
  portal: string | null;
  purpose: ConsentPurpose;
  region: string;
  until: Date;
}

// Locked against an erasure, which ends what is granted here, and then takes nothing more.
const PERSON = `select region_code as region from participant where id = $1
    and not exists (select from subject_key where subject_id = participant.id and destroyed_at is not null)
  for no key update`;

const PORTAL = `select status from organization where id = $1 and kind = 'JOB_PORTAL' for key share`;

interface NewRow {
  id: string;
  participant: string;
  portal: string | null;
  purpose: ConsentPurpose;
  region: string;
  at: Date;
  until: Date;
}

const query = queriesOver(ConsentEntity);

// One that has run out gives its place to the new one, whether or not the periodic step has been there.
const EXPIRE = query<Pick<NewRow, 'participant' | 'portal' | 'purpose' | 'at'>>()('consent-expire-one', (db, given) =>
  db
    .updateTable('consent')
    .set((eb) => ({ status: sql.lit(ConsentStatus.EXPIRED), endedAt: eb.ref('until') }))
    .where('participantId', '=', given.participant)
    .where('portalId', 'is not distinct from', given.portal)
    .where('purpose', '=', given.purpose)
    .where('status', '=', sql.lit(ConsentStatus.GRANTED))
    .where('until', '<=', given.at),
);

const INSERT = query<NewRow>()('consent-insert', (db, { id, participant, portal, purpose, region, at, until }) =>
  db
    .insertInto('consent')
    .values({
      id,
      participantId: participant,
      portalId: portal,
      purpose,
      regionCode: region,
      status: ConsentStatus.GRANTED,
      grantedAt: at,
      until,
      endedAt: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id'),
);

const dataOf = ({ id, participant, portal, purpose, region, until }: Consent, at: Date) => ({
  consent: id,
  participant,
  portal,
  purpose,
  region,
  until: until.toISOString(),
  at: at.toISOString(),
});

/** Grants and withdraws consents; each answers the consent's id. */
export class ConsentService {
  readonly #outbox: Outbox;
  /** The clock that decides whether a consent has run out. */
  readonly now: () => Date;

  constructor({ outbox, now }: { outbox: Outbox; now: () => Date }) {
    this.#outbox = outbox;
    this.now = now;
  }

  /**
   * Lets a portal, or all of them, use the caller's data for a purpose. A unique index keeps one that holds for each.
   * @throws Refusal FORBIDDEN, NOT_REGISTERED, PORTAL_NOT_STATED, PORTAL_UNKNOWN, PORTAL_SUSPENDED,
   * UNTIL_NOT_IN_FUTURE, UNTIL_TOO_FAR, CONSENT_ALREADY_GRANTED, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED
   */
  async grant(em: EntityManager, input: NewConsent, { caller, requestId, key }: ConsentCall): Promise<string> {
    const participant = personOf(caller);
    const { purpose, allPortals } = input;
    const portal = input.portalId?.toLowerCase() ?? null;
    if ((portal === null) !== allPortals) throw refusals.portalNotStated();
    const body = { portal, purpose, until: input.until?.toISOString() ?? null };
    return em.transactional((tx) =>
      once(tx, { caller: participant, operation: 'grantConsent', key, body }, async () => {
        const at = this.now();
        const until = readUntil(input.until ?? null, at);
        const region = await readPerson(tx, participant);
        if (portal) await checkPortal(tx, portal);
        const consent = { id: uuidv7(at.getTime()), participant, portal, purpose, region, until };
        await run(tx, EXPIRE, { participant, portal, purpose, at });
        const inserted = await run(tx, INSERT, { ...consent, at });
        if (inserted.length === 0) throw refusals.granted();
        touched('Consent', consent.id);
        await this.#outbox.add(tx, consentGranted, { data: dataOf(consent, at), requestId });
        return consent.id;
      }),
    );
  }

  /**
   * Withdraws a consent of the caller's own, from now on.
   * @throws Refusal FORBIDDEN, CONSENT_UNKNOWN, CONSENT_TRANSITION_ILLEGAL, IDEMPOTENCY_KEY_MALFORMED,
   * IDEMPOTENCY_KEY_REUSED
   */
  async withdraw(em: EntityManager, consentId: string, { caller, requestId, key }: ConsentCall): Promise<string> {
    const participant = personOf(caller);
    if (!isUuid(consentId)) throw refusals.unknown();
    const id = consentId.toLowerCase();
    touched('Consent', id);
    return em.transactional((tx) =>
      once(tx, { caller: participant, operation: 'withdrawConsent', key, body: { id } }, async () => {
        const at = this.now();
        const lockMode = LockMode.PESSIMISTIC_WRITE;
        const consent = await tx.findOne(ConsentEntity, { id, participantId: participant }, { lockMode });
        if (!consent) throw refusals.unknown();
        const hasRunOut = consent.status === ConsentStatus.GRANTED && consent.until <= at;
        consent.status = transition(hasRunOut ? ConsentStatus.EXPIRED : consent.status, ConsentStatus.WITHDRAWN);
        consent.endedAt = at;
        const { portalId: portal, purpose, regionCode: region, until } = consent;
        const data = dataOf({ id, participant, portal, purpose, region, until }, at);
        await this.#outbox.add(tx, consentWithdrawn, { data, requestId });
        return id;
      }),
    );
  }
}

const readUntil = (until: Date | null, at: Date): Date => {
  const end = until ?? new Date(at.getTime() + DEFAULT_DAYS * DAY_MS);
  if (end <= at) throw refusals.untilPast();
  if (end.getTime() > at.getTime() + MOST_DAYS * DAY_MS) throw refusals.untilTooFar(MOST_DAYS);
  return end;
};

const readPerson = async (tx: EntityManager, id: string): Promise<string> => {
  const [person] = (await execute<{ region: string }>(tx, PERSON, [id])).rows;
  if (!person) throw personRefusals.notRegistered();
  return person.region;
};

const checkPortal = async (tx: EntityManager, id: string): Promise<void> => {
  const { rows } = await execute<{ status: string }>(tx, PORTAL, [isUuid(id) ? id : null]);
  if (!rows[0]) throw refusals.portalUnknown();
  if (rows[0].status !== 'ACTIVE') throw refusals.portalSuspended();
};
