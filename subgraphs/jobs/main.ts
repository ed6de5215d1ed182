import 'reflect-metadata';
import { runSubgraph } from '../kit/run.ts';
import { jobs } from './features.ts';

await runSubgraph('jobs', jobs);
