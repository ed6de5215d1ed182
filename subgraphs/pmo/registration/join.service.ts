import { type AuditDraft, touched } from '../../kit/audit/draft.ts';
import { type AuditedCall, draftOfMutation, type Outcome, runAudited } from '../../kit/audit/statement.ts';
import type { Caller } from '../../kit/caller.ts';
import type { Database } from '../../kit/database.ts';
import { gather } from '../../kit/gather.ts';
import { checkKey, hashOf, refusals as keyRefusals } from '../../kit/idempotency.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { Refusal } from '../../kit/refusal.ts';
import { personOf, refusals as personRefusals } from '../participant/person.service.ts';
import { type Decision, evaluate, policyOf, type Reason, toFacts } from '../policy/index.ts';
import { JOIN, type JoinFacts, type JoinValues, READ_JOIN } from './join.statement.ts';
import { refusals } from './registration.refusal.ts';
import { type Registration, RegistrationStatus } from './registration.status.ts';

/** A call of joinWave on its way. */
interface Asked {
  id: string;
  number: number;
  key: string;
  /** The day in Asia/Jakarta. */
  today: string;
  now: Date;
  draft: AuditDraft;
}

/** A new registration, null when this call had made it before, `AGAIN` when what was read had changed; or a refusal. */
type Answer = Registration | null | 'AGAIN' | Refusal;

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
  readonly #join: (asked: Asked) => Promise<Answer>;

  constructor(options: JoinServiceOptions) {
    this.#options = options;
    this.#join = gather<Asked, Answer>({ run: (calls) => this.#joinAll(calls), keysOf: ({ id }) => [id] });
  }

  /**
   * Joins a wave for the caller: one statement reads, one writes, each for all who join at this moment. Null when this
   * call was made before under its key.
   * @throws Refusal FORBIDDEN, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED, WAVE_UNKNOWN, WAVE_NOT_YET_OPEN,
   * WAVE_CLOSED, NOT_REGISTERED, NOT_VERIFIED, IDENTITY_NOT_CONFIRMED, ALREADY_JOINED, KK_FULL, INELIGIBLE
   */
  async join(caller: Caller, number: number, key: string): Promise<Registration | null> {
    const id = personOf(caller);
    checkKey(key);
    if (number < 1 || number > LARGEST_INTEGER) throw refusals.waveUnknown();
    touched('Wave', number);
    const draft = draftOfMutation();
    for (let round = 0; round < ROUNDS; round += 1) {
      const now = this.#options.now();
      const answer = await this.#join({ id, number, key, now, today: jakartaDayAfter(now, 0), draft });
      if (answer instanceof Refusal) throw answer;
      if (answer !== 'AGAIN') return answer;
    }
    throw new Error('joinWave lost every race');
  }

  /** Calls that share wave and day are read and written together. */
  async #joinAll(calls: readonly Asked[]): Promise<Answer[]> {
    const groups = Map.groupBy(calls, ({ number, today }) => `${number} ${today}`);
    const answers = new Map<Asked, Answer>();
    for (const group of groups.values()) {
      for (const [at, answer] of (await this.#joinWave(group)).entries()) answers.set(group[at] as Asked, answer);
    }
    return calls.map((call) => answers.get(call) as Answer);
  }

  async #joinWave(calls: readonly Asked[]): Promise<Answer[]> {
    const [{ number, today }] = calls as [Asked];
    const asking = calls.map(({ id, key }, n) => ({ n, id, caller_id: id, key, body_hash: `\\x${bodyHash(number)}` }));
    const facts = await this.#options.database.point<JoinFacts>(READ_JOIN, [JSON.stringify(asking), number, today]);
    const answers = calls.map((call, at) => prepared(call, facts[at] as JoinFacts));
    const ready = answers.filter((answer) => answer instanceof Ready);
    const outcomes = await this.#write(ready);
    return answers.map((answer) => (answer instanceof Ready ? (outcomes.get(answer) as Answer) : answer));
  }

  async #write(ready: readonly Ready[]): Promise<Map<Ready, Answer>> {
    if (ready.length === 0) return new Map();
    const outcomes = await runAudited<Joined, keyof JoinValues>(this.#options.database, JOIN, ready);
    return new Map(ready.map((one, at) => [one, one.answerTo(outcomes[at] as Joined)]));
  }
}

type Joined = Outcome & { entryId: string };

const bodyHash = (number: number) => hashOf({ number }).toString('hex');

/** Whoever may join as far as was read; whom the policy refuses is in it too, since that decision is stored. */
class Ready implements AuditedCall<keyof JoinValues> {
  readonly draft: AuditDraft;
  readonly values: JoinValues;
  readonly #asked: Asked;
  readonly #decision: Decision;

  constructor(asked: Asked, { version, kkIndex, regionCode }: JoinFacts, decision: Decision) {
    const { id, number, key, today, now } = asked;
    const { isEligible, policyVersion, facts, factsHash, reasons } = decision;
    this.draft = asked.draft;
    this.values = {
      ...{ id, version, wave: number, joined_at: now, today, key, body_hash: Buffer.from(bodyHash(number), 'hex') },
      ...{ kk_index: kkIndex, region_code: regionCode, is_eligible: isEligible, policy_version: policyVersion },
      ...{ facts, facts_hash: Buffer.from(factsHash, 'hex'), reasons: reasons.map(({ code }) => code) },
    };
    this.#asked = asked;
    this.#decision = decision;
  }

  answerTo({ code, entryId }: Joined): Answer {
    if (code === 'AGAIN') return 'AGAIN';
    const { reasons, policyVersion } = this.#decision;
    if (code !== null) return new Ineligible(reasons);
    const { id, number, now } = this.#asked;
    const made = { waveNumber: number, participantId: id, status: RegistrationStatus.JOINED, joinedAt: now, entryId };
    return { ...made, reasonCodes: [], policyVersion };
  }
}

/** What is to be written for a call, or its answer where nothing is. */
const prepared = (asked: Asked, facts: JoinFacts): Ready | Answer => {
  try {
    if (facts.isSame === false) throw keyRefusals.reused();
    if (facts.isSame) return null;
    checkWave(facts, asked.now);
    checkPerson(facts);
    const decision = evaluate(policyOf(facts.policyVersion), toFacts(facts));
    if (decision.isEligible) checkPlace(facts);
    return new Ready(asked, facts, decision);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
};
