import type { ConstDirectiveNode } from 'graphql';
import type { Finding } from '../finding.ts';
import { findingAt, type Rule } from '../rule.ts';
import { argumentOf, textOf } from '../sdl/directive.ts';
import { placesIn } from '../sdl/places.ts';

const rule = 'cost';
/** The points of a request, where the gateway does not say another number. */
const usualLimit = 20_000;

/** Keeps prices to whole numbers that add to a request: what is cheaper than nothing pays for all that stands beside it. */
export const costRule: Rule = ({ part, gateway }) =>
  placesIn(part.document).flatMap(({ coordinate, directives }) =>
    directives.flatMap((node) => {
      if (node.name.value === 'cost') return weightFindings(node, coordinate, gateway?.costLimit ?? usualLimit);
      return node.name.value === 'listSize' ? sizeFindings(node, coordinate, gateway?.costLimit ?? usualLimit) : [];
    }),
  );

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
