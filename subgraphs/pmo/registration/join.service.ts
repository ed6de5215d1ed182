import { touched } from '../../kit/audit/draft.ts';
import { type Outcome, runAudited } from '../../kit/audit/statement.ts';
import type { Caller } from '../../kit/caller.ts';
import type { Database } from '../../kit/database.ts';
import { checkKey, hashOf, refusals as keyRefusals } from '../../kit/idempotency.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { Refusal } from '../../kit/refusal.ts';
import { personOf, refusals as personRefusals } from '../participant/person.service.ts';
import { type Decision, evaluate, policyOf, type Reason, toFacts } from '../policy/policy.service.ts';
import { JOIN, type JoinFacts, READ_JOIN } from './join.statement.ts';
import { refusals } from './registration.refusal.ts';
import { type Registration, RegistrationStatus } from './registration.status.ts';

/** What came of joining: a new registration, or one that this call had made before. */
interface Joined {
  registration: Registration | null;
}

/** The policy says no; the decision is stored. */
export class Ineligible extends Refusal {
  readonly reasons: readonly Reason[];

  constructor(reasons: readonly Reason[]) {
    const { code, text } = refusals.ineligible();
    super(code, text);
    this.reasons = reasons;
  }
}

const LARGEST_INTEGER = 2_147_483_647;
/** A round is lost to another call only: of the same person, of the family card, or of the officer who closes. */
const ROUNDS = 20;

const checkWave = ({ waveStatus, opensAt, closesAt }: JoinFacts, now: Date) => {
  if (waveStatus === null) throw refusals.waveUnknown();
  if (waveStatus === 'PLANNED') throw refusals.waveNotYetOpen(opensAt);
  if (waveStatus !== 'OPEN' || (closesAt && now >= closesAt)) throw refusals.waveClosed();
  if (opensAt && now < opensAt) throw refusals.waveNotYetOpen(opensAt);
};

/** What the person must have done; whatever another person did is told in general words. */
const checkPerson = (facts: JoinFacts) => {
  if (facts.status === null) throw personRefusals.notRegistered();
  if (facts.status === 'REGISTERED' || facts.isUnconfirmed) throw refusals.notVerified();
  if (!facts.is_nik_claimed || !facts.kkIndex) throw refusals.identityNotConfirmed();
  if (facts.isInWave) throw refusals.alreadyJoined();
};

const checkPlace = ({ liveIn, kkTaken }: JoinFacts) => {
  if (liveIn !== null) throw refusals.alreadyJoined();
  if (kkTaken >= 2) throw refusals.kkFull();
};

export interface JoinServiceOptions {
  database: Database;
  now: () => Date;
}

/** Takes people into waves. */
export class JoinService {
  readonly #options: JoinServiceOptions;

  constructor(options: JoinServiceOptions) {
    this.#options = options;
  }

  /**
   * Joins a wave for the caller: one statement reads, one writes. Null when this call was made before under its key.
   * @throws Refusal FORBIDDEN, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED, WAVE_UNKNOWN, WAVE_NOT_YET_OPEN,
   * WAVE_CLOSED, NOT_REGISTERED, NOT_VERIFIED, IDENTITY_NOT_CONFIRMED, ALREADY_JOINED, KK_FULL, INELIGIBLE
   */
  async join(caller: Caller, number: number, key: string): Promise<Registration | null> {
    const id = personOf(caller);
    checkKey(key);
    if (number < 1 || number > LARGEST_INTEGER) throw refusals.waveUnknown();
    touched('Wave', number);
    for (let round = 0; round < ROUNDS; round += 1) {
      const joined = await this.#try({ id, number, key });
      if (joined) return joined.registration;
    }
    throw new Error('joinWave lost every race');
  }

  /** Undefined when what was read had changed before it was written. */
  async #try({ id, number, key }: { id: string; number: number; key: string }): Promise<Joined | undefined> {
    const { database } = this.#options;
    const now = this.#options.now();
    const call = { id, wave: number, today: jakartaDayAfter(now, 0), callerId: id, key, bodyHash: hashOf({ number }) };
    const asked = [id, number, call.today, id, key, call.bodyHash];
    const [facts] = await database.point<JoinFacts>(READ_JOIN, asked);
    if (!facts) throw new Error('joinWave read nothing');
    if (facts.isSame !== null) {
      if (!facts.isSame) throw keyRefusals.reused();
      return { registration: null };
    }
    checkWave(facts, now);
    checkPerson(facts);
    const decision = evaluate(policyOf(facts.policyVersion), toFacts(facts));
    if (decision.isEligible) checkPlace(facts);
    const { code, entryId } = await runAudited<Outcome & { entryId: string }, string>(database, JOIN, {
      ...call,
      ...valuesOf(decision),
      ...{ now, kkIndex: facts.kkIndex, regionCode: facts.regionCode, version: facts.version },
    });
    if (code === 'AGAIN') return undefined;
    if (code !== null) throw new Ineligible(decision.reasons);
    const made = { waveNumber: number, participantId: id, status: RegistrationStatus.JOINED, joinedAt: now, entryId };
    return { registration: { ...made, reasonCodes: [], policyVersion: decision.policyVersion } };
  }
}

const valuesOf = ({ isEligible, policyVersion, facts, factsHash, reasons }: Decision) => ({
  ...{ isEligible, policyVersion, facts },
  factsHash: Buffer.from(factsHash, 'hex'),
  reasons: reasons.map(({ code }) => code),
});
