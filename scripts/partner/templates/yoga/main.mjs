import { createRemoteJWKSet } from 'jose';
import { createSubgraph } from './server.mjs';

const { ADDRESS, GATEWAY_KEYS, PORT = '4100', HOST = '127.0.0.1' } = process.env;
const keys = createRemoteJWKSet(new URL(GATEWAY_KEYS), { cacheMaxAge: 300_000, cooldownDuration: 10_000 });
const server = createSubgraph({ address: ADDRESS, keys });
server.listen(Number(PORT), HOST, () => console.info(`contoh listens on port ${PORT}`));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close(() => process.exit(0)));
