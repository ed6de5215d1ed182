import { elementsToWithhold } from '../../../schema/registry/withheld.ts';
import type { Database } from '../../kit/database.ts';
import { type JudgeService, LAST, LAST_RELEASE, type LiveGraph } from '../revision/index.ts';
import { EARLIER_CONTENTS } from './choice.statement.ts';

/** An earlier revision, and what speaks against it today. */
export interface Choice {
  id: string;
  number: number;
  isAllowed: boolean;
  /** What of it no grant covers: coordinates of fields, or `*`. */
  ungranted: string[];
  reasons: string[];
}

interface ChoiceOptions {
  database: Database;
  judge: JudgeService;
  now: () => Date;
}

/** How long an answer stands while nothing goes live: each takes several checks. */
const STANDS_MS = 30_000;
/** Answers that are kept. */
const MOST_KEPT = 50;

/** Says to which revisions a subgraph can go back by what is granted and live now. */
export class ChoiceService {
  readonly #options: ChoiceOptions;
  readonly #kept = new Map<string, { until: number; choices: Promise<Choice[]> }>();

  constructor(options: ChoiceOptions) {
    this.#options = options;
  }

  /** Who publishes a subgraph; undefined where there is none of that name. */
  async publisherOf(subgraph: string): Promise<string | undefined> {
    const [last] = await this.#options.database.rows(LAST, [subgraph]);
    return last?.organization;
  }

  /** Returns the earlier revisions of a subgraph, newest first; an answer stands for half a minute. */
  async choicesOf(subgraph: string): Promise<Choice[]> {
    const [release] = await this.#options.database.rows(LAST_RELEASE);
    const key = `${release?.number} ${subgraph}`;
    const now = this.#options.now().getTime();
    const kept = this.#kept.get(key);
    if (kept && kept.until > now) return kept.choices;
    const choices = this.#find(subgraph);
    this.#kept.delete(key);
    this.#kept.set(key, { until: now + STANDS_MS, choices });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    choices.catch(() => this.#kept.delete(key));
    return choices;
  }

  async #find(subgraph: string, over?: LiveGraph): Promise<Choice[]> {
    const { database, judge } = this.#options;
    const earlier = await database.rows(EARLIER_CONTENTS, [subgraph]);
    const [first, ...further] = earlier.map(({ name, organization, address, sdl }) => ({
      name,
      organization,
      address,
      sdl,
    }));
    if (!first) return [];
    const found = await judge.faultsOf([first, ...further], over);
    return earlier.map(({ id, number, sdl }, index): Choice => {
      const faults = found[index] ?? [];
      const ungranted = faults.filter(({ howToAsk }) => howToAsk !== undefined);
      return {
        id,
        number,
        isAllowed: faults.length === 0,
        ungranted: ungranted.length === 0 ? [] : elementsToWithhold(sdl, ungranted),
        reasons: faults.map(({ message }) => message),
      };
    });
  }

  /**
   * Number of the newest earlier revision that could go live today; undefined where there is none.
   * @param over the graph in which it would come back, where that is another than what is live
   */
  async lastAllowed(subgraph: string, over: LiveGraph | undefined): Promise<number | undefined> {
    return (await this.#find(subgraph, over)).find(({ isAllowed }) => isAllowed)?.number;
  }
}
