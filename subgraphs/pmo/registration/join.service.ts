import { type AuditDraft, touched } from '../../kit/audit/draft.ts';
import { type AuditedCall, draftOfMutation, type Outcome } from '../../kit/audit/statement.ts';
import type { Caller } from '../../kit/caller.ts';
import type { Database } from '../../kit/database.ts';
import { gather } from '../../kit/gather.ts';
import { checkKey, hashOf, refusals as keyRefusals } from '../../kit/idempotency.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { randomPart } from '../../kit/random.ts';
import { Refusal } from '../../kit/refusal.ts';
import { runIndexed } from '../../kit/vault/indexed-statement.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { personOf, refusals as personRefusals } from '../participant/index.ts';
import type { Decision, Judge, Reason } from '../policy/judge/index.ts';
import { JOIN, type JoinFacts, type JoinValues, READ_JOIN } from './join.statement.ts';
import { refusals } from './registration.refusal.ts';
import { type Registration, RegistrationStatus } from './registration.status.ts';

/** A call of joinWave on its way. */
interface JoinCall {
  id: string;
  number: number;
  key: string;
  /** The day in Asia/Jakarta. */
  today: string;
  now: Date;
  draft: AuditDraft;
}

/** A new registration, null when this call had made it before, `AGAIN` when what was read had changed; or a refusal. */
type JoinResult = Registration | null | 'AGAIN' | Refusal;

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

const SALT_BYTES = 32;

const checkWave = ({ waveStatus, opensAt, closesAt }: JoinFacts, now: Date) => {
  if (waveStatus === null) throw refusals.waveUnknown();
  if (waveStatus === 'PLANNED') throw refusals.waveNotYetOpen(opensAt);
  if (waveStatus !== 'OPEN' || (closesAt && now >= closesAt)) throw refusals.waveClosed();
  if (opensAt && now < opensAt) throw refusals.waveNotYetOpen(opensAt);
};

/** Checks what the person must have done; whatever another person did is told in general words. */
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
  vault: Vault;
  judge: Judge;
  now: () => Date;
}

/** Takes people into waves. */
export class JoinService {
  readonly #options: JoinServiceOptions;
  readonly #join: (call: JoinCall) => Promise<JoinResult>;

  constructor(options: JoinServiceOptions) {
    this.#options = options;
    this.#join = gather<JoinCall, JoinResult>({ run: (calls) => this.#joinAll(calls), keysOf: ({ id }) => [id] });
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
      const result = await this.#join({ id, number, key, now, today: jakartaDayAfter(now, 0), draft });
      if (result instanceof Refusal) throw result;
      if (result !== 'AGAIN') return result;
    }
    throw new Error('joinWave lost every race');
  }

  /** Calls that share wave and day are read and written together. */
  async #joinAll(calls: readonly JoinCall[]): Promise<JoinResult[]> {
    const groups = Map.groupBy(calls, ({ number, today }) => `${number} ${today}`);
    const results = new Map<JoinCall, JoinResult>();
    for (const group of groups.values()) {
      for (const [index, result] of (await this.#joinWave(group)).entries()) {
        results.set(group[index] as JoinCall, result);
      }
    }
    return calls.map((call) => results.get(call) as JoinResult);
  }

  async #joinWave(calls: readonly JoinCall[]): Promise<JoinResult[]> {
    const { database, judge } = this.#options;
    const [{ number, today }] = calls as [JoinCall];
    const body_hash = `\\x${bodyHash(number).toString('hex')}`;
    const asking = calls.map(({ id, key }, n) => ({ n, id, caller_id: id, key, body_hash }));
    const facts = await database.point(READ_JOIN, [JSON.stringify(asking), number, today]);
    const results = calls.map((call, index) => prepareJoin(call, facts[index] as JoinFacts, judge));
    const written = await this.#write(results.filter((result) => result instanceof PreparedJoin));
    return results.map((result) => (result instanceof PreparedJoin ? (written.get(result) as JoinResult) : result));
  }

  async #write(joins: readonly PreparedJoin[]): Promise<Map<PreparedJoin, JoinResult>> {
    if (joins.length === 0) return new Map();
    const outcomes = await runIndexed<JoinOutcome, keyof JoinValues>(
      this.#options,
      // Of whom the registry has not confirmed, the place is on no family card.
      { statement: JOIN, kinds: { kk_index: 'kk' }, isIndexed: (values) => values.is_unconfirmed !== true },
      joins,
    );
    return new Map(joins.map((join, index) => [join, join.resultOf(outcomes[index] as JoinOutcome)]));
  }
}

type JoinOutcome = Outcome & { entryId: string };

const bodyHash = (number: number) => hashOf({ number });

/** A call that can be written as far as was read; also one that the policy refuses, since that decision is stored. */
class PreparedJoin implements AuditedCall<keyof JoinValues> {
  readonly draft: AuditDraft;
  readonly values: JoinValues;
  readonly #call: JoinCall;
  readonly #decision: Decision;
  readonly #salt = randomPart(SALT_BYTES);

  constructor(call: JoinCall, facts: JoinFacts, decision: Decision) {
    this.draft = call.draft;
    this.values = {
      id: call.id,
      version: facts.version,
      wave: call.number,
      joined_at: call.now,
      today: call.today,
      key: call.key,
      body_hash: bodyHash(call.number),
      // Of whom the registry has not confirmed, the place is on a card of their own until it does.
      kk_index: facts.isUnconfirmedIdentity ? Buffer.from(call.id.replaceAll('-', ''), 'hex') : facts.kkIndex,
      is_unconfirmed: facts.isUnconfirmedIdentity,
      region_code: facts.regionCode,
      is_eligible: decision.isEligible,
      policy_version: decision.policyVersion,
      facts: decision.facts,
      facts_hash: Buffer.from(decision.factsHash, 'hex'),
      reasons: decision.reasons.map(({ code }) => code),
      entry_salt: this.#salt,
    };
    this.#call = call;
    this.#decision = decision;
  }

  resultOf({ code, entryId }: JoinOutcome): JoinResult {
    if (code === 'AGAIN') return 'AGAIN';
    if (code !== null) return new Ineligible(this.#decision.reasons);
    return {
      participantId: this.#call.id,
      waveNumber: this.#call.number,
      status: RegistrationStatus.JOINED,
      joinedAt: this.#call.now,
      entryId,
      entrySalt: this.#salt.toString('hex'),
      reasonCodes: [],
      policyVersion: this.#decision.policyVersion,
    };
  }
}

/** Returns what is to be written for a call, or its result where nothing is. */
const prepareJoin = (call: JoinCall, facts: JoinFacts, judge: Judge): PreparedJoin | JoinResult => {
  try {
    if (facts.isSame === false) throw keyRefusals.reused();
    if (facts.isSame) return null;
    checkWave(facts, call.now);
    checkPerson(facts);
    const decision = judge.judge(facts.policyVersion, facts);
    if (decision.isEligible) checkPlace(facts);
    return new PreparedJoin(call, facts, decision);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
};
