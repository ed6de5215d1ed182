import {
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { isBroken } from '../subgraphs/kit/broken-text.ts';
import { isReserved } from '../subgraphs/kit/json-value.ts';
import type { StatedError } from './errors.ts';
import { faultTexts, inputError, type SmallFault } from './input-error.ts';
import { placeOfLiteral } from './input-place.ts';
import { limits } from './limits.ts';

/** A double has 17 digits that count; the largest is written with 309. */
const longestNumber = 400;

/**
 * What a literal may not hold, as a variable may not either: broken text, reserved keys, numbers without an end, lists
 * in lists without an end. How many there are is bounded by the tokens.
 */
export const literalError = (document: DocumentNode): StatedError | undefined => firstError(document, faultOf);

/** A whole number that its type would take and the planner cannot read: Float, or a partner's scalar. */
export const inexactError = (document: DocumentNode): StatedError | undefined =>
  firstError(document, (node) =>
    node.kind === Kind.INT && !Number.isSafeInteger(Number(node.value)) ? 'number' : undefined,
  );

type FaultOf = (node: ValueNode, depth: number) => SmallFault | undefined;

interface LiteralFault {
  what: SmallFault;
  node: ValueNode;
}

const firstError = (document: DocumentNode, faultIn: FaultOf): StatedError | undefined => {
  const search = new LiteralSearch(faultIn);
  search.inDocument(document);
  const { found } = search;
  return found && inputError(faultTexts[found.what], placeOfLiteral(document, found.node));
};

/** Goes to the values only, since every new document pays for it; true where it found one and stopped. */
class LiteralSearch {
  found: LiteralFault | undefined;
  readonly #faultIn: FaultOf;

  constructor(faultIn: FaultOf) {
    this.#faultIn = faultIn;
  }

  inDocument({ definitions }: DocumentNode): boolean {
    return definitions.some((node) => {
      if (node.kind !== Kind.OPERATION_DEFINITION && node.kind !== Kind.FRAGMENT_DEFINITION) return false;
      const inDefault = node.variableDefinitions?.some(
        ({ defaultValue, directives }) =>
          (defaultValue !== undefined && this.#inValue(defaultValue, 1)) || this.#inDirectives(directives),
      );
      return inDefault || this.#inDirectives(node.directives) || this.#inSelections(node.selectionSet);
    });
  }

  #inSelections({ selections }: SelectionSetNode): boolean {
    return selections.some((node) => {
      if (node.kind === Kind.FIELD && this.#inArguments(node.arguments)) return true;
      if (this.#inDirectives(node.directives)) return true;
      return node.kind !== Kind.FRAGMENT_SPREAD && node.selectionSet ? this.#inSelections(node.selectionSet) : false;
    });
  }

  #inDirectives(directives: readonly (DirectiveNode | ConstDirectiveNode)[] | undefined): boolean {
    return directives?.some((node) => this.#inArguments(node.arguments)) ?? false;
  }

  #inArguments(given: readonly { value: ValueNode }[] | undefined): boolean {
    return given?.some(({ value }) => this.#inValue(value, 1)) ?? false;
  }

  #inValue(node: ValueNode, depth: number): boolean {
    const what = this.#faultIn(node, depth);
    if (what !== undefined) this.found = { what, node };
    else if (node.kind === Kind.LIST) return node.values.some((item) => this.#inValue(item, depth + 1));
    else if (node.kind === Kind.OBJECT) return node.fields.some(({ value }) => this.#inValue(value, depth + 1));
    return what !== undefined;
  }
}

const faultOf: FaultOf = (node, depth) => {
  switch (node.kind) {
    case Kind.LIST:
      return depth > limits.valueDepth ? 'depth' : undefined;
    case Kind.OBJECT:
      if (depth > limits.valueDepth) return 'depth';
      return node.fields.some(({ name }) => isReserved(name.value)) ? 'key' : undefined;
    case Kind.STRING:
      return isBroken(node.value) ? 'text' : undefined;
    case Kind.INT:
    case Kind.FLOAT:
      return node.value.length > longestNumber || !Number.isFinite(Number(node.value)) ? 'number' : undefined;
    default:
      return undefined;
  }
};

const brokenPair = String.raw`\\u[dD][89abAB][\da-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][\da-fA-F]{2})\\u[dD][c-fC-F][\da-fA-F]{2}`;
const unreadable = new RegExp(String.raw`[\0\p{Surrogate}]|${brokenPair}|\\u\{0*[dD][89a-fA-F][\da-fA-F]{2}\}`, 'gu');

/**
 * `source` with another noncharacter where the lexer stops at U+0000 or a lone surrogate, so that the place of the
 * broken text can be told; undefined when there is none.
 */
export const readable = (source: string): string | undefined => {
  const replaced = source.replaceAll(unreadable, '\uFFFE');
  return replaced === source ? undefined : replaced;
};
