import type { BatchFetchNode, FetchNode, FlattenNodePathSegment, PlanNode } from '@graphql-hive/router-query-planner';
import { expect, test } from 'vitest';
import { sharedPlacesOf } from './shared-places.ts';

const path = (text: string): FlattenNodePathSegment[] =>
  text.split('.').map((part) => {
    if (part === '@') return '@';
    return /^[A-Z]/.test(part) ? { TypeCondition: [part] } : { Field: part };
  });

const fetched = (): FetchNode => ({ kind: 'Fetch', serviceName: 's', operation: '{a}', requires: [] });

/** Which of the entity fetches at these paths may share: several paths of one are those of an alias of a batch. */
const sharing = (...paths: string[]) => {
  const nodes = paths.map((each): PlanNode => {
    const several = each.split(' ');
    if (several.length === 1) return { kind: 'Flatten', path: path(each), node: fetched() };
    const alias = { alias: '_e0', representationsVariableName: 'r', paths: several.map(path), requires: [] };
    return { kind: 'BatchFetch', serviceName: 's', operation: '{a}', entityBatch: { aliases: [alias] } };
  });
  const shared = sharedPlacesOf({ kind: 'Sequence', nodes: [fetched(), { kind: 'Parallel', nodes }] });
  const asking = nodes.map((node) =>
    node.kind === 'Flatten' ? (node.node as FetchNode) : (node as BatchFetchNode).entityBatch.aliases[0],
  );
  return asking.map((each) => each !== undefined && shared.mayShare(each));
};

test('alone, beside others at the same places, and above what reaches all of them', () => {
  expect(sharing('a.@.b')).toEqual([true]);
  expect(sharing('a.@.b', 'a.@.b', 'c')).toEqual([true, true, true]);
  expect(sharing('a.@.b', 'a.@.b.@.c', 'a.@.b.T.d')).toEqual([true, true, true]);
});

test('not where another fetch reaches a part of the places only', () => {
  expect(sharing('a.@.b', 'a.@.T.b.c')).toEqual([false, true]);
  expect(sharing('a.@.b c.b', 'c.b.d')).toEqual([false, true]);
  expect(sharing('a.@.b', 'a.@.b.c d.c')).toEqual([true, true]);
});

test('not within one list that has one place in another', () => {
  expect(sharing('a.@ a.@.b')).toEqual([false]);
});
