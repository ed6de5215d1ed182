import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { ApprovalService, ProposalService } from '../revision/index.ts';
import { Bootstrap } from './bootstrap.service.ts';

interface Needs extends Kit {
  proposals: ProposalService;
  approvals: ApprovalService;
}

/** How a graph of its own begins: for the command that starts it, not for its clients. */
export const bootstrap = defineFeature({
  name: 'bootstrap',
  services: ({ database, proposals, approvals, now }: Needs) => ({
    bootstrap: new Bootstrap({ database, proposals, approvals, now }),
  }),
});
