import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { typedWithin } from '../../kit/typed-text.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { decideMatch, giveUpNik } from '../match/index.ts';
import { personOf } from '../participant/index.ts';
import type { PlaceService } from '../registration/index.ts';
import { refusals } from './dispute.refusal.ts';
import {
  CLAIMANT,
  DECIDE,
  DISPUTE,
  LOCK_CLAIMANT,
  LOCK_DISPUTE,
  LOCK_PEOPLE,
  OPEN,
  PROPOSE,
  SAY,
  STANDING_OF_HOLDER,
} from './dispute.statement.ts';
import type { DisputeOutcome } from './dispute.status.ts';

interface DisputeOptions {
  vault: Pick<Vault, 'storedIndexes'>;
  places: Pick<PlaceService, 'takeConfirmedPlaces' | 'turnOutUnconfirmed' | 'leaveCard'>;
  now: () => Date;
}

/** What an officer says of a dispute. */
export interface Opinion {
  id: string;
  outcome: `${DisputeOutcome}`;
  reason: string;
}

// restrict_violation
const GUARDED = '23001';

type LockedDispute = RowsOf<typeof DISPUTE>;

/** A wave was frozen while the dispute was decided: its guard refused to turn the holder down. */
const orInDraw = (error: { code?: unknown }): never => {
  throw error.code === GUARDED ? refusals.holderInDraw() : error;
};

/** Lets whoever is not confirmed say that a NIK is theirs, and two officers decide it. */
export class DisputeService {
  readonly #options: DisputeOptions;

  constructor(options: DisputeOptions) {
    this.#options = options;
  }

  /**
   * Opens a dispute for the caller, whatever the reason for which they are not confirmed: it is not told.
   * @returns the dispute's id
   * @throws Refusal FORBIDDEN, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED, DISPUTE_EVIDENCE_MALFORMED,
   * DISPUTE_NOT_NEEDED, DISPUTE_OPEN
   */
  open(em: EntityManager, evidence: string, { caller, key }: { caller: Caller; key: string }): Promise<string> {
    const participantId = personOf(caller);
    const typed = typedWithin(evidence, { least: 3, most: 200 });
    if (typed === null) throw refusals.evidence();
    const call = { caller: participantId, operation: 'openIdentityDispute', key, body: { evidence: typed } };
    return em.transactional((tx) =>
      once(tx, call, async () => {
        await execute(tx, LOCK_CLAIMANT, [participantId]);
        const [claimant] = (await execute(tx, CLAIMANT, [participantId])).rows;
        if (claimant?.isOpen) throw refusals.isOpen();
        if (!claimant?.nikIndex) throw refusals.notNeeded();
        const at = this.#options.now();
        const id = uuidv7(at.getTime());
        await execute(tx, OPEN, [id, participantId, claimant.nikIndex, typed, at]);
        touched('IdentityDispute', id);
        return id;
      }),
    );
  }

  /**
   * Says what an officer thinks. The second of two officers who say the same decides: the NIK becomes the person's, and
   * whoever held it loses the claim, the place on the family card and what they wait for in a wave.
   * @returns the dispute's id
   * @throws Refusal FORBIDDEN, DISPUTE_UNKNOWN, DISPUTE_REASON_MALFORMED, DISPUTE_DECIDED, SAME_PERSON,
   * DISPUTE_OWN_MATTER, DISPUTE_OVERTAKEN, DISPUTE_HOLDER_IN_DRAW
   */
  async say(em: EntityManager, { id, outcome, reason }: Opinion, caller: Caller): Promise<string> {
    touched('IdentityDispute', id);
    if (!caller.id || !caller.can('identity:decide')) throw refusals.forbidden();
    if (!isUuid(id)) throw refusals.unknown();
    const typed = typedWithin(reason, { least: 3, most: 500 });
    if (typed === null) throw refusals.reason();
    const officer = caller.id;
    const said = em.transactional(async (tx) => {
      await execute(tx, LOCK_DISPUTE, [id]);
      const [dispute] = (await execute(tx, DISPUTE, [id])).rows;
      if (!dispute) throw refusals.unknown();
      if (dispute.status === 'GRANTED' || dispute.status === 'REJECTED') throw refusals.decided();
      if (dispute.officer === officer) throw refusals.samePerson();
      if ([dispute.participantId, dispute.holderId].includes(officer.toLowerCase())) throw refusals.ownMatter();
      await execute(tx, SAY, [id, dispute.opinions + 1, outcome, typed, officer, this.#options.now()]);
      if (dispute.status === 'OPEN') await execute(tx, PROPOSE, [id]);
      else if (dispute.outcome === outcome) await this.#decide(tx, { ...dispute, id }, outcome);
    });
    await said.catch(orInDraw);
    return id;
  }

  async #decide(tx: EntityManager, dispute: LockedDispute & { id: string }, outcome: `${DisputeOutcome}`) {
    const { id, participantId, holderId } = dispute;
    const { vault, places, now } = this.#options;
    const at = now();
    const [nikIndex] = await vault.storedIndexes(tx, [{ kind: 'nik', index: dispute.nikIndex }]);
    await execute(tx, LOCK_PEOPLE, [[participantId, holderId].filter((person) => person !== null)]);
    await execute(tx, DECIDE[outcome], [id, holderId, at]);
    if (outcome === 'REJECTED') return;
    if (holderId !== null) await this.#release(tx, holderId, at);
    const { rows } = await execute(tx, decideMatch, [participantId, at, nikIndex]);
    if (rows.length === 0) throw refusals.overtaken();
    await places.takeConfirmedPlaces(tx, [participantId]);
  }

  /** Takes the NIK from its holder. An award stays in the books, and is judged again: it bars without a NIK. */
  async #release(tx: EntityManager, holderId: string, at: Date): Promise<void> {
    const { places } = this.#options;
    const [standing] = (await execute(tx, STANDING_OF_HOLDER, [holderId])).rows;
    if (standing?.isFrozen) throw refusals.holderInDraw();
    if (standing?.isAwarded) await places.leaveCard(tx, holderId);
    else if (typeof standing?.wave === 'number') await places.turnOutUnconfirmed(tx, standing.wave, [holderId]);
    await execute(tx, giveUpNik, [holderId, at]);
  }
}
