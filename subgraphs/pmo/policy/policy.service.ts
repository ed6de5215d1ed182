import { execute, type Transaction } from '../../kit/database.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { type Decision, evaluate, type Reason, reasonOf } from './evaluate.ts';
import { type FactsRow, factsOfPeople } from './facts.statement.ts';
import { toFacts } from './facts.ts';
import type { Judge } from './judge/index.ts';
import { datedWaves, policies } from './policies.data.ts';
import type { Policy, Switch, SwitchState } from './policy.ts';
import { type Screened, type ScreenRequest, screenSql } from './screen.statement.ts';

export { type Decision, evaluate, type Reason, reasonOf } from './evaluate.ts';
export { policies } from './policies.data.ts';
export type { Policy } from './policy.ts';

/** @throws RangeError when no policy has this version */
export const policyOf = (version: string): Policy => {
  const policy = policies.find((candidate) => candidate.version === version);
  if (!policy) throw new RangeError(`no policy version ${version}`);
  return policy;
};

/** The version in force on a day of Asia/Jakarta (`YYYY-MM-DD`); null before the first. */
export const policyInForce = (day: string): Policy | null =>
  policies.findLast(({ inForceFrom }) => inForceFrom <= day) ?? null;

/** The wave to judge by when none is stated: the last one that our sources date before or on this day. */
export const waveOn = (day: string): number => datedWaves.findLast(({ from }) => from <= day)?.wave ?? 1;

/** How a switch stands on a day; what goes by the wave is told by its day. */
export const stateOn = ({ steps }: Switch, day: string): SwitchState =>
  steps.findLast(({ from }) => from === undefined || from <= day)?.state ?? 'OFF';

/** Whole rupiah of everything that one recipient can get under a version. */
export const totalOf = ({ trainingBalance, incentive, survey }: Policy): number =>
  trainingBalance + incentive.amount * incentive.instalments + survey.amount * survey.instalments;

/** Why somebody is judged. An ENQUIRY has no effect and leaves nothing; the others are stored. */
export type Purpose = 'ENQUIRY' | 'JOIN' | 'SCREEN' | 'ANNOUNCE' | 'PAYMENT';

export interface DecideRequest {
  participantIds: readonly string[];
  purpose: Purpose;
  /** The wave's own policy version applies. Only an ENQUIRY may leave it out: then the version in force on `asOf`. */
  wave: number | null;
  /** Day of Asia/Jakarta, `YYYY-MM-DD`. */
  asOf: string;
}

const POLICY_OF_WAVE = 'select policy_version from wave where number = $1';

// Facts are shared by very many: nearly always they are there already.
const STORE = `with judged as (
    select * from unnest($1::uuid[], $2::text[], $3::text[]) as judged (participant_id, facts, reasons)
  ), remembered as (
    insert into policy_facts (hash, facts)
    select distinct sha256(convert_to(facts, 'UTF8')), facts from judged order by 1 on conflict do nothing
  )
  insert into policy_decision (wave_number, participant_id, purpose, policy_version, facts_hash, reasons, as_of, decided_at)
  select $4, participant_id, $5, $6, sha256(convert_to(facts, 'UTF8')), string_to_array(reasons, ','), $7, $8 from judged`;

/** Judges people by the policy, and keeps each decision with what it was based on. */
export class PolicyService implements Judge {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /** The day in Asia/Jakarta, `YYYY-MM-DD`. */
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
   * Judges these people; who is unknown is left out. Facts are read by one statement, and decisions stored by one.
   * @throws RangeError for a wave that is unknown, or missing where the purpose has an effect, and before the first policy
   */
  async decide(tx: Transaction, request: DecideRequest): Promise<Map<string, Decision>> {
    const { participantIds, purpose, asOf } = request;
    const policy = await this.#policyFor(tx, request);
    const wave = request.wave ?? waveOn(asOf);
    const { rows } = await execute<FactsRow>(tx, factsOfPeople, [participantIds, wave, asOf]);
    const decided = new Map(rows.map((row) => [row.participant_id, evaluate(policy, toFacts(row))]));
    if (purpose !== 'ENQUIRY' && decided.size > 0) await this.#store(tx, decided, { ...request, wave });
    return decided;
  }

  async #policyFor(tx: Transaction, { wave, purpose, asOf }: DecideRequest): Promise<Policy> {
    if (wave !== null) {
      const { rows } = await execute<{ policy_version: string }>(tx, POLICY_OF_WAVE, [wave]);
      if (rows[0]) return policyOf(rows[0].policy_version);
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
  async screen(tx: Transaction, request: ScreenRequest): Promise<Screened> {
    const { wave, asOf, after, limit, until = null } = request;
    const policy = await this.#policyFor(tx, { participantIds: [], purpose: 'SCREEN', wave, asOf });
    const values = [after, wave, asOf, limit, this.#now(), until];
    const { rows } = await execute<Screened>(tx, screenSql(policy), values);
    return rows[0] ?? { done: 0, eligible: 0, cursor: null };
  }
}
