import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { column, statement } from '../../kit/statement.ts';
import { mayAcknowledge } from './deprecation.policy.ts';
import { refusals } from './deprecation.refusal.ts';

const STANDING_OF = statement(
  'deprecation-standing-of',
  { isAcknowledged: column.bool },
  `select acknowledged_at is not null as "isAcknowledged"
    from deprecation_user join deprecation on deprecation.id = deprecation_id
    where deprecation_id = $1 and organization = $2 and ended_at is null
    for update of deprecation_user`,
);

const ACKNOWLEDGE = `update deprecation_user set acknowledged_at = $3::timestamptz, acknowledged_by = $4
  where deprecation_id = $1 and organization = $2`;

/** Takes an organisation's word that it will do without what goes. */
export class AcknowledgingService {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /**
   * Keeps the acknowledgement; the first one stays. @returns the id of the deprecation
   * @throws Refusal FORBIDDEN, DEPRECATION_UNKNOWN
   */
  async acknowledge(em: EntityManager, id: string, caller: Caller): Promise<string> {
    if (!mayAcknowledge(caller)) throw refusals.mayNotAcknowledge();
    touched('Deprecation', id.slice(0, 128));
    await em.transactional(async (tx) => {
      const { rows } = isUuid(id) ? await execute(tx, STANDING_OF, [id, caller.org]) : { rows: [] };
      const [found] = rows;
      if (!found) throw refusals.unknown();
      if (!found.isAcknowledged) await execute(tx, ACKNOWLEDGE, [id, caller.org, this.#now(), caller.id]);
    });
    return id;
  }
}
