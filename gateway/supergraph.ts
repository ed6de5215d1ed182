import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { buildASTSchema, type GraphQLSchema, parse } from 'graphql';
import { accessFaults } from './access-rules.ts';
import { type Bulk, readBulk } from './bulk.ts';
import { type Costs, readCosts } from './cost.ts';
import { type Guards, readGuards } from './guard.ts';
import { type PersonalData, readPersonalData } from './personal-data.ts';
import { type KeyRules, readKeyRules } from './planner-keys.ts';

/** What the gateway knows of the graph. */
export interface Supergraph {
  /** The schema that clients may see, without the federation machinery. */
  schema: GraphQLSchema;
  guards: Guards;
  costs: Costs;
  bulk: Bulk;
  keyRules?: KeyRules;
  personalData?: PersonalData;
}

/** @throws Error when the supergraph demands a protection that this gateway would not give. */
export const readSupergraph = (sdl: string): Supergraph => {
  const document = parse(sdl, { noLocation: true });
  const faults = accessFaults(document);
  if (faults.length > 0) throw new Error(`the supergraph is refused:\n${faults.map((each) => `  ${each}`).join('\n')}`);
  const publicDocument = transformSupergraphToPublicSchema(document);
  return {
    schema: buildASTSchema(publicDocument, { assumeValid: true, assumeValidSDL: true }),
    guards: readGuards(document),
    costs: readCosts(document),
    bulk: readBulk(document),
    keyRules: readKeyRules(document),
    personalData: readPersonalData(document),
  };
};
