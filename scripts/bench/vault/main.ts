// How many values a second one core seals and indexes, keys of new people included; and how many it opens.
import { randomBytes } from 'node:crypto';
import { Secret } from '../../../subgraphs/kit/vault/secret.ts';
import { Vault } from '../../../subgraphs/kit/vault/vault.ts';
import { median } from '../gateway/report.ts';
import { print, runBench } from '../run.ts';

/** Values a second: what it is measured by. */
const GOALS = { 'vault-seal-and-index': 50_000, 'vault-open': 50_000 };
const ROUNDS = 5;
const PEOPLE_A_ROUND = 25_000;
/** People whose values are in memory together, as in a bulk load. */
const CHUNK = 1_000;
const kinds = ['nik', 'kk', 'phone', 'email'] as const;

const key = () => randomBytes(32).toString('base64url');
const vault = new Vault({ current: '2026-01', keys: { '2026-01': key() }, index: key() });

interface Value {
  kind: (typeof kinds)[number];
  text: string;
}

const people = Array.from({ length: PEOPLE_A_ROUND }, (_, at): { id: string; values: Value[] } => {
  const serial = String(at).padStart(9, '0');
  const values: Value[] = [
    { kind: 'nik', text: `3273990${serial}` },
    { kind: 'kk', text: `3273991${serial}` },
    { kind: 'phone', text: `+6284${serial}` },
    { kind: 'email', text: `synthetic-${serial}@example.org` },
  ];
  return { id: crypto.randomUUID(), values };
});

const placeOf = (id: string, column: string) => ({ subjectId: id, table: 'person', column, rowId: id });

/** Each value sealed by itself and indexed; a key is made and wrapped for each person. */
const seal = (chunk: typeof people) =>
  chunk.map(({ id, values }) => {
    const subject = vault.newSubject(id);
    const sealed = values.map(({ kind, text }) => ({
      kind,
      sealed: subject.key.seal(placeOf(id, kind), new Secret(kind, text)),
      index: vault.blindIndex(kind, text),
    }));
    return { id, subject, sealed };
  });

const open = (made: ReturnType<typeof seal>) => {
  let length = 0;
  for (const { id, subject, sealed } of made) {
    for (const value of sealed) length += subject.key.open(placeOf(id, value.kind), value).reveal().length;
  }
  return length;
};

/** Processor time, all threads of the process counted: the machine may be shared. */
const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const runRound = () => {
  let sealing = 0;
  let opening = 0;
  for (let from = 0; from < people.length; from += CHUNK) {
    const before = cpuSeconds();
    const made = seal(people.slice(from, from + CHUNK));
    const between = cpuSeconds();
    open(made);
    opening += cpuSeconds() - between;
    sealing += between - before;
  }
  const values = people.length * kinds.length;
  return { sealed: values / sealing, opened: values / opening };
};

const figure = (bench: keyof typeof GOALS, rates: readonly number[]) => {
  const ours = Number(median(rates).toPrecision(4));
  const reference = GOALS[bench];
  const ratio = Number((ours / reference).toFixed(2));
  return { bench, unit: 'values/s on one core', ours, reference, ratio, pass: ours >= reference };
};

const help = `
npm run bench -- vault

How many values a second one core seals and indexes, and how many it opens.
`;

await runBench({ name: 'vault', help, options: { assert: { type: 'boolean' } } }, async () => {
  const rounds: ReturnType<typeof runRound>[] = [];
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const result = runRound();
    if (round === 0) continue;
    rounds.push(result);
    console.log(`round ${round}: ${Math.round(result.sealed)} sealed and indexed, ${Math.round(result.opened)} opened`);
  }
  const ratesOf = (name: 'sealed' | 'opened') => rounds.map((round) => round[name]);
  const figures = [figure('vault-seal-and-index', ratesOf('sealed')), figure('vault-open', ratesOf('opened'))];
  console.table(Object.fromEntries(figures.map(({ bench, ...rest }) => [bench, rest])));
  for (const each of figures) print(each);
  return figures.every(({ pass }) => pass);
});
