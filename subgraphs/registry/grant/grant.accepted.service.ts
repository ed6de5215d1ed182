import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { GrantEntity, type GrantRow } from './grant.entity.ts';
import { dayOf } from './grant.reading.ts';
import { GrantStatus } from './grant.status.ts';

type OfferTerms = Pick<
  GrantRow,
  | 'id'
  | 'owner'
  | 'element'
  | 'permissions'
  | 'fields'
  | 'untilDay'
  | 'reason'
  | 'dataClass'
  | 'dataPurpose'
  | 'isConsentNeeded'
> & { offeredBy: string; approvedBy: string | null };

/** What came of an offer for an organisation; null where it has not accepted it. */
export const findAccepted = (
  tx: EntityManager,
  which: { offerId: string; grantee: string },
): Promise<GrantRow | null> => tx.findOne(GrantEntity, which);

/**
 * Adds the grant that comes of an offer, from today on: who accepts it asks, and who offered it has granted it.
 * @returns the grant's id
 */
export const addAccepted = async (
  tx: EntityManager,
  { offer, grantee, by, now }: { offer: OfferTerms; grantee: string; by: string; now: Date },
): Promise<string> => {
  const { id: offerId, offeredBy, approvedBy, ...allowed } = offer;
  const { owner, element, permissions, fields, untilDay, reason, dataClass, dataPurpose, isConsentNeeded } = allowed;
  const id = uuidv7(now.getTime());
  touched('Grant', id);
  tx.create(GrantEntity, {
    id,
    offerId,
    owner,
    grantee,
    element,
    permissions,
    fields,
    fromDay: dayOf(now),
    untilDay,
    reason,
    status: GrantStatus.GRANTED,
    requestedBy: by,
    requestedAt: now,
    acceptedBy: offeredBy,
    grantedBy: approvedBy,
    decidedAt: now,
    endedBy: null,
    endReason: null,
    endsOn: null,
    dataClass,
    dataPurpose,
    isConsentNeeded,
  });
  await tx.flush();
  return id;
};
