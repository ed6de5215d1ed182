import { FetchGroup, type PlanPath } from './fetch-group.ts';

/** The fetches of a plan that is being made: one for all that can be asked of a subgraph at once. */
export class FetchGroups {
  readonly all: FetchGroup[] = [];
  readonly #known = new Map<string, FetchGroup>();

  root(graph: string): FetchGroup {
    return this.#group(graph, { graph, path: undefined, needs: new Set() });
  }

  /** @param kind fetches of another kind are kept apart */
  entities({
    kind,
    ...group
  }: {
    graph: string;
    path: PlanPath;
    needs: ReadonlySet<FetchGroup>;
    kind: string;
  }): FetchGroup {
    const needs = [...group.needs].map((each) => this.all.indexOf(each)).sort();
    return this.#group(JSON.stringify([group.graph, group.path, needs, kind]), group);
  }

  #group(key: string, parts: ConstructorParameters<typeof FetchGroup>[0]): FetchGroup {
    const group = this.#known.get(key) ?? new FetchGroup(parts);
    if (!this.#known.has(key)) this.all.push(group);
    this.#known.set(key, group);
    return group;
  }

  /** Fetches that ask something, in the order of their levels. */
  levels(): FetchGroup[][] {
    const levels: FetchGroup[][] = [];
    for (const group of this.all)
      if (!group.tree.isEmpty) levels[group.level] = [...(levels[group.level] ?? []), group];
    return levels.filter((level) => level !== undefined);
  }
}
