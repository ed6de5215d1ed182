import { readFileSync } from 'node:fs';
import { roundTimeMs } from './beacon.mjs';
import { check, VerificationError } from './hashes.mjs';
import { readKey, signedAtMs } from './notes.mjs';

const TIMEOUT_MS = 15_000;

/** Reads the witnesses whom the reader trusts: a verifier key a line, and the address at which the witness publishes. */
export const readWitnesses = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [text, address] = line.split(/\s+/);
      const key = readKey(text);
      if (!key) throw new Error(`${file} has a line that is no witness key: ${line.slice(0, 60)}`);
      return { ...key, address };
    });

/** What a witness says that it signed, from its own address; only what its key signed is taken. */
const logOf = async (witness) => {
  if (!witness.address) return [];
  let body;
  try {
    const response = await fetch(witness.address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    body = await response.json();
  } catch (error) {
    throw new Error(`${witness.name} does not answer at ${witness.address}: ${error.message}`);
  }
  check(body?.key === witness.text, `${witness.address} publishes another key than the one given for ${witness.name}`);
  return (body.signed ?? []).filter((each) => signedAtMs(witness, String(each.checkpoint), each.line) !== null);
};

const originOf = ({ wave, attempt }) => `prakerja-graph/draw/${wave}/${attempt}\n`;

/** When a witness signed this checkpoint, by what it publishes or what the file brings; null when it did not. */
const signatureOf = (witness, { checkpoint, lines }, log) => {
  const own = log.filter((each) => each.checkpoint === checkpoint.text).map(({ line }) => line);
  const times = [...own, ...lines]
    .map((line) => signedAtMs(witness, checkpoint.text, line))
    .filter((ms) => ms !== null);
  return times.length === 0 ? null : Math.min(...times);
};

/** @throws VerificationError when an earlier attempt was signed by so many that it is the one that counts */
const checkEarlier = ({ wave, attempt, threshold }, logs) => {
  for (let earlier = 1; earlier < attempt; earlier += 1) {
    const signers = new Map();
    for (const { witness, log } of logs) {
      for (const each of log.filter(({ checkpoint }) => checkpoint.startsWith(originOf({ wave, attempt: earlier })))) {
        signers.set(each.checkpoint, (signers.get(each.checkpoint) ?? new Set()).add(witness.name));
      }
    }
    for (const names of signers.values()) {
      check(
        names.size < threshold,
        `attempt ${earlier} was signed by ${[...names].join(', ')}: it is final, not this one`,
      );
    }
  }
};

/**
 * Checks that enough of the witnesses whom the reader trusts signed this checkpoint before signing closed, and no other.
 * @returns sentences: what is shown, and what has to be assumed
 */
export const verifyWitnesses = async ({ checkpoint, chain, header }, witnesses) => {
  const { threshold, witnesses: roster, closesAtMs, round } = checkpoint;
  check(threshold > 0, 'the checkpoint names no witnesses');
  check(
    threshold * 2 > roster.length,
    `${threshold} of ${roster.length} witnesses are no majority: two lists could be signed`,
  );
  const named = witnesses.filter(({ text }) => roster.includes(text));
  const logs = await Promise.all(named.map(async (witness) => ({ witness, log: await logOf(witness) })));
  const lines = header.cosignatures ?? [];
  const signers = [];
  const late = [];
  for (const { witness, log } of logs) {
    const other = log.find(
      (each) => each.checkpoint.startsWith(originOf(checkpoint)) && each.checkpoint !== checkpoint.text,
    );
    check(
      !other,
      `${witness.name} signed another checkpoint for attempt ${checkpoint.attempt} of wave ${checkpoint.wave}`,
    );
    const ms = signatureOf(witness, { checkpoint, lines }, log);
    if (ms === null) continue;
    (ms <= closesAtMs ? signers : late).push(witness.name);
  }
  const inTime = late.length === 0 ? '' : `; ${late.join(', ')} signed after the close`;
  if (signers.length < threshold) {
    const foreign = roster.length - named.length;
    throw new VerificationError(
      `${signers.length} of the witnesses that you named signed this checkpoint before the close, and ${threshold} must` +
        `${inTime}${foreign > 0 ? `; ${foreign} of its ${roster.length} witnesses are none that you named` : ''}`,
    );
  }
  checkEarlier(checkpoint, logs);
  const seconds = Math.floor((roundTimeMs(chain, round) - closesAtMs) / 1000);
  return [
    `shown: ${signers.join(', ')} signed this checkpoint before signing closed, ${seconds} s before the round`,
    `assumed: fewer than ${threshold} of the ${roster.length} witnesses back-date; ${roster.length - threshold + 1} could withhold, which voids an attempt in public`,
  ];
};
