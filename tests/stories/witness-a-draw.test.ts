import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { afterAll, expect, inject, test } from 'vitest';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { graphClient } from '../testkit/client.ts';
import { rowsOf } from '../testkit/people.ts';
import { personAt } from '../testkit/registration.ts';
import { run } from '../testkit/start.ts';
import { until } from '../testkit/until.ts';

const target = inject('stack');
const as = graphClient(target);
const maker = as('officer', 'officer-freeze');
const checker = as('officer', 'officer-approve');
const directory = mkdtempSync(join(tmpdir(), 'prakerja-witness-'));
const running: ChildProcess[] = [];
afterAll(() => {
  for (const each of running) each.kill();
  rmSync(directory, { recursive: true });
});

const program = 'scripts/graph/witness.mjs';
const node = promisify(execFile);

const filesOf = (name: string) => [
  '--key',
  join(directory, `${name}.key`),
  '--memory',
  join(directory, `${name}.json`),
];

const keygen = async (name: string) => {
  const { stdout } = await node(process.execPath, [program, 'keygen', '--name', name, ...filesOf(name)]);
  return { name, key: stdout.trim() };
};

/** A witness as a process of its own. @param notice seconds that it wants between now and the round */
const start = (name: string, wave: number, { port, notice }: { port: number; notice: number }) => {
  const said: string[] = [];
  const where = ['--graph', new URL(target.url).origin, '--wave', String(wave), '--port', String(port)];
  const child = spawn(process.execPath, [program, 'run', ...where, ...filesOf(name), '--notice', String(notice)]);
  running.push(child);
  child.stdout.on('data', (bytes: Buffer) => said.push(...bytes.toString().trim().split('\n')));
  child.stderr.on('data', (bytes: Buffer) => said.push(bytes.toString()));
  return { address: `http://127.0.0.1:${port}/`, said: () => said.join('\n') };
};

interface WaveView {
  status: string;
  draw: {
    attempt: number;
    checkpoint: string;
    listSha256: string | null;
    signingClosesAt: string;
    timeStamps: { authority: string; stampedAt: string }[];
  } | null;
  drawWitnesses: { members: { signedAt: string | null }[] };
  voidDraws: { attempt: number; reason: string; voidedBy: string }[];
}
const SHOWN = `status draw { attempt checkpoint listSha256 signingClosesAt timeStamps { authority stampedAt } } drawWitnesses { members { signedAt } }
  voidDraws { attempt reason voidedBy }`;
const shown = async (wave: number) =>
  (await as().query<{ wave: WaveView }>(`{ wave(number: ${wave}) { ${SHOWN} } }`)).data.wave;

type StepAnswer = { done: { refusal: { code: string } | null } };
const act = async (client: typeof maker, field: string, args: string) => {
  const { data, errors } = await client.query<StepAnswer>(`mutation { done: ${field}(${args}) { refusal { code } } }`);
  expect(errors).toBeUndefined();
  expect([field, data.done.refusal]).toEqual([field, null]);
};

const citizen = async (wave: number, at: number) => {
  const id = uuidv7();
  const token = as('participant', id);
  const input = { ...personAt(at), phone: `0814${String(at).padStart(8, '0')}`, email: `witness-${at}@example.org` };
  const register = `mutation ($key: String!, $input: RegisterParticipantInput!) {
    done: registerParticipant(idempotencyKey: $key, input: $input) { refusal { code } } }`;
  await token.query(register, { key: crypto.randomUUID(), input });
  await rowsOf('pmo', `update participant set status = 'VERIFIED' where id = $1`, [id]);
  await act(token, 'joinWave', `number: ${wave}, idempotencyKey: "${crypto.randomUUID()}"`);
};

