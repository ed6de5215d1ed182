import 'reflect-metadata';
import { runSubgraph } from '../kit/run.ts';
import { payments } from './features.ts';

await runSubgraph('payments', payments);
