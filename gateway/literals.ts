import { type ASTNode, BREAK, type DocumentNode, Kind, type ValueNode, visit } from 'graphql';
import { isBroken } from '../subgraphs/kit/broken-text.ts';
import { isReserved } from '../subgraphs/kit/json-value.ts';
import type { PublicError } from './errors.ts';
import { faultMessages, inputError, type SmallFault } from './input-error.ts';
import { placeOfLiteral } from './input-place.ts';
import { limits } from './limits.ts';

/** A double has 17 digits that count; the largest is written with 309. */
const longestNumber = 400;

/**
 * What a literal may not hold, as a variable may not either: broken text, reserved keys, numbers without an end, lists
 * in lists without an end. How many there are is bounded by the tokens.
 */
export const literalError = (document: DocumentNode): PublicError | undefined => firstError(document, faultOf);

/** A whole number that its type would take and the planner cannot read: Float, or a partner's scalar. */
export const inexactError = (document: DocumentNode): PublicError | undefined =>
  firstError(document, (node) =>
    node.kind === Kind.INT && !Number.isSafeInteger(Number(node.value)) ? 'number' : undefined,
  );

type FaultOf = (node: ASTNode, depth: number) => SmallFault | undefined;

const firstError = (document: DocumentNode, faultIn: FaultOf): PublicError | undefined => {
  let found: { what: SmallFault; node: ValueNode } | undefined;
  let depth = 0;
  const enter = (node: ASTNode) => {
    const isNested = node.kind === Kind.LIST || node.kind === Kind.OBJECT;
    if (isNested) depth += 1;
    const what = faultIn(node, depth);
    if (what === undefined) return undefined;
    found = { what, node: (node.kind === Kind.OBJECT_FIELD ? node.value : node) as ValueNode };
    return BREAK;
  };
  const leave = (node: ASTNode) => {
    if (node.kind === Kind.LIST || node.kind === Kind.OBJECT) depth -= 1;
  };
  visit(document, { enter, leave });
  return found && inputError(faultMessages[found.what], placeOfLiteral(document, found.node));
};

const faultOf: FaultOf = (node, depth) => {
  switch (node.kind) {
    case Kind.LIST:
    case Kind.OBJECT:
      return depth > limits.valueDepth ? 'depth' : undefined;
    case Kind.STRING:
      return isBroken(node.value) ? 'text' : undefined;
    case Kind.OBJECT_FIELD:
      return isReserved(node.name.value) ? 'key' : undefined;
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