/** A wave with these witnesses, closed and screened. */
const screened = async (wave: number, keys: readonly string[]) => {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const input = `number: ${wave}, quota: 2, opensAt: "${day(1)}", closesAt: "${day(5)}", isSynthetic: true`;
  await act(maker, 'createWave', `idempotencyKey: "${crypto.randomUUID()}", input: { ${input} }`);
  await act(maker, 'setDrawWitnesses', `number: ${wave}, threshold: 2, witnesses: ${JSON.stringify(keys)}`);
  await act(maker, 'openWave', `number: ${wave}`);
  await Promise.all(Array.from({ length: 4 }, (_, at) => citizen(wave, wave + at)));
  await act(maker, 'closeWave', `number: ${wave}`);
  await act(maker, 'screenWave', `number: ${wave}`);
};

const signers = ({ drawWitnesses }: WaveView) =>
  drawWitnesses.members.filter(({ signedAt }) => signedAt !== null).length;

const dated: string[] = [];
const note = (what: string) => dated.push(`${new Date().toISOString()} ${what}`);
/** The story as it is kept in this file: without the moments. */
const story = () =>
  `\n${dated
    .splice(0)
    .map((line) => line.slice(25))
    .join('\n')}\n`;

test('three witnesses fix a draw before its round; whoever knows their addresses can verify it', async () => {
  const witnesses = await Promise.all(['university', 'press-council', 'bar'].map(keygen));
  await screened(
    8_801,
    witnesses.map(({ key }) => key),
  );
  const places = witnesses.map(({ name }, at) => start(name, 8_801, { port: 24_201 + at, notice: 5 }));
  await act(maker, 'drawWave', 'number: 8801');
  const frozen = await until(
    () => shown(8_801),
    ({ draw }) => Boolean(draw?.listSha256),
  );
  note(`freeze: attempt ${frozen.draw?.attempt}, ${frozen.draw?.checkpoint.split('\n')[1]} entries`);
  const list = join(directory, 'frozen.txt');
  const response = await fetch(new URL('/draws/8801/list', target.url));
  await pipeline(Readable.fromWeb(response.body as never), createWriteStream(list));
  note(`list served: ${response.status}`);
  await act(checker, 'approveDraw', 'number: 8801');
  note('approved by a second officer');
  const signed = await until(
    () => shown(8_801),
    (wave) => signers(wave) === 3,
  );
  note(`cosignatures: ${signers(signed)}`);
  const stamped = await until(
    () => shown(8_801),
    ({ draw }) => (draw?.timeStamps.length ?? 0) > 0,
  );
  note(`time stamps: ${stamped.draw?.timeStamps.map(({ authority }) => authority)}`);
  expect(places.map(({ said }) => said()).join('\n')).not.toContain('refused');
  const drawn = await until(
    () => shown(8_801),
    ({ status }) => status === 'DRAWN',
    60_000,
  );
  note(`round out, and the wave is ${drawn.status}`);
  const file = join(directory, 'draw.txt');
  await run('graph', ['publish-draw', '--wave', '8801', '--out', file, '--data', target.data]);
  const trusted = join(directory, 'witnesses.txt');
  // Started from the published addresses only: the keys are what the witnesses publish there.
  const keys = await Promise.all(
    places.map(async ({ address }) => ((await (await fetch(address)).json()) as { key: string }).key),
  );
  writeFileSync(trusted, keys.map((key, at) => `${key} ${places[at]?.address}\n`).join(''));
  // Taken from the authority, as the keys are from the witnesses.
  const authorities = join(directory, 'authorities.pem');
  writeFileSync(authorities, inject('timeStamps'));
  const { stdout } = await node(process.execPath, [
    ...['scripts/graph/verify-draw.mjs', file, '--witnesses', trusted],
    ...['--authorities', authorities],
  ]);
  for (const line of stdout.trim().split('\n'))
    note(
      line
        .replace(/round \d+/, 'round #')
        .replace(/(bar|press-council|university)(, )?/g, '')
        .replace(/at \S+ \((.*)\), \d+ s/, 'at # ($1), # s'),
    );
  const { rows } = {
    rows: await rowsOf<{ entry: string }>(
      'pmo',
      'select entry_id as entry from registration where wave_number = 8801',
      [],
    ),
  };
  for (const { entry } of rows) {
    const proof = `{ drawProof(wave: 8801, entry: "${entry}") { isSelected } }`;
    const { data } = await as().query<{ drawProof: { isSelected: boolean } }>(proof);
    note(`proof: ${data.drawProof.isSelected ? 'a winner' : 'a loser'}`);
  }
  const told = dated.splice(-4).toSorted((a, b) => b.slice(25).localeCompare(a.slice(25)));
  dated.push(...told);
  process.stdout.write(`${dated.join('\n')}\n`);
  expect(story()).toMatchInlineSnapshot(`
    "
    freeze: attempt 1, 4 entries
    list served: 200
    approved by a second officer
    cosignatures: 3
    time stamps: simulated
    round out, and the wave is DRAWN
    verify-draw: the beacon is a TEST one, whose key is public: this shows the arithmetic only
    verify-draw: the notice was 30 s; a real draw gives 86,400 s
    verify-draw: shown:  signed this checkpoint before signing closed, 16 s before the round
    verify-draw: assumed: fewer than 2 of the 3 witnesses back-date; 2 could withhold, which voids an attempt in public
    verify-draw: shown: the clock of Simulated time-stamping authority, of nobody had seen this checkpoint at # (± 1 s), # s before signing closed
    verify-draw: not shown by time stamps: that no other checkpoint was stamped beside it; that is what witnesses are for
    verify-draw: wave 8801: 2 winners of 4 entries are right; seed from round # of a TEST beacon
    proof: a winner
    proof: a winner
    proof: a loser
    proof: a loser
    "
  `);
}, 180_000);

