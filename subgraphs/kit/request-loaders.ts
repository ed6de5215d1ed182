import { anonymous } from './caller.ts';
import type { Feature } from './feature.ts';
import type { RequestFacts } from './request.ts';

type MakeLoaders = (facts: RequestFacts) => object;

/** Nobody's request: the loaders that are made for it tell their names, and load nothing. */
const nobody: RequestFacts = { caller: anonymous, requestId: '', language: 'en' };

/** The loaders of one request. */
class RequestLoaders {
  readonly #facts: RequestFacts;
  readonly #made = new Map<MakeLoaders, Record<string, unknown>>();

  constructor(facts: RequestFacts) {
    this.#facts = facts;
  }

  static get(loaders: RequestLoaders, make: MakeLoaders, name: string): unknown {
    const made = loaders.#made.get(make) ?? (make(loaders.#facts) as Record<string, unknown>);
    loaders.#made.set(make, made);
    return made[name];
  }
}

/** Returns how the loaders of a request are made: those of a feature when the first of them is asked for. */
export const requestLoaders = (features: readonly Feature[], services: object): ((facts: RequestFacts) => object) => {
  class LoadersOfFeatures extends RequestLoaders {}
  for (const { loaders } of features) {
    if (!loaders) continue;
    const make: MakeLoaders = (facts) => loaders(services as never, facts);
    for (const name of Object.keys(make(nobody))) {
      Object.defineProperty(LoadersOfFeatures.prototype, name, {
        get(this: RequestLoaders) {
          return RequestLoaders.get(this, make, name);
        },
      });
    }
  }
  return (facts) => new LoadersOfFeatures(facts);
};
