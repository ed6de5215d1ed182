import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { isUuid } from '../../kit/ids.ts';
import { typedText, typedWithin } from '../../kit/typed-text.ts';
import { voidRequested } from './purchase.events.ts';
import { isOfficer, isSeller } from './purchase.policy.ts';
import { refusals } from './purchase.refusal.ts';
import { ASK_VOID, LOCK } from './purchase.statement.ts';
import { PurchaseStatus } from './purchase.status.ts';

interface VoidServiceOptions {
  outbox: Outbox;
  now: () => Date;
}

interface VoidCall {
  caller: Caller;
  requestId: string;
}

/** Asks for purchases to be undone. */
export class VoidService {
  readonly #options: VoidServiceOptions;

  constructor(options: VoidServiceOptions) {
    this.#options = options;
  }

  /**
   * Asks training to undo a purchase; the money is back when it says so. May be asked again until it is answered.
   * @returns the id of the purchase
   * @throws Refusal FORBIDDEN, REASON_MALFORMED, PURCHASE_UNKNOWN, PURCHASE_NOT_VOIDABLE
   */
  async askVoid(em: EntityManager, { id, reason }: { id: string; reason: string }, call: VoidCall): Promise<string> {
    const { caller, requestId } = call;
    touched('Purchase', id);
    if (!isOfficer(caller) && !(caller.can('course:publish') && caller.org !== null)) throw refusals.notSeller();
    const kept = typedWithin(reason, { least: 5, most: 500, read: typedText });
    if (kept === null) throw refusals.reason();
    if (!isUuid(id)) throw refusals.unknown();
    return em.transactional(async (tx) => {
      const [found] = (await execute(tx, LOCK, [[id]])).rows;
      const isTheirs = found !== undefined && (isOfficer(caller) || isSeller(caller, found.platformId));
      if (!isTheirs || found.status === 'ENDED') throw refusals.unknown();
      if (found.status !== PurchaseStatus.HELD) throw refusals.ended(found.status);
      const at = this.#options.now();
      await execute(tx, ASK_VOID, [id, at, kept]);
      const data = { enrollment: id, participant: found.participantId, at: at.toISOString() };
      await this.#options.outbox.add(tx, voidRequested, { data, requestId });
      return id;
    });
  }
}