test('when a witness refuses and too few sign, the attempt is void in public', async () => {
  const witnesses = await Promise.all(['museum', 'library'].map(keygen));
  await screened(
    8_821,
    witnesses.map(({ key }) => key),
  );
  const [museum, library] = witnesses.map(({ name }, at) =>
    start(name, 8_821, { port: 24_211 + at, notice: at === 0 ? 5 : 86_400 }),
  );
  await act(maker, 'drawWave', 'number: 8821');
  const frozen = await until(
    () => shown(8_821),
    ({ draw }) => Boolean(draw?.listSha256),
  );
  note('freeze: attempt 1');
  await act(checker, 'approveDraw', 'number: 8821');
  await until(
    async () => `${museum?.said()}${library?.said()}`,
    (said) => /cosigned/.test(said) && /refused/.test(said),
  );
  note(`museum: ${/attempt.*/.exec(museum?.said() ?? '')?.[0]}`);
  note(`library: ${/attempt.*/.exec(library?.said() ?? '')?.[0].replaceAll(/round \d+ is \d+ s/g, 'round # is # s')}`);
  await until(async () => Date.now() > Date.parse(frozen.draw?.signingClosesAt ?? '') + 500, Boolean, 60_000);
  note(`closed with ${signers(await shown(8_821))} of 2 cosignatures`);
  await act(checker, 'voidDraw', 'number: 8821, reason: "The library wants a day of notice."');
  const { status, voidDraws } = await shown(8_821);
  for (const { attempt, reason, voidedBy } of voidDraws) note(`void: attempt ${attempt}, by ${voidedBy}: ${reason}`);
  note(`the wave is ${status}`);
  process.stdout.write(`${dated.join('\n')}\n`);
  expect(story()).toMatchInlineSnapshot(`
    "
    freeze: attempt 1
    museum: attempt 1 of wave 8821: cosigned
    library: attempt 1 of wave 8821: refused: round # is # s ahead of the beacon; 86400 s are wanted
    closed with 1 of 2 cosignatures
    void: attempt 1, by officer-approve: The library wants a day of notice.
    the wave is SCREENED
    "
  `);
}, 180_000);
