import { simulatorEnv } from './env.ts';
import { BureauSimulator } from './simulator.ts';

const { HOST, PORT, BUREAU_API_KEY } = simulatorEnv();
const { server } = new BureauSimulator({ apiKey: BUREAU_API_KEY, isControlled: true });
server.listen(PORT, HOST);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
