import 'reflect-metadata';
import { runSubgraph } from '../kit/run.ts';
import { pmo } from './features.ts';

await runSubgraph('pmo', pmo);
