// The load: `node client.mjs URL FILE COUNT`, in a process of its own so that its CPU time is not counted.
import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';

const [, , url, file, count] = process.argv;
const requests = JSON.parse(readFileSync(file, 'utf8'));
const result = await autocannon({ url, connections: 16, amount: Number(count), sampleInt: 20, requests });
const failed = result.non2xx + result.errors;
process.stdout.write(JSON.stringify({ ok: result['2xx'], failed, duration: result.duration }));
