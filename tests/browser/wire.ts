import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

export interface Wire {
  port: number;
  /** Takes what was sent to the browser since the last call, headers included, and which paths it asked for. */
  take(): { bytes: number; paths: string[] };
  stop(): void;
}

/** A wire to `target` on this machine that counts: what the browser itself reports leaves workers out. */
export const startWire = async (target: number): Promise<Wire> => {
  let bytes = 0;
  let paths: string[] = [];
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    client.on('data', (chunk) => {
      for (const [, path = ''] of chunk.toString('latin1').matchAll(/^(?:GET|POST) (\S+) HTTP/gm)) paths.push(path);
    });
    upstream.on('data', (chunk) => {
      bytes += chunk.length;
    });
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    take() {
      const taken = { bytes, paths };
      bytes = 0;
      paths = [];
      return taken;
    },
    stop: () => void server.close(),
  };
};
