import { orRefusal, type RequestFacts, requireScope, requireSubject } from '@prakerja/subgraph-kit';
import { reasonsIn } from '../reason.ts';
import type { Decision } from './decision.loader.ts';
import type { DecisionInput, DecisionService } from './decision.service.ts';

interface Slice extends RequestFacts {
  bank: { decisions: DecisionService };
}

const officerOf = ({ caller }: Slice): string => {
  requireScope(caller, 'kur:decide');
  return requireSubject(caller);
};

export const decisionResolvers = {
  Mutation: {
    decideKurApplication: (_: unknown, { input }: { input: DecisionInput }, context: Slice) => {
      const officer = officerOf(context);
      const { bank, language } = context;
      return orRefusal({ field: 'application', language }, () => bank.decisions.decide(input, officer));
    },
    recheckKurApplication: (_: unknown, { id }: { id: string }, context: Slice) => {
      const officer = officerOf(context);
      const { bank, language } = context;
      return orRefusal({ field: 'application', language }, () => bank.decisions.recheck(id, officer));
    },
  },
  KurDecision: {
    reasons: ({ reasons }: Decision, _: unknown, { language }: Slice) => reasonsIn(reasons, language),
  },
};
