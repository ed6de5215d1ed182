import { execute, type Transaction } from '../../kit/database.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { refusals } from './conformance.refusal.ts';
import { LAST_OF_CONTENT, LAST_OF_ORGANIZATION, PRODUCTION_KEY } from './conformance.statement.ts';

const DAY_MS = 86_400_000;

type FinishedRun = RowsOf<typeof LAST_OF_CONTENT>;

/** What is about to go live. */
export interface Candidate {
  organization: string;
  subgraph: string;
  sdlHash: string;
  address: string;
  publisherKey: string;
  rollbackTo: number | null;
}

export interface GateOptions {
  /** Publishers of the graph's own subgraphs. */
  own: ReadonlySet<string>;
  /** Days for which a run that was passed opens production. */
  days: number;
  now: () => Date;
}

/** What stands between another organisation's subgraph and the live graph. */
export class ConformanceGate {
  readonly #options: GateOptions;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  isExempt(organization: string): boolean {
    return this.#options.own.has(organization);
  }

  /**
   * A revision goes live when its key is one of production, and its SDL passed a run at its address: within the last
   * days, or ever where an earlier revision comes back, which may be the way out of an incident.
   * @throws Refusal PUBLISHER_KEY_OF_SANDBOX, CONFORMANCE_RUN_MISSING, CONFORMANCE_RULE_FAILED
   */
  async demand(tx: Transaction, { subgraph, sdlHash, address, ...candidate }: Candidate): Promise<void> {
    if (this.isExempt(candidate.organization)) return;
    const { rows: runs } = await execute(tx, LAST_OF_CONTENT, [subgraph, sdlHash, address]);
    this.#passed(runs[0], { isAgeless: candidate.rollbackTo !== null });
    const { rows: keys } = await execute(tx, PRODUCTION_KEY, [candidate.publisherKey]);
    if (keys.length === 0) throw refusals.sandboxKey();
  }

  /**
   * Returns the id of the run that opens production to an organisation: its last one, when that passed every rule.
   * @throws Refusal CONFORMANCE_RUN_MISSING, CONFORMANCE_RULE_FAILED
   */
  async openedBy(tx: Transaction, organization: string): Promise<string> {
    const { rows } = await execute(tx, LAST_OF_ORGANIZATION, [organization]);
    return this.#passed(rows[0], { isAgeless: false }).id;
  }

  #passed(run: FinishedRun | undefined, { isAgeless }: { isAgeless: boolean }): FinishedRun {
    const { days, now } = this.#options;
    const isOld = run && run.finishedAt.getTime() < now().getTime() - days * DAY_MS;
    if (!run || (isOld && !isAgeless)) throw refusals.runMissing(days);
    if (run.failedRule !== null) throw refusals.ruleFailed(run.failedRule);
    return run;
  }
}
