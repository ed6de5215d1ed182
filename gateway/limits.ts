import type { DocumentNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';
import { Kind } from 'graphql';
import { RequestRefusal } from './errors.ts';
import { type LimitName, limitText } from './limit-text.ts';

/** What one request may cost before it is planned. Lengths in characters, bodies in bytes. */
export const limits = {
  documentLength: 64 * 1024,
  bodyBytes: 256 * 1024,
  /** For a caller with a verified token: what the largest bulk mutation needs. */
  bulkBodyBytes: 2 * 1024 * 1024,
  bodyValues: 120_000,
  bodyDepth: 10_000,
  tokens: 2000,
  depth: 12,
  aliases: 30,
  directives: 50,
  /** Fields named `__schema` or `__type`, and aliases inside: each may repeat the whole schema. */
  introspections: 5,
  /** Fields after every fragment is expanded. */
  fields: 2000,
  validationErrors: 10,
  aliasLength: 100,
  /** The depth of one literal or of all variables. */
  valueDepth: 32,
  /** The size of all variables; an argument or input field with `@bulk(items:)` adds to both, for each item. */
  values: 5_000,
  characters: 200_000,
  bulkItem: { values: 100, characters: 2_000 },
  inputErrors: 10,
} as const;

const bySizeAlone: ReadonlySet<LimitName> = new Set([
  'documentLength',
  'bodyBytes',
  'bodyValues',
  'values',
  'characters',
]);

/** QUERY_TOO_LARGE: 413 for what is refused by its size alone, 400 for what is refused by its structure. */
export const tooLarge = (limit: LimitName, maximum: number = limits[limit]) => {
  const status = bySizeAlone.has(limit) ? 413 : 400;
  const extensions = { limit, maximum };
  return new RequestRefusal(status, { code: 'QUERY_TOO_LARGE', text: limitText(limit, maximum), extensions });
};

/** QUERY_TOO_LARGE for an operation that costs more points than one request may. */
export const tooCostly = (requested: number, maximum: number) => {
  const text = {
    en: `The operation costs ${requested} points; one request may cost ${maximum}. Ask for shorter lists.`,
    id: `Operasi ini bernilai ${requested} poin; satu permintaan boleh bernilai ${maximum}. Mintalah daftar yang lebih pendek.`,
  };
  return new RequestRefusal(400, {
    code: 'QUERY_TOO_LARGE',
    text,
    extensions: { limit: 'cost', maximum, requested },
  });
};

interface Cost {
  depth: number;
  aliases: number;
  fields: number;
  introspections: number;
}

const free: Cost = { depth: 0, aliases: 0, fields: 0, introspections: 0 };

/**
 * Refuses a document beyond the limits in time linear in its length: each fragment is measured once, however often
 * it is spread, so it runs before validation, which a fragment bomb makes slow.
 * @returns how many fields its operations select, after every fragment is expanded
 * @throws RequestRefusal QUERY_TOO_LARGE, or BAD_USER_INPUT for an alias that would shadow an object's own members.
 */
export const checkLimits = (document: DocumentNode): number => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measure = new Measure(fragments);
  let selected = 0;
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    measure.countDirectives(definition);
    const { depth, aliases, fields, introspections } = measure.cost(definition.selectionSet);
    // A fragment counts where it is spread: those of an introspection query are deep, and cost no subgraph anything.
    if (definition.kind === Kind.OPERATION_DEFINITION && depth > limits.depth) throw tooLarge('depth');
    if (aliases > limits.aliases) throw tooLarge('aliases');
    if (fields > limits.fields) throw tooLarge('fields');
    if (introspections > limits.introspections) throw tooLarge('introspections');
    if (definition.kind === Kind.OPERATION_DEFINITION) selected += fields;
  }
  return selected;
};

class Measure {
  readonly #fragments: Map<string, FragmentDefinitionNode>;
  readonly #measured = new Map<string, Cost>();
  #directives = 0;

  constructor(fragments: Map<string, FragmentDefinitionNode>) {
    this.#fragments = fragments;
  }

  cost(set: SelectionSetNode): Cost {
    const total = { ...free };
    for (const selection of set.selections) {
      const added = this.#selectionCost(selection);
      total.depth = Math.max(total.depth, added.depth);
      total.aliases += added.aliases;
      total.fields += added.fields;
      total.introspections += added.introspections;
    }
    return total;
  }

  countDirectives(node: { directives?: readonly unknown[] }): void {
    this.#directives += node.directives?.length ?? 0;
    if (this.#directives > limits.directives) throw tooLarge('directives');
  }

  #selectionCost(selection: SelectionSetNode['selections'][number]): Cost {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#fragmentCost(selection.name.value);
    const inner = selection.selectionSet ? this.cost(selection.selectionSet) : free;
    this.countDirectives(selection);
    if (selection.kind === Kind.INLINE_FRAGMENT) return inner;
    const fields = inner.fields + 1;
    const aliases = inner.aliases + (selection.alias === undefined ? 0 : 1);
    if (selection.alias !== undefined) checkAlias(selection.alias.value);
    const name = selection.name.value;
    // Introspection is answered here, without a subgraph; its depth has a validation rule of its own.
    const depth = name.startsWith('__') ? 0 : inner.depth + 1;
    const introspections = inner.introspections + (isIntrospection(name) ? 1 + inner.aliases : 0);
    return { depth, aliases, fields, introspections };
  }

  // A cycle counts as nothing here; validation names it.
  #fragmentCost(name: string): Cost {
    const known = this.#measured.get(name);
    if (known !== undefined) return known;
    this.#measured.set(name, free);
    const fragment = this.#fragments.get(name);
    if (fragment === undefined) return free;
    const cost = this.cost(fragment.selectionSet);
    this.#measured.set(name, cost);
    return cost;
  }
}

const isIntrospection = (name: string) => name === '__schema' || name === '__type';

// CVE-2026-32621: such an alias reaches the prototype of the objects that the answer is merged in.
const checkAlias = (alias: string) => {
  if (alias.length > limits.aliasLength) throw tooLarge('aliasLength');
  if (!(alias in Object.prototype) && alias !== '__typename' && alias !== 'prototype') return;
  const text = { en: `The alias "${alias}" is not allowed.`, id: `Alias "${alias}" tidak diperbolehkan.` };
  throw new RequestRefusal(400, { code: 'BAD_USER_INPUT', text });
};
