import { execute, type Transaction } from '../../kit/database.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { type Decision, evaluate, type Reason, reasonOf } from './evaluate.ts';
import { FACTS, type FactsRow } from './facts.statement.ts';
import { toFacts } from './facts.ts';
import type { DecideRequest, Decider, Judge } from './judge/index.ts';
import { POLICY_OF_WAVE, STORE } from './policy.statement.ts';
import type { Policy } from './policy.ts';
import { type ScreenCounts, type ScreenRequest, screenOf } from './screen.statement.ts';
import { policyInForce, policyOf, waveOn } from './versions.ts';

/** Judges people by the policy, and keeps each decision with what it was based on. */
export class PolicyService implements Judge, Decider {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /** Returns the day in Asia/Jakarta, `YYYY-MM-DD`. */
  today(): string {
    return jakartaDayAfter(this.#now(), 0);
  }

  judge(version: string, facts: FactsRow): Decision {
    return evaluate(policyOf(version), toFacts(facts));
  }

  reasonsOf(version: string, codes: readonly string[]): Reason[] {
    if (codes.length === 0) return [];
    return policyOf(version)
      .rules.filter(({ code }) => codes.includes(code))
      .map(reasonOf);
  }

  /**
   * Judges these people; the unknown are left out. Facts are read by one statement, and decisions stored by one.
   * @throws RangeError for a wave that is unknown, or missing where the purpose has an effect, and before the first policy
   */
  async decide(tx: Transaction, request: DecideRequest): Promise<Map<string, Decision>> {
    const { participantIds, purpose, asOf, but = {} } = request;
    const policy = await this.#policyFor(tx, request);
    const wave = request.wave ?? waveOn(asOf);
    const { rows } = await execute(tx, FACTS, [participantIds, wave, asOf]);
    const decided = new Map(rows.map((row) => [row.participant_id, evaluate(policy, toFacts({ ...row, ...but }))]));
    if (purpose !== 'ENQUIRY' && decided.size > 0) await this.#store(tx, decided, { ...request, wave });
    return decided;
  }

  async #policyFor(tx: Transaction, { wave, purpose, asOf }: DecideRequest): Promise<Policy> {
    if (wave !== null) {
      const { rows } = await execute(tx, POLICY_OF_WAVE, [wave]);
      if (rows[0]) return policyOf(rows[0].policyVersion);
      throw new RangeError(`no wave ${wave}`);
    }
    if (purpose !== 'ENQUIRY') throw new RangeError(`a decision for ${purpose} is of a wave`);
    const policy = policyInForce(asOf);
    if (policy) return policy;
    throw new RangeError(`no policy was in force on ${asOf}`);
  }

  async #store(tx: Transaction, decided: Map<string, Decision>, request: DecideRequest): Promise<void> {
    const decisions = [...decided.values()];
    const codes = decisions.map(({ reasons }) => reasons.map(({ code }) => code).join(','));
    const facts = decisions.map((decision) => decision.facts);
    const { wave, purpose, asOf } = request;
    const version = decisions[0]?.policyVersion;
    await execute(tx, STORE, [[...decided.keys()], facts, codes, wave, purpose, version, asOf, this.#now()]);
  }

  /**
   * Judges the next registrations of a wave by one statement: stores the decisions, sets each JOINED registration to
   * ELIGIBLE or INELIGIBLE, and gives the places on the family card of the ineligible back. Call it again with the
   * cursor until that is null; what was judged before is passed over, so a repeated chunk does nothing.
   * @throws RangeError for an unknown wave
   */
  async screen(tx: Transaction, request: ScreenRequest): Promise<ScreenCounts> {
    const { wave, asOf, after, limit, until = null } = request;
    const policy = await this.#policyFor(tx, { participantIds: [], purpose: 'SCREEN', wave, asOf });
    const values = [after, wave, asOf, limit, this.#now(), until];
    const { rows } = await execute(tx, screenOf(policy), values);
    return rows[0] ?? { done: 0, eligible: 0, cursor: null };
  }
}
