// The load: `node client.mjs URL FILE CONNECTIONS`. Each request of the file is sent once; prints what became of them.
// It speaks just enough HTTP/1.1, since what a client library costs would be taken from the services beside it.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

const [, , url, file, connections] = process.argv;
const { hostname, port, pathname, host } = new URL(url);
const bytesOf = ({ token, body }) =>
  Buffer.from(
    `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\nauthorization: Bearer ${token}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
const requests = JSON.parse(readFileSync(file, 'utf8')).map(bytesOf);
const times = [];
const refusals = {};
let next = 0;

const HEAD_END = '\r\n\r\n';

/** The body of a whole answer; undefined while more of it is to come. */
const bodyIn = (answer) => {
  const end = answer.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const length = Number(/content-length: (\d+)/i.exec(answer.toString('latin1', 0, end))?.[1]);
  if (!(length >= 0)) throw new Error(`not an answer: ${answer.toString('latin1', 0, 200)}`);
  const start = end + HEAD_END.length;
  return answer.length >= start + length ? answer.subarray(start) : undefined;
};

const count = (body) => {
  const { data, errors } = JSON.parse(body);
  const [payload] = Object.values(data ?? {});
  const code = errors?.[0]?.extensions?.code ?? payload?.refusal?.code;
  if (code) refusals[code] = (refusals[code] ?? 0) + 1;
};

const work = async () => {
  const socket = connect({ host: hostname, port }).setNoDelay(true);
  await once(socket, 'connect');
  for (let at = next++; at < requests.length; at = next++) {
    const startedAt = performance.now();
    socket.write(requests[at]);
    let answer = (await once(socket, 'data'))[0];
    while (bodyIn(answer) === undefined) answer = Buffer.concat([answer, (await once(socket, 'data'))[0]]);
    times.push(performance.now() - startedAt);
    count(bodyIn(answer));
  }
  socket.end();
};

const { user: userBefore, system: systemBefore } = process.cpuUsage();
const startedAt = performance.now();
await Promise.all(Array.from({ length: Number(connections) }, work));
const seconds = (performance.now() - startedAt) / 1_000;
const { user, system } = process.cpuUsage();
times.sort((left, right) => left - right);
const at = (part) => Math.round(times[Math.floor(times.length * part)] ?? 0);
const cpuSeconds = Number(((user + system - userBefore - systemBefore) / 1_000_000).toFixed(1));
process.stdout.write(JSON.stringify({ seconds, cpuSeconds, p50: at(0.5), p99: at(0.99), refusals }));
