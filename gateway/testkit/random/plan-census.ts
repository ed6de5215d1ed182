import type { FetchRewrite, PlanNode, RequiresSelection } from '@graphql-hive/router-query-planner';

/** Counts the kinds of nodes, path segments, keys and rewrites that plans have. */
export class PlanCensus {
  /** What plans of random cases must show. */
  static readonly kinds = [
    'Fetch',
    'BatchFetch',
    'Sequence',
    'Parallel',
    'Flatten',
    'Condition, if',
    'Condition, else',
    'Subscription',
    'BatchFetch, several aliases',
    'BatchFetch, several paths',
    'path by Field',
    'path by TypeCondition',
    'path by several types',
    'path through a list',
    'keys of several types',
    'keys that are nested',
    'keys with a fragment below',
    'keys with an alias',
    'input ValueSetter',
    'output KeyRenamer',
  ];
  /** What the planner's types name and it cannot emit for what the gateway lets through, and why: see ADR 40. */
  static readonly unmade = new Map([
    ['Defer', 'the gateway refuses @defer, and the planner leaves it out'],
    ['input KeyRenamer', 'required fields with arguments are keys with an alias instead'],
    ['output ValueSetter', 'it sets only the name of a type, in what a fetch is given'],
    ['keys with a spread', 'fragments stand in operations only, keys are written out'],
  ]);
  readonly counts = new Map<string, number>();
  plans = 0;

  add = (plan: PlanNode): void => {
    this.plans++;
    this.#node(plan);
  };

  count(kind: string, by = 1): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + by);
  }

  table(): string {
    const kinds = new Set([...PlanCensus.kinds, ...this.counts.keys()]);
    const rows = [...kinds].sort().map((kind) => `${this.#padded(kind)}  ${kind}`);
    const unmade = [...PlanCensus.unmade].map(
      ([kind, why]) => `${this.#padded(kind)}  ${kind} cannot be emitted: ${why}`,
    );
    return [...rows, ...unmade].join('\n');
  }

  #padded(kind: string): string {
    return String(this.counts.get(kind) ?? 0).padStart(8);
  }

  #node(node: PlanNode | null | undefined): void {
    if (!node) return;
    this.count(node.kind);
    if (node.kind === 'Sequence' || node.kind === 'Parallel') for (const each of node.nodes) this.#node(each);
    if (node.kind === 'Condition') {
      if (node.ifClause) this.count('Condition, if');
      if (node.elseClause) this.count('Condition, else');
      this.#node(node.ifClause);
      this.#node(node.elseClause);
    }
    if (node.kind === 'Flatten') {
      this.#path(node.path);
      this.#node(node.node);
    }
    if (node.kind === 'Subscription') this.#fetch(node.primary);
    if (node.kind === 'Fetch') this.#fetch(node);
    if (node.kind === 'BatchFetch') {
      if (node.entityBatch.aliases.length > 1) this.count('BatchFetch, several aliases');
      for (const alias of node.entityBatch.aliases) {
        if (alias.paths.length > 1) this.count('BatchFetch, several paths');
        for (const path of alias.paths) this.#path(path);
        this.#fetch(alias);
      }
    }
  }

  #fetch(node: {
    requires?: RequiresSelection[];
    inputRewrites?: FetchRewrite[];
    outputRewrites?: FetchRewrite[];
  }): void {
    for (const each of node.inputRewrites ?? []) this.count(`input ${rewriteKind(each)}`);
    for (const each of node.outputRewrites ?? []) this.count(`output ${rewriteKind(each)}`);
    this.#requires(node.requires ?? [], 0);
  }

  #requires(selections: readonly RequiresSelection[], depth: number): void {
    if (depth === 0 && selections.length > 1) this.count('keys of several types');
    for (const each of selections) {
      if (each.kind === 'FragmentSpread') this.count('keys with a spread');
      else if (each.kind === 'Field') {
        if (each.alias !== undefined) this.count('keys with an alias');
        if (each.selections !== undefined) this.count('keys that are nested');
        this.#requires(each.selections ?? [], depth + 1);
      } else {
        if (depth > 0) this.count('keys with a fragment below');
        this.#requires(each.selections, depth + 1);
      }
    }
  }

  #path(path: readonly unknown[]): void {
    for (const segment of path) {
      if (segment === '@') this.count('path through a list');
      else {
        const [[kind, value] = []] = Object.entries(segment as object);
        this.count(`path by ${kind}`);
        if (Array.isArray(value) && value.length > 1) this.count('path by several types');
      }
    }
  }
}

const rewriteKind = (rewrite: FetchRewrite): string => Object.keys(rewrite)[0] ?? 'unknown';
