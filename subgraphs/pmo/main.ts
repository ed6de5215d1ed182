import 'reflect-metadata';
import { readEnv, subgraphEnv } from '../kit/env.ts';
import { runSubgraph } from '../kit/run.ts';
import { createContext } from './context.ts';
import { migrations } from './migrations/index.ts';
import { pmo } from './schema.ts';
import { WaveSchema } from './wave/wave.entity.ts';
import { WaveService } from './wave/wave.service.ts';

await runSubgraph({
  name: 'pmo',
  env: readEnv('pmo', subgraphEnv),
  subgraph: pmo,
  entities: [WaveSchema],
  migrations,
  wire: ({ database, outbox, now }) => ({
    contextOf: createContext({ database, waves: new WaveService({ outbox, now }) }),
  }),
});
