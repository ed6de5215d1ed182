import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { Publishers } from '../ownership/index.ts';
import { Conformance } from './060-conformance.migration.ts';
import { ConformanceRunEntity, ProductionKeyEntity } from './conformance.entity.ts';
import { type ConformanceEnv, conformanceEnv } from './conformance.env.ts';
import { conformanceInvariants } from './conformance.invariants.ts';
import { conformanceLoaders } from './conformance.loader.ts';
import { activateProductionKey, requestConformanceRun } from './conformance.mutations.ts';
import { ConformanceResolver } from './conformance.resolver.ts';
import { conformanceRoutes } from './conformance.route.ts';
import { ConformanceService } from './conformance.service.ts';
import { ConformanceGate } from './gate.service.ts';
import { ProductionKeyResolver } from './production-key.resolver.ts';
import { ReportService } from './report.service.ts';

type Needs = Omit<Kit, 'env'> & { acting: Publishers; env: ConformanceEnv };

export const conformance = defineFeature({
  name: 'conformance',
  env: conformanceEnv,
  entities: [ConformanceRunEntity, ProductionKeyEntity],
  resolvers: [ConformanceResolver, ProductionKeyResolver],
  mutations: [requestConformanceRun, activateProductionKey],
  services: ({ database, acting, now, env }: Needs) => {
    const gate = new ConformanceGate({ own: new Set(env.OWN_PUBLISHERS), days: env.CONFORMANCE_DAYS, now });
    return {
      gate,
      conformance: new ConformanceService({ acting, gate, now }),
      conformanceReports: new ReportService({ database, keys: env.CONFORMANCE_KEYS, now }),
      conformanceSecret: env.CONFORMANCE_SECRET,
    };
  },
  loaders: conformanceLoaders,
  ownRoutes: ({
    conformanceReports,
    conformanceSecret,
  }: {
    conformanceReports: ReportService;
    conformanceSecret: string | undefined;
  }) => conformanceRoutes(conformanceReports, conformanceSecret),
  migrations: [{ name: '060-conformance', class: Conformance }],
  invariants: conformanceInvariants,
});
