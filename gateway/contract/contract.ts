import { type DocumentNode, Kind, type TypeDefinitionNode } from 'graphql';
import { type Audience, audiencesIn } from '../../subgraphs/kit/audiences.ts';
import { namesOf, tagsIn } from './directives.ts';
import { withOwnRules } from './interface-rules.ts';
import { narrowed } from './narrowing.ts';
import { reachableTypes } from './reach.ts';
import { shownElements } from './tagged.ts';
import { isTypeDefinition, rootNames, type Types } from './types.ts';

/**
 * Says whose part of a supergraph an audience is shown: its own, that of everyone where the supergraph names it nowhere,
 * or all of it, as officers are, where it says nothing of audiences.
 */
export const viewersOf = (supergraph: DocumentNode): ((audience: Audience) => Audience) => {
  const named = new Set(audiencesIn([...tagsIn(supergraph)]));
  if (named.size === 0) return () => 'officer';
  return (audience) => (audience === 'officer' || named.has(audience) ? audience : 'public');
};

/**
 * The part of a supergraph that an audience is shown, as a supergraph: without what tags keep from it, what needs that, and
 * what nothing leads to any more. Officers are shown everything.
 */
export const contractOf = (supergraph: DocumentNode, audience: Audience): DocumentNode => {
  if (audience === 'officer') return supergraph;
  const types = supergraph.definitions.filter(isTypeDefinition);
  const all = new Map(types.map((type) => [type.name.value, type]));
  const roots = rootNames(supergraph);
  const shown = withOwnRules(narrowed(shownElements(all, { audience, roots })), all);
  const reachable = reachableTypes(shown, [...roots, ...namesOf(supergraph)]);
  return withTypes(supergraph, new Map([...shown].filter(([name]) => isMachinery(name) || reachable.has(name))));
};

/** Types of the composition's own, which clients never see. */
const isMachinery = (name: string) => name.includes('__');

const withTypes = ({ kind, definitions }: DocumentNode, types: Types): DocumentNode => ({
  kind,
  definitions: definitions.flatMap((node): DocumentNode['definitions'] => {
    if (node.kind === Kind.SCHEMA_DEFINITION) {
      return [{ ...node, operationTypes: node.operationTypes.filter(({ type }) => types.has(type.name.value)) }];
    }
    if (!isTypeDefinition(node)) return [node];
    const shown: TypeDefinitionNode | undefined = types.get(node.name.value);
    return shown === undefined ? [] : [shown];
  }),
});
