import { createHash } from 'node:crypto';
import { type ASTNode, Kind, parse, print, type ValueNode, visit } from 'graphql';
import { LRUCache } from 'lru-cache';

const mostKept = 1000;
/** Characters of an operation in the log. */
const longestShown = 1000;
/** A machine that stood still may have made a harmless operation look like one of these. */
const keptMs = 10 * 60_000;

/** The operations over which the planner ended twice, so that nobody can keep it from others by asking again. */
export class FatalOperations {
  readonly #reasons = new LRUCache<string, string>({ max: mostKept, ttl: keptMs });

  /**
   * @param key names what the plan depends on beside the operation
   * @returns why the planner ended; undefined for what it may be asked
   */
  reasonFor(key: string, text: string): string | undefined {
    return this.#reasons.size === 0 ? undefined : this.#reasons.get(idOf(key, text));
  }

  /** @returns the reason as the log may have it, with the operation */
  add(key: string, text: string, reason: string): string {
    const told = `${reason}; asked: ${anonymousOperation(text).slice(0, longestShown)}`;
    this.#reasons.set(idOf(key, text), told);
    return told;
  }
}

const idOf = (key: string, text: string): string =>
  createHash('sha256')
    .update(`${key} ${anonymousOperation(text)}`)
    .digest('base64url');

const isLiteral = ({ kind }: ASTNode): boolean =>
  kind === Kind.INT || kind === Kind.FLOAT || kind === Kind.STRING || kind === Kind.BOOLEAN || kind === Kind.ENUM;

/**
 * An operation without what its client chose freely: names, aliases, and the values of arguments. Variables and values
 * have numbers, since plans depend on which are the same.
 */
export const anonymousOperation = (text: string): string => {
  const numbers = new Map<string, number>();
  const numberOf = (chosen: string): number => {
    const number = numbers.get(chosen) ?? numbers.size;
    numbers.set(chosen, number);
    return number;
  };
  const renamed = visit(parse(text, { noLocation: true }), {
    OperationDefinition: (node) => ({
      ...node,
      name: undefined,
      variableDefinitions: node.variableDefinitions?.map((each) => ({ ...each, defaultValue: undefined })),
    }),
    Field: (node) => ({ ...node, alias: undefined }),
    Variable: (node) => ({ ...node, name: { kind: Kind.NAME, value: `v${numberOf(`$${node.name.value}`)}` } }),
    enter(node) {
      if (isLiteral(node)) return { kind: Kind.INT, value: String(numberOf(print(node as ValueNode))) };
      return undefined;
    },
  });
  return print(renamed);
};
