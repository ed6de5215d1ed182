import { createLogger } from '../../subgraphs/kit/log.ts';

export const silent = createLogger({ service: 'test', level: 'silent' });
/** The secret of every publisher and subscriber in the events' tests. */
export const SECRET = `whsec_${Buffer.alloc(24, 'pmo').toString('base64')}`;
