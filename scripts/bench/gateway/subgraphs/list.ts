import { jobs } from './jobs.ts';
import { payments } from './payments.ts';
import { pmo } from './pmo.ts';
import { training } from './training.ts';

export const subgraphs = [pmo, training, payments, jobs];
