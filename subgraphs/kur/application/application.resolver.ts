import { orRefusal, type PageArguments, type RequestFacts, requireScope, requireSubject } from '@prakerja/subgraph-kit';
import type { BureauLoaders } from '../bureau/bureau.loader.ts';
import type { Database } from '../database.ts';
import type { DecisionLoaders } from '../decision/decision.loader.ts';
import { pageOf, toConnection } from '../page.ts';
import { reasonsIn } from '../reason.ts';
import { type ApplicationLoaders, listApplications } from './application.loader.ts';
import type { ApplicationInput, ApplicationService } from './application.service.ts';
import { isOpen, type Status } from './application.status.ts';
import type { Application, Change } from './index.ts';

interface Slice extends RequestFacts {
  bank: { database: Database; applications: ApplicationService };
  loaders: ApplicationLoaders & BureauLoaders & DecisionLoaders;
}

interface ListArguments extends PageArguments {
  filter?: { status?: Status | null } | null;
}

/** The bank's own staff see all, everybody else what their account applied for. */
const kurApplication = async (_: unknown, { id }: { id: string }, { caller, loaders }: Slice) => {
  requireScope(caller, 'self', 'kur:decide');
  const found = await loaders.application.load(id);
  if (!found || caller.can('kur:decide')) return found;
  return found.subject === requireSubject(caller) ? found : null;
};

const kurApplications = async (_: unknown, args: ListArguments, { caller, bank }: Slice) => {
  requireScope(caller, 'kur:decide');
  const page = pageOf(args);
  return toConnection(await listApplications(bank.database, page, args.filter?.status ?? null), page);
};

const applyForKur = (
  _: unknown,
  { input, idempotencyKey }: { input: ApplicationInput; idempotencyKey: string },
  { caller, bank, language }: Slice,
) => {
  requireScope(caller, 'self');
  const subject = requireSubject(caller);
  return orRefusal({ field: 'application', language }, () => bank.applications.apply(input, idempotencyKey, subject));
};

const ending =
  (name: 'withdraw' | 'withdrawConsent') =>
  (_: unknown, { id }: { id: string }, { caller, bank, language }: Slice) => {
    requireScope(caller, 'self');
    const subject = requireSubject(caller);
    return orRefusal({ field: 'application', language }, () => bank.applications[name](id, subject));
  };

export const applicationResolvers = {
  Query: { kurApplication, kurApplications },
  Mutation: {
    applyForKur,
    withdrawKurApplication: ending('withdraw'),
    withdrawKurConsent: ending('withdrawConsent'),
  },
  KurApplication: {
    reasons: async ({ id, status }: Application, _: unknown, { loaders, language }: Slice) =>
      isOpen(status) ? [] : reasonsIn((await loaders.changesOf.load(id)).at(-1)?.reasons ?? [], language),
    report: ({ id }: Application, _: unknown, { loaders }: Slice) => loaders.reportOf.load(id),
    history: ({ id }: Application, _: unknown, { loaders }: Slice) => loaders.changesOf.load(id),
    decisions: ({ id }: Application, _: unknown, { caller, loaders }: Slice) => {
      requireScope(caller, 'kur:decide');
      return loaders.decisionsOf.load(id);
    },
  },
  KurChange: {
    reasons: ({ reasons }: Change, _: unknown, { language }: Slice) => reasonsIn(reasons, language),
  },
};
