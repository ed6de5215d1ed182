import 'reflect-metadata';
import { runSubgraph } from '../kit/run.ts';
import { training } from './features.ts';

await runSubgraph('training', training);
