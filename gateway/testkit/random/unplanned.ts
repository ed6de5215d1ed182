import type { DocumentNode } from 'graphql';
import type { Engine } from '../../engine.ts';
import { halvesOf } from '../../executor/split.ts';

/** Queries for which an engine has no plan. */
export class UnplannedQueries {
  readonly #queries: { engine: Engine; document: DocumentNode }[] = [];

  /** The engine, whose queries without a plan are noted. */
  watch = (engine: Engine): Engine => ({
    ...engine,
    execute: async (operation) => {
      const { document } = operation;
      if (!(await hasPlan(engine, document))) this.#queries.push({ engine, document });
      return engine.execute(operation);
    },
  });

  clear(): void {
    this.#queries.length = 0;
  }

  /** Whether there are some whose parts all have a plan: then the whole has one, too. */
  async havePlansInParts(): Promise<boolean> {
    for (const { engine, document } of this.#queries) if (await hasPlanInParts(engine, document)) return true;
    return false;
  }
}

const hasPlan = async (engine: Engine, document: DocumentNode): Promise<boolean> => {
  try {
    await engine.plan(document, undefined);
    return true;
  } catch {
    return false;
  }
};

const hasPlanInParts = async (engine: Engine, document: DocumentNode): Promise<boolean> => {
  const halves = halvesOf(document);
  if (halves === undefined) return false;
  for (const half of halves) {
    if (!((await hasPlan(engine, half)) || (await hasPlanInParts(engine, half)))) return false;
  }
  return true;
};
