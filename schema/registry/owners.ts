import type { DirectiveDefinitionNode } from 'graphql';
import type { OwnershipRecord } from './ownership.ts';
import type { Subgraph } from './revision.ts';
import { hasDirective, textArgument } from './sdl/directive.ts';
import { type MemberNode, rootTypes, type SchemaPart, type TypePart } from './sdl/part.ts';
import { readSelection, selectionText } from './sdl/selection.ts';

/** A live subgraph whose SDL was read. */
export interface LivePart extends Subgraph {
  part: SchemaPart;
}

/** Answers who owns an element of the live graph; undefined where nobody has it. */
export class Owners {
  readonly record: OwnershipRecord;
  readonly #live: readonly LivePart[];
  readonly #byType: ReadonlyMap<string, readonly { live: LivePart; type: TypePart }[]>;

  constructor(record: OwnershipRecord, live: readonly LivePart[]) {
    this.record = record;
    this.#live = live;
    const stated = live.flatMap((each) => [...each.part.types.values()].map((type) => ({ live: each, type })));
    this.#byType = Map.groupBy(stated, ({ type }) => type.name);
  }

  ofType(name: string): string | undefined {
    if (rootTypes.has(name)) return this.record.steward;
    return this.#recorded(name) ?? this.#byType.get(name)?.[0]?.live.organization;
  }

  /** Who first answered a field; a key that another's subgraph repeats makes nobody its owner. */
  ofField(type: string, field: string): string | undefined {
    const recorded = this.#recorded(`${type}.${field}`);
    if (recorded !== undefined) return recorded;
    const stating = this.stated(type, field).filter(({ node }) => !hasDirective(node, 'external'));
    const owner = this.ofType(type);
    const answering = stating.find(
      ({ live }) => live.organization === owner || !this.isKeyField(live.part.types.get(type), field),
    );
    return answering?.live.organization ?? (stating.length > 0 ? owner : undefined);
  }

  /** What live subgraphs state of a field, in the order in which they were first published. */
  stated(type: string, field: string): { live: LivePart; node: MemberNode }[] {
    return (this.#byType.get(type) ?? []).flatMap(({ live, type: part }) =>
      part.fields.filter(({ name }) => name.value === field).map((node) => ({ live, node })),
    );
  }

  /** What live subgraphs state of a type, its owner's first. */
  partsOf(type: string): readonly TypePart[] {
    const owner = this.ofType(type);
    const all = this.#byType.get(type) ?? [];
    const [own, others] = [true, false].map((isOwn) =>
      all.filter(({ live }) => (live.organization === owner) === isOwn).map(({ type: part }) => part),
    );
    return [...(own ?? []), ...(others ?? [])];
  }

  /** What the owner's own subgraphs state of a type. */
  ownPartsOf(type: string): readonly TypePart[] {
    const owner = this.ofType(type);
    return (this.#byType.get(type) ?? [])
      .filter(({ live }) => live.organization === owner)
      .map(({ type: part }) => part);
  }

  /** The keys under which an entity's owner gives it to others. */
  publicKeysOf(type: string): ReadonlySet<string> {
    return new Set(this.ownPartsOf(type).flatMap(keysOf).map(selectionText));
  }

  isKeyField(part: TypePart | undefined, field: string): boolean {
    return (part ? keysOf(part) : []).some((key) =>
      readSelection(key)?.selections.some((each) => each.kind === 'Field' && each.name.value === field),
    );
  }

  /** Definitions of a directive that live subgraphs have, in the order in which they were first published. */
  directivesNamed(name: string): DirectiveDefinitionNode[] {
    return this.#live.flatMap(({ part }) => part.directives.filter((each) => each.name.value === name));
  }

  ofDirective(name: string): string | undefined {
    const defining = this.#live.find(({ part }) => part.directives.some((each) => each.name.value === name));
    return this.#recorded(`@${name}`) ?? defining?.organization;
  }

  ofSubgraph(name: string): string | undefined {
    return this.#live.find((each) => each.name === name)?.organization;
  }

  /** The owner of the first word of a name, such as `kur` in `kurOffers`, `kur:read` and `kur/loans`. */
  ofPrefix(name: string): string | undefined {
    const found = Object.entries(this.record.prefixes).find(([, words]) =>
      words.some((word) => beginsWithWord(name, word)),
    );
    return found?.[0];
  }

  #recorded(element: string): string | undefined {
    return Object.hasOwn(this.record.elements, element) ? this.record.elements[element] : undefined;
  }
}

export const keysOf = ({ directives }: TypePart): string[] =>
  directives.filter(({ name }) => name.value === 'key').map((key) => textArgument(key, 'fields'));

/** Whether a name is a word, or begins with it and goes on with another: `kurOffers` does with `kur`, `kurtosis` not. */
export const beginsWithWord = (name: string, word: string): boolean =>
  name.toLowerCase().startsWith(word.toLowerCase()) && !/^[a-z]/.test(name.slice(word.length));
