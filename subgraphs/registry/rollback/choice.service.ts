import { elementsToWithhold } from '../../../schema/registry/withheld.ts';
import type { Database } from '../../kit/database.ts';
import { type JudgeService, LIVE_PUBLISHERS, type LiveGraph } from '../revision/index.ts';
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
}

/** Says to which revisions a subgraph can go back by what is granted and live now. */
export class ChoiceService {
  readonly #options: ChoiceOptions;

  constructor(options: ChoiceOptions) {
    this.#options = options;
  }

  /** Who publishes a subgraph; undefined where nothing of it is live. */
  async publisherOf(subgraph: string): Promise<string | undefined> {
    const publishers = await this.#options.database.rows(LIVE_PUBLISHERS);
    return publishers.find((each) => each.subgraph === subgraph)?.organization;
  }

  /**
   * Returns the earlier revisions of a subgraph, newest first; none where nothing of it is live.
   * @param over the graph in which it would come back, where that is another than what is live
   */
  async choicesOf(subgraph: string, over?: LiveGraph): Promise<Choice[]> {
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

  /** Number of the newest earlier revision that could go live today; undefined where there is none. */
  async lastAllowed(subgraph: string, over?: LiveGraph): Promise<number | undefined> {
    return (await this.choicesOf(subgraph, over)).find(({ isAllowed }) => isAllowed)?.number;
  }
}
