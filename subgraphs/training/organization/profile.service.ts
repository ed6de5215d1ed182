import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute, type Transaction } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import type { Refusal } from '../../kit/refusal.ts';
import { column, statement } from '../../kit/statement.ts';
import { seatInstitution } from '../institution/index.ts';
import { inForce, platformReach, provinces } from '../policy/index.ts';
import { refusals } from './profile.refusal.ts';
import { type Profile, readProfile, type SentProfile } from './profile.ts';

/** A profile of an institution, with its seat. */
export interface SentInstitution extends SentProfile {
  /** Code of a regency or city; null leaves it as it is. */
  seat?: string | null;
}

interface ProfileCall {
  caller: Caller;
  /** Version of the profile that the caller has read; 0 for the first one. */
  expectedVersion: number;
}

// The row that is changed is locked until the end; two that write the first profile wait for one another here.
const PUT = statement(
  'organization-profile-put',
  { version: column.int4 },
  `insert into organization_profile
      (organization_id, tax_number, legal_form, established, accreditation, provinces, version, updated_at)
    select $1::uuid, $2, $3, $4::date, $5, $6::text[], 1, $7::timestamptz
    where $8 = 0 or exists (select from organization_profile where organization_id = $1)
    on conflict (organization_id) do update set tax_number = excluded.tax_number, legal_form = excluded.legal_form,
      established = excluded.established, accreditation = excluded.accreditation, provinces = excluded.provinces,
      version = organization_profile.version + 1, updated_at = excluded.updated_at
    where organization_profile.version = $8
    returning version`,
);

const VERSION = statement(
  'organization-profile-version',
  { version: column.int4 },
  'select version from organization_profile where organization_id = $1',
);

const PARTNER = {
  platform: statement(
    'organization-platform',
    { id: column.uuid },
    'select id from platform where organization_id = $1',
  ),
  institution: statement(
    'organization-institution',
    { id: column.uuid },
    'select id from institution where organization_id = $1',
  ),
} as const;

const SERVED = statement(
  'organization-served',
  { served: column.int4 },
  `select cardinality(provinces) as served from organization_profile where organization_id = $1`,
);

/**
 * Returns why a platform's organisation may not publish yet, or null: it states a profile first, and serves the share of
 * the provinces that holds on that day. Refusals PROFILE_MISSING, PROVINCES_TOO_FEW.
 */
export const publishingFault = async (tx: Transaction, organization: string, now: Date): Promise<Refusal | null> => {
  const [row] = (await execute(tx, SERVED, [organization])).rows;
  if (!row) return refusals.profileMissing();
  const today = jakartaDayAfter(now, 0);
  const { part, of } = inForce(platformReach, today).value;
  const needed = Math.ceil((inForce(provinces, today).value.length * part) / of);
  return row.served < needed ? refusals.provincesTooFew(row.served, needed) : null;
};

/** Keeps what platforms and institutions state of themselves; each returns the id of the platform or institution. */
export class ProfileService {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /**
   * @throws Refusal FORBIDDEN, TAX_NUMBER_MALFORMED, ESTABLISHED_IMPOSSIBLE, ACCREDITATION_MALFORMED, PROVINCE_UNKNOWN,
   * VERSION_CHANGED
   */
  async updatePlatform(em: EntityManager, sent: SentProfile, call: ProfileCall): Promise<string> {
    return this.#update(em, 'platform', { ...call, sent });
  }

  /**
   * @throws Refusal FORBIDDEN, TAX_NUMBER_MALFORMED, ESTABLISHED_IMPOSSIBLE, ACCREDITATION_MALFORMED, PROVINCE_UNKNOWN,
   * REGION_MALFORMED, VERSION_CHANGED
   */
  async updateInstitution(em: EntityManager, sent: SentInstitution, call: ProfileCall): Promise<string> {
    const { seat = null } = sent;
    if (call.caller.can('course:publish') && seat !== null && !/^\d{2}[.]\d{2}$/.test(seat)) throw refusals.seat();
    return this.#update(em, 'institution', { ...call, sent, seat });
  }

  async #update(
    em: EntityManager,
    kind: keyof typeof PARTNER,
    { caller, expectedVersion, sent, seat = null }: ProfileCall & { sent: SentProfile; seat?: string | null },
  ): Promise<string> {
    const { org } = caller;
    if (!caller.can('course:publish') || org === null || !isUuid(org)) throw refusals.forbidden(kind);
    const now = this.#now();
    const profile = readProfile(sent, now);
    return em.transactional(async (tx) => {
      const [partner] = (await execute(tx, PARTNER[kind], [org])).rows;
      if (!partner) throw refusals.forbidden(kind);
      touched(kind === 'platform' ? 'Platform' : 'Institution', partner.id);
      await put(tx, profile, { organization: org, expectedVersion, now });
      if (seat !== null) await seatInstitution(tx, org, seat);
      return partner.id;
    });
  }
}

const put = async (
  tx: Transaction,
  { taxNumber, legalForm, established, accreditation, provinces: served }: Profile,
  { organization, expectedVersion, now }: { organization: string; expectedVersion: number; now: Date },
): Promise<void> => {
  const values = [organization, taxNumber, legalForm, established, accreditation, served, now, expectedVersion];
  if ((await execute(tx, PUT, values)).rows.length > 0) return;
  const [known] = (await execute(tx, VERSION, [organization])).rows;
  throw refusals.versionChanged(known?.version ?? 0);
};
