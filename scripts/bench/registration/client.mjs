// The load: `node client.mjs URL FILE CONNECTIONS`. Each request of the file is sent once; prints what became of them.
import { readFileSync } from 'node:fs';
import { Pool } from 'undici';

const [, , url, file, connections] = process.argv;
const { origin, pathname } = new URL(url);
const requests = JSON.parse(readFileSync(file, 'utf8'));
const pool = new Pool(origin, { connections: Number(connections), pipelining: 1 });
const times = [];
const refusals = {};
let next = 0;

const work = async () => {
  for (let at = next++; at < requests.length; at = next++) {
    const { token, body } = requests[at];
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const startedAt = performance.now();
    const answer = await pool.request({ path: pathname, method: 'POST', headers, body });
    const { data, errors } = await answer.body.json();
    times.push(performance.now() - startedAt);
    const [payload] = Object.values(data ?? {});
    const code = errors?.[0]?.extensions?.code ?? payload?.refusal?.code;
    if (code) refusals[code] = (refusals[code] ?? 0) + 1;
  }
};

const startedAt = performance.now();
await Promise.all(Array.from({ length: Number(connections) }, work));
const seconds = (performance.now() - startedAt) / 1_000;
await pool.close();
times.sort((left, right) => left - right);
const at = (part) => Math.round(times[Math.floor(times.length * part)] ?? 0);
const { user, system } = process.cpuUsage();
const cpuSeconds = Number(((user + system) / 1_000_000).toFixed(1));
process.stdout.write(JSON.stringify({ seconds, cpuSeconds, p50: at(0.5), p99: at(0.99), refusals }));
