import { defineFeature, type Kit } from '../../kit/feature.ts';
import { TraceResolver } from './trace.resolver.ts';
import { TraceService } from './trace.service.ts';

export const trace = defineFeature({
  name: 'trace',
  resolvers: [TraceResolver],
  services: ({ database }: Pick<Kit, 'database'>) => ({ traces: new TraceService({ database }) }),
});
