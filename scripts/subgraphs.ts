import { jobs } from '../subgraphs/jobs/features.ts';
import type { Feature } from '../subgraphs/kit/feature.ts';
import { payments } from '../subgraphs/payments/features.ts';
import { pmo } from '../subgraphs/pmo/features.ts';
import { registry } from '../subgraphs/registry/features.ts';
import { training } from '../subgraphs/training/features.ts';

/** The features of each subgraph, by its name. */
export const featuresOf: Readonly<Record<string, readonly Feature[]>> = { pmo, training, payments, jobs, registry };
