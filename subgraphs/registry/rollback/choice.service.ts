import type { Subgraph } from '../../../schema/registry/revision.ts';
import { elementsToWithhold } from '../../../schema/registry/withheld.ts';
import type { Database } from '../../kit/database.ts';
import { beyondRequest } from '../../kit/request-life.ts';
import { type JudgeService, LAST, type LiveGraph } from '../revision/index.ts';
import { EARLIER_CONTENTS, NEWEST_LIVE } from './choice.statement.ts';

/** An earlier revision, and what speaks against it today. */
export interface Choice {
  id: string;
  number: number;
  isAllowed: boolean;
  /** What of it no grant covers: coordinates of fields, or `*`. */
  ungranted: string[];
  reasons: string[];
  /** Whether the checks came to an end. */
  isChecked: boolean;
}

interface ChoiceOptions {
  database: Database;
  judge: JudgeService;
  now: () => Date;
}

/** How long an answer stands while nothing but what clients use may change it: each takes several checks. */
const STANDS_MS = 15 * 60_000;
/** Answers that are kept. */
const MOST_KEPT = 50;

/** Says to which revisions a subgraph can go back by what is granted and live now. */
export class ChoiceService {
  readonly #options: ChoiceOptions;
  readonly #kept = new Map<string, { until: number; choices: Promise<Choice[]> }>();
  /** Hash of the statement that was live last when choices were made ahead. */
  #prepared: string | undefined;

  constructor(options: ChoiceOptions) {
    this.#options = options;
  }

  /** Who publishes a subgraph; undefined where there is none of that name. */
  async publisherOf(subgraph: string): Promise<string | undefined> {
    const [last] = await this.#options.database.rows(LAST, [subgraph]);
    return last?.organization;
  }

  /**
   * Returns the earlier revisions of a subgraph, newest first. An answer stands for a quarter of an hour while what is
   * live, granted and deprecated stays the same.
   */
  async choicesOf({ name, organization }: Pick<Subgraph, 'name' | 'organization'>): Promise<Choice[]> {
    const key = `${name} ${await this.#options.judge.stampOf({ name, organization })}`;
    const now = this.#options.now().getTime();
    const kept = this.#kept.get(key);
    if (kept && kept.until > now) return kept.choices;
    // Whoever asks again meanwhile waits for the same, also when who asked first has gone.
    const choices = beyondRequest(() => this.#find(name));
    this.#kept.delete(key);
    this.#kept.set(key, { until: now + STANDS_MS, choices });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    const forget = () => this.#kept.delete(key);
    choices.then((all) => all.every(({ isChecked }) => isChecked) || forget(), forget);
    return choices;
  }

  /** Makes the choices of what went live last before anybody asks: who goes back does so soon after, and in a hurry. */
  async prepare(): Promise<void> {
    const [newest] = await this.#options.database.rows(NEWEST_LIVE);
    if (!newest || newest.hash === this.#prepared) return;
    this.#prepared = newest.hash;
    // Nobody waits for it, nor does a service that stops.
    this.choicesOf(newest).catch(() => {
      this.#prepared = undefined;
    });
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
        isChecked: faults.every(({ rule }) => rule !== 'check'),
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
