import 'reflect-metadata';
import { runSubgraph } from '../kit/run.ts';
import { registry } from './features.ts';

await runSubgraph('registry', registry);
