import { startSubgraph, stopOnSignals } from '@prakerja/subgraph-kit';
import { contoh } from './contoh.ts';

stopOnSignals(await startSubgraph({ ...contoh, env: process.env }));
