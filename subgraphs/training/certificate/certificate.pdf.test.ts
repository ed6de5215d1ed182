import { spawnSync } from 'node:child_process';
import { createCanvas } from '@napi-rs/canvas';
import jsqr from 'jsqr';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { expect, test } from 'vitest';
import { openCertificates } from '../../../tests/testkit/certificates.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf } from '../../../tests/testkit/training.ts';

const training = await openCertificates();
const { ask, issued, registered, revoke, askAnonymously } = training;
const key = await registered();

const PDF = 'query ($id: ID!, $name: String) { certificate(id: $id) { pdf(name: $name) } }';
const pdfOf = async (id: string, participant: string, name: string | null = null) => {
  const answer = await ask<{ certificate: { pdf: string | null } }>(callerOf(participant, 'self'), PDF, { id, name });
  return { pdf: answer.data?.certificate.pdf ?? null, codes: answer.codes };
};

const SCALE = 2;

/** Opens a PDF by a reader that knows nothing of us: its text, its fonts, and what its QR code says. */
const readPdf = async (bytes: Buffer) => {
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const page = await document.getPage(1);
  const content = await page.getTextContent();
  const viewport = page.getViewport({ scale: SCALE });
  const canvas = createCanvas(viewport.width, viewport.height);
  await page.render({ canvas: canvas as never, viewport }).promise;
  const { data, width, height } = canvas.getContext('2d').getImageData(0, 0, viewport.width, viewport.height);
  const text = content.items.map((item) => ('str' in item ? item.str : '')).join(' ');
  return { pages: document.numPages, text, code: jsqr.default(new Uint8ClampedArray(data), width, height)?.data };
};

const poppler = (command: string, args: string[], input: Buffer) => {
  const { error, stdout } = spawnSync(command, args, { input });
  return error ? null : stdout;
};

const wanted = ['SERTIFIKAT PELATIHAN', 'Barista', 'LPK Satu', '88/100', 'barista-work (BASIC)', 'latte-art (BASIC)'];

test('the page names course, institution, result and skills, and its code leads to the check', async () => {
  const { id, participant } = await issued(key);
  const { pdf } = await pdfOf(id, participant, 'Siti Rahayu');
  const bytes = Buffer.from(pdf ?? '', 'base64');
  const { pages, text, code } = await readPdf(bytes);
  for (const words of [...wanted, 'Siti Rahayu', id]) expect(text).toContain(words);
  expect([pages, code]).toEqual([1, `https://graph.test/certificates/${id}`]);
  expect(text).not.toContain(participant);
});

test('the fonts are embedded, and Debian’s pdftotext, pdffonts and zbarimg read the page where they are installed', async () => {
  const { id, participant } = await issued(key);
  const bytes = Buffer.from((await pdfOf(id, participant)).pdf ?? '', 'base64');
  // A font that is embedded is a stream of its own: FontFile2 holds TrueType outlines.
  expect(bytes.toString('latin1').match(/\/FontFile2 /g)).toHaveLength(2);
  const text = poppler('pdftotext', ['-', '-'], bytes);
  if (text) for (const words of wanted) expect(text.toString()).toContain(words);
  const fonts = poppler('pdffonts', ['-'], bytes);
  if (fonts) expect(fonts.toString().match(/yes yes yes/g)).toHaveLength(2);
  const image = poppler('pdftoppm', ['-png', '-r', '150', '-'], bytes);
  const read = image && poppler('zbarimg', ['--quiet', '--raw', '-'], image);
  if (read) expect(read.toString().trim()).toBe(`https://graph.test/certificates/${id}`);
});

test('the page is for the holder alone, and says that a certificate is revoked', async () => {
  const { id, participant } = await issued(key);
  expect((await pdfOf(id, idOf(102))).pdf).toBeNull();
  expect((await askAnonymously(PDF, { id })).data).toEqual({ certificate: { pdf: null } });
  for (const name of [' ', 'x'.repeat(101), 'a\u0000b']) {
    expect((await pdfOf(id, participant, name)).codes).toEqual(['NAME_MALFORMED']);
  }
  const textOf = async () => (await readPdf(Buffer.from((await pdfOf(id, participant)).pdf ?? '', 'base64'))).text;
  expect(await textOf()).not.toContain('REVOKED');
  await revoke(id);
  expect(await textOf()).toContain('DICABUT / REVOKED');
});
