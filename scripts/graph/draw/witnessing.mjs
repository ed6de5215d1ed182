import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { roundAt, roundTimeMs, verifyRound } from './beacon.mjs';
import { documents } from './documents.mjs';
import { check, VerificationError } from './hashes.mjs';
import { verifyList } from './list.mjs';
import { cosign } from './notes.mjs';

const TIMEOUT_MS = 30_000;
const fetchWithin = (url, options = {}) => fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), ...options });

/** The newest round of the beacon, asked from a relay of the witness's own choice; of the test chain by the clock. */
const latestRound = async (chain, beaconUrl, nowMs) => {
  if (chain.isTest) return roundAt(chain, nowMs);
  if (!beaconUrl) throw new Error('--beacon is missing: a witness asks the beacon itself');
  const response = await fetchWithin(new URL(`/${chain.hash}/public/latest`, beaconUrl));
  if (!response.ok) throw new Error(`the beacon answered ${response.status}`);
  const { round, signature } = await response.json();
  await verifyRound(chain, round, Buffer.from(String(signature), 'hex'));
  return Math.max(round, roundAt(chain, nowMs));
};

const ask = async (graph, operationName, variables) => {
  const response = await fetchWithin(new URL('/graphql', graph), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: documents, operationName, variables }),
  });
  const { data, errors } = await response.json();
  if (errors?.length) throw new Error(errors[0].message);
  return data;
};

const fetchList = async (graph, { wave, attempt }, use) => {
  const directory = mkdtempSync(join(tmpdir(), 'witness-'));
  try {
    const response = await fetchWithin(new URL(`/draws/${wave}/${attempt}/list`, graph), {
      signal: AbortSignal.timeout(600_000),
    });
    if (!response.ok) throw new Error(`the list of wave ${wave} is not there: ${response.status}`);
    const file = join(directory, 'list.txt');
    await pipeline(Readable.fromWeb(response.body), createWriteStream(file));
    return await use(file);
  } finally {
    rmSync(directory, { recursive: true });
  }
};

/** @throws VerificationError when this checkpoint must not be signed beside what was signed before */
const checkMemory = ({ wave, attempt, text }, memory, voids) => {
  const same = memory.of(wave, attempt);
  check(!same || same.checkpoint === text, `a second checkpoint for attempt ${attempt} of wave ${wave}`);
  const later = memory.signed.find((each) => each.wave === wave && each.attempt > attempt);
  check(!later, `attempt ${attempt} of wave ${wave} comes after attempt ${later?.attempt}`);
  for (const last of memory.signed.filter((each) => each.wave === wave && each.attempt < attempt)) {
    const isVoid = voids.some((each) => each.attempt === last.attempt && each.checkpoint === last.checkpoint);
    check(isVoid, `attempt ${last.attempt} of wave ${wave} may still become final`);
    check(Date.now() > last.closesAtMs, `signing of attempt ${last.attempt} of wave ${wave} is still open`);
  }
};

const checkTime = async ({ checkpoint, chain }, { beaconUrl, noticeSeconds }) => {
  const nowMs = Date.now();
  check(nowMs < checkpoint.closesAtMs, 'signing is closed');
  const latest = await latestRound(chain, beaconUrl, nowMs);
  const aheadMs = roundTimeMs(chain, checkpoint.round) - roundTimeMs(chain, latest);
  check(
    aheadMs >= noticeSeconds * 1000,
    `round ${checkpoint.round} is ${aheadMs / 1000} s ahead of the beacon; ${noticeSeconds} s are wanted`,
  );
};

/**
 * Fetches the list of an attempt, checks all that this witness can check, remembers it and cosigns it.
 * @throws VerificationError with why it is not signed
 */
const witnessList = async ({ memory, graph, voids, ...settings }, asked) => {
  const { key } = memory.key;
  const found = await fetchList(graph, asked, verifyList);
  const { checkpoint } = found;
  check(!found.isDrawn, 'the list holds a result');
  check(checkpoint.wave === asked.wave && checkpoint.attempt === asked.attempt, 'the list is that of another draw');
  check(checkpoint.text === asked.checkpoint, 'the list has another checkpoint than the graph shows');
  check(checkpoint.witnesses.includes(key), 'this witness is not on the roster of the checkpoint');
  checkMemory(checkpoint, memory, voids);
  const before = memory.of(asked.wave, asked.attempt);
  if (before) return before.line;
  await checkTime(found, settings);
  const line = cosign(memory.key, checkpoint.text, Date.now());
  const { wave, attempt, text, closesAtMs } = checkpoint;
  memory.add({ wave, attempt, checkpoint: text, closesAtMs, line });
  return line;
};

/**
 * Looks once whether a wave's draw waits for this witness, and signs it.
 * @returns a sentence for the log, whether it is done, and whether it refused; null while there is nothing to sign
 */
export const witnessOnce = async (settings, wave) => {
  const data = await ask(settings.graph, 'FindDraw', { wave });
  const { draw, drawWitnesses, voidDraws: voids } = data.wave ?? {};
  if (!draw || !drawWitnesses?.approvedAt || voids.some(({ attempt }) => attempt === draw.attempt)) return null;
  const { attempt, checkpoint } = draw;
  const name = `attempt ${attempt} of wave ${wave}`;
  try {
    const line = await witnessList({ ...settings, voids }, { wave, attempt, checkpoint });
    const { cosignDraw } = await ask(settings.graph, 'CosignDraw', { wave, attempt, line });
    const { refusal } = cosignDraw;
    return { attempt, said: refusal ? `${name}: signed, and the graph says ${refusal.code}` : `${name}: cosigned` };
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    return { attempt, isRefused: true, said: `${name}: refused: ${error.message}` };
  }
};
