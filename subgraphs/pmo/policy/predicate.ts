import pg from 'pg';
import { columnOf, type Facts, LIST_SEPARATOR } from './facts.ts';

type Of<V> = { [F in keyof Facts]: Facts[F] extends V ? F : never }[keyof Facts];
type Scalar = number | boolean | string;

/** A condition on facts, as data: `holds` interprets it, `toSql` compiles it, and both must agree on all facts. */
export type Predicate =
  | { all: readonly Predicate[] }
  | { any: readonly Predicate[] }
  | { not: Predicate }
  | { eq: readonly [Of<Scalar>, Scalar] }
  | { in: readonly [Of<string>, readonly string[]] }
  | { atLeast: readonly [Of<number>, number] }
  | { atMost: readonly [Of<number>, number] }
  | { between: readonly [Of<number>, number, number] }
  | { includes: readonly [Of<readonly string[]>, string] };

/** Whether the condition is true of these facts. */
export const holds = (predicate: Predicate, facts: Facts): boolean => {
  if ('all' in predicate) return predicate.all.every((each) => holds(each, facts));
  if ('any' in predicate) return predicate.any.some((each) => holds(each, facts));
  if ('not' in predicate) return !holds(predicate.not, facts);
  if ('eq' in predicate) return facts[predicate.eq[0]] === predicate.eq[1];
  if ('in' in predicate) return predicate.in[1].includes(facts[predicate.in[0]]);
  if ('atLeast' in predicate) return facts[predicate.atLeast[0]] >= predicate.atLeast[1];
  if ('atMost' in predicate) return facts[predicate.atMost[0]] <= predicate.atMost[1];
  if ('between' in predicate) {
    const [fact, from, to] = predicate.between;
    return facts[fact] >= from && facts[fact] <= to;
  }
  const [fact, item] = predicate.includes;
  return (facts[fact] as readonly string[]).includes(item);
};

const literal = (value: Scalar): string => (typeof value === 'string' ? pg.escapeLiteral(value) : String(value));

const joined = (predicates: readonly Predicate[], { operator, empty }: { operator: string; empty: string }) =>
  predicates.length === 0 ? empty : `(${predicates.map(toSql).join(` ${operator} `)})`;

/** Compiles a condition to an SQL expression over the columns that `facts.ts` names, none of which is null. */
export const toSql = (predicate: Predicate): string => {
  if ('all' in predicate) return joined(predicate.all, { operator: 'and', empty: 'true' });
  if ('any' in predicate) return joined(predicate.any, { operator: 'or', empty: 'false' });
  if ('not' in predicate) return `not ${toSql(predicate.not)}`;
  if ('eq' in predicate) return `(${columnOf(predicate.eq[0])} = ${literal(predicate.eq[1])})`;
  if ('in' in predicate) {
    const [fact, values] = predicate.in;
    return `(${columnOf(fact)} = any(array[${values.map(literal).join(', ')}]::text[]))`;
  }
  if ('atLeast' in predicate) return `(${columnOf(predicate.atLeast[0])} >= ${literal(predicate.atLeast[1])})`;
  if ('atMost' in predicate) return `(${columnOf(predicate.atMost[0])} <= ${literal(predicate.atMost[1])})`;
  if ('between' in predicate) {
    const [fact, from, to] = predicate.between;
    return `(${columnOf(fact)} between ${literal(from)} and ${literal(to)})`;
  }
  const [fact, item] = predicate.includes;
  return `(${literal(item)} = any(string_to_array(${columnOf(fact)}, '${LIST_SEPARATOR}')))`;
};
