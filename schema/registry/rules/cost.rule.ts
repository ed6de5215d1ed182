import { type ASTNode, type ConstDirectiveNode, Kind } from 'graphql';
import type { Finding } from '../finding.ts';
import { findingAt, type Rule } from '../rule.ts';
import { argumentOf, textOf } from '../sdl/directive.ts';
import { placesIn } from '../sdl/places.ts';

const rule = 'cost';
/** The points of a request, where the gateway does not say another number. */
const usualLimit = 20_000;
/** Items of one call in bulk: the gateway refuses more of every other list. */
const MOST_IN_BULK = 1_000;

/** Keeps prices to whole numbers that add to a request: what is cheaper than nothing pays for all that stands beside it. */
export const costRule: Rule = ({ part, gateway }) => {
  const limit = gateway?.costLimit ?? usualLimit;
  return placesIn(part.document).flatMap(({ node: holder, coordinate, directives }) =>
    directives.flatMap((node) => {
      if (node.name.value === 'cost') return weightFindings(node, coordinate, limit);
      if (node.name.value === 'bulk') return bulkFindings(node, coordinate);
      if (node.name.value !== 'listSize') return [];
      return [...sizeFindings(node, coordinate, limit), ...defaultFindings(holder, node, coordinate)];
    }),
  );
};

const numberIn = (node: ConstDirectiveNode, name: string) => {
  const text = textOf(argumentOf(node, name));
  return text === '' ? undefined : Number(text);
};

const weightFindings = (node: ConstDirectiveNode, coordinate: string, limit: number): Finding[] => {
  const weight = numberIn(node, 'weight');
  const at = (code: string, message: string) => [findingAt(node, { rule, code, message, coordinate })];
  if (weight === undefined || !Number.isInteger(weight) || weight < 0)
    return at('COST_NEGATIVE', `the weight of ${coordinate} must be a whole number from 0`);
  if (weight < limit) return [];
  return at('COST_TOO_HIGH', `${coordinate} costs ${weight} points, and a request has ${limit}: nobody could ask it`);
};

const sizeFindings = (node: ConstDirectiveNode, coordinate: string, limit: number): Finding[] => {
  const size = numberIn(node, 'assumedSize');
  if (size === undefined) return [];
  if (size >= limit) {
    const message = `${coordinate} is said to have ${size} items, and a request has ${limit} points: nobody could ask it`;
    return [findingAt(node, { rule, code: 'COST_TOO_HIGH', message, coordinate })];
  }
  if (Number.isInteger(size) && size >= 1) return [];
  const message = `@listSize of ${coordinate} must assume at least one item`;
  return [findingAt(node, { rule, code: 'LIST_SIZE_TOO_SMALL', message, coordinate })];
};

/** A size below nothing, where nobody says another, would take its price from what stands beside it. */
const defaultFindings = (holder: ASTNode, node: ConstDirectiveNode, coordinate: string): Finding[] => {
  if (holder.kind !== Kind.FIELD_DEFINITION) return [];
  const listed = argumentOf(node, 'slicingArguments');
  const names = listed?.kind === Kind.LIST ? listed.values.map(textOf) : [textOf(listed)];
  return (holder.arguments ?? [])
    .filter(({ name }) => names.includes(name.value))
    .filter(({ defaultValue }) => defaultValue?.kind === Kind.INT && Number(defaultValue.value) < 0)
    .map((argument) => {
      const message = `${argument.name.value} of ${coordinate} sizes its list, and is below nothing unless said`;
      return findingAt(argument, { rule, code: 'LIST_SIZE_TOO_SMALL', message, coordinate });
    });
};

const bulkFindings = (node: ConstDirectiveNode, coordinate: string): Finding[] => {
  const items = numberIn(node, 'items');
  if (items !== undefined && Number.isInteger(items) && items >= 1 && items <= MOST_IN_BULK) return [];
  const message = `${coordinate} takes 1 to ${MOST_IN_BULK} items in bulk`;
  return [findingAt(node, { rule, code: 'BULK_OUT_OF_RANGE', message, coordinate })];
};
