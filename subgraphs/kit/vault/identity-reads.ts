import { touched } from '../audit/draft.ts';
import type { AuditTrail } from '../audit/trail.ts';
import { BilingualError } from '../bilingual-error.ts';
import type { Database } from '../database.ts';
import { jakartaDayAfter } from '../jakarta.ts';
import type { Logger } from '../log.ts';
import type { RequestFacts } from '../request.ts';
import { type Access, accessColumns, recordAccess } from './access-log.ts';

const TAKE = {
  name: 'identity-reads-take',
  text: 'select * from take_identity_reads($1, $2, $3, $4::date, $5, $6::uuid[], $7::text[], $8::text[])',
};

interface ReadCount {
  subject: string;
  /** People whose identity the reader was shown today, before this read, and those that it added. */
  used: number;
  added: number;
}

export interface IdentityReadsOptions {
  database: Database;
  /** Most people whose identity one reader may see on a day. */
  limit: number;
  log: Pick<Logger, 'warn'>;
  /** Audit trail in which an alarm leaves its entry. */
  audit: AuditTrail;
  now: () => Date;
}

type Facts = Pick<RequestFacts, 'caller' | 'requestId'>;

/**
 * Decides whether a person reads their own data: by the scope `self`, since an officer's token could name anybody as
 * its subject.
 */
const isOwn = ({ caller }: Facts, { subjectId }: Access) => caller.can('self') && caller.id === subjectId;

/**
 * Writes reads of identities to the access log, and bounds of how many people an officer sees them on a day of
 * Asia/Jakarta. A person's own reads are logged and never count.
 */
export class IdentityReads {
  readonly #options: IdentityReadsOptions;

  constructor(options: IdentityReadsOptions) {
    this.#options = options;
  }

  /** What the fields of a person beyond the limit are answered with. */
  refusal(): BilingualError {
    const { limit } = this.#options;
    const text = {
      en: `You have read the identities of ${limit} people today, which is the limit; those of further people can be read from midnight on (Asia/Jakarta).`,
      id: `Hari ini Anda sudah membaca identitas ${limit} orang, yaitu batasnya; identitas orang lain dapat dibaca mulai tengah malam (WIB).`,
    };
    return new BilingualError(text, { code: 'IDENTITY_QUOTA_REACHED' });
  }

  /**
   * Call it before the values leave: what cannot be counted and written down is not shown. One statement for all people
   * of a step.
   * @returns the people whose values may be shown
   */
  async record(accesses: readonly Access[], facts: Facts): Promise<ReadonlySet<string>> {
    const own = accesses.filter((access) => isOwn(facts, access));
    const others = accesses.filter((access) => !isOwn(facts, access));
    await recordAccess(this.#options.database, own, facts);
    const taken = others.length === 0 ? [] : await this.#take(others, facts);
    return new Set([...own.map(({ subjectId }) => subjectId), ...taken.map(({ subject }) => subject)]);
  }

  async #take(accesses: readonly Access[], facts: Facts): Promise<ReadCount[]> {
    const { database, limit, now } = this.#options;
    const { caller, requestId } = facts;
    const reader = [caller.id, caller.org, requestId, jakartaDayAfter(now(), 0), limit];
    const taken = await database.rows<ReadCount>(TAKE, [...reader, ...accessColumns(accesses)]);
    if (taken[0]) await this.#alarm(taken[0], facts);
    return taken;
  }

  /** Once a day each, when half and when all of it is used: the read that crosses the mark finds it. */
  async #alarm({ used, added }: ReadCount, facts: Facts): Promise<void> {
    const { limit, log, audit } = this.#options;
    const reaches = (mark: number) => used < mark && used + added >= mark;
    const name = reaches(limit)
      ? 'identityReadsUsedUp'
      : reaches(Math.ceil(limit / 2))
        ? 'identityReadsHalfUsed'
        : null;
    if (name === null) return;
    const { caller, requestId } = facts;
    log.warn({ requestId, reader: caller.id, org: caller.org, people: used + added, limit }, name);
    await audit.run({ name, args: { people: used + added, limit }, facts }, () => touched('Reader', caller.id ?? ''));
  }
}
