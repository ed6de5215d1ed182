import { applicationResolvers } from './application/application.resolver.ts';
import { decisionResolvers } from './decision/decision.resolver.ts';
import { eligibilityResolvers } from './eligibility/eligibility.resolver.ts';
import { scalars } from './scalars.ts';
import { statisticsResolvers } from './statistics/statistics.resolver.ts';

/** What answers the fields of `sdl/`. */
export const resolvers = {
  ...scalars,
  ...eligibilityResolvers,
  ...applicationResolvers,
  ...decisionResolvers,
  Query: { ...applicationResolvers.Query, ...statisticsResolvers.Query },
  Mutation: { ...applicationResolvers.Mutation, ...decisionResolvers.Mutation },
};
