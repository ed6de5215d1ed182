import { createHash, createSign, createVerify, type KeyObject } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Request } from '../door.ts';
import { faultOf } from '../faults.ts';
import { payerKeysOf, type SimulatedPartner } from '../partner.ts';
import { isPayer } from '../settlement/serve.ts';
import type { BankDesk, Report } from './desk.ts';
import { readPaymentFile } from './pain001.reader.ts';

interface Visit {
  desk: BankDesk;
  partner: SimulatedPartner;
  request: Request;
  response: ServerResponse;
}

const SIMULATOR = { 'x-simulator': 'prakerja' };

const sayJson = ({ response }: Visit, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...SIMULATOR }).end(`${JSON.stringify(value)}\n`);
};

const isSigned = ({ partner, request: { headers } }: Visit, sha256: string): boolean => {
  const { code } = partner.options;
  const signature = String(headers['x-signature'] ?? '');
  const isBy = (key: KeyObject) =>
    createVerify('RSA-SHA256').update(`${code}|${sha256}`).verify(key, signature, 'base64');
  return headers['x-sha256'] === sha256 && payerKeysOf(partner.options).some(isBy);
};

/** Takes a file, or says why not; a fault lets the answer be lost, with the file or without it. */
const receive = (visit: Visit): void => {
  const { desk, partner, request, response } = visit;
  const sha256 = createHash('sha256').update(request.body).digest('hex');
  if (!isSigned(visit, sha256)) return void sayJson(visit, 401, { code: 'SIGNATURE' });
  const file = readPaymentFile(request.body);
  const { messageId } = file;
  if ('refusal' in file) return void sayJson(visit, 400, { messageId, sha256, code: file.refusal });
  const fault = faultOf(partner.switches, messageId, desk.arrive(messageId));
  const [, kind, end] = /^(SILENT|DROPPED|ERROR_500|ERROR_504|GARBAGE)_(PAID|UNPAID)$/.exec(fault?.kind ?? '') ?? [];
  if (end === 'UNPAID') return void lose(response, kind);
  const isNew = desk.take(file, sha256);
  const known = desk.known(messageId) ?? '';
  partner.options.books.afterWriting(() => {
    if (kind) lose(response, kind);
    else if (isNew) sayJson(visit, 202, { messageId, sha256 });
    else sayJson(visit, 409, { messageId, sha256: known, code: 'DUPLICATE_MESSAGE' });
  });
};

const lose = (response: ServerResponse, kind: string | undefined): void => {
  if (kind === 'SILENT') return;
  if (kind === 'DROPPED') return void response.socket?.destroy();
  const status = kind === 'ERROR_500' ? 500 : kind === 'ERROR_504' ? 504 : 200;
  response.writeHead(status, { 'content-type': 'text/html', ...SIMULATOR }).end('<html><body>Busy</body></html>');
};

const sendReport = ({ desk, partner, response }: Visit, { messageId, text }: Report): void => {
  const { attestationKey } = partner.options;
  const isForged = faultOf(partner.switches, messageId, desk.arrive(messageId))?.kind === 'WRONG_SIGNATURE_PAID';
  const signed = isForged ? `${text} ` : text;
  const signature = attestationKey ? createSign('RSA-SHA256').update(signed).sign(attestationKey, 'base64') : '';
  response.writeHead(200, { 'content-type': 'application/xml', 'x-signature': signature, ...SIMULATOR }).end(text);
};

/** Whether a path below a bank's own is one of payment files. */
export const isOfDesk = (inside: string): boolean => /^\/(files|reports)(\/|\?|$)/.test(inside);

/**
 * Serves payment files: `POST /files`, `GET /files/MESSAGE_ID`, `GET /reports?after=NUMBER`, `GET /reports/NUMBER`.
 * @param inside the path below the bank's own
 */
export const serveDesk = (visit: Visit, inside: string): void => {
  const { desk, partner, request, response } = visit;
  if (!isPayer(partner, request.headers)) return void response.writeHead(401, SIMULATOR).end();
  const { pathname, searchParams } = new URL(inside, 'http://bank');
  const [, place, name = ''] = pathname.split('/');
  if (request.method === 'POST' && place === 'files' && name === '') return void receive(visit);
  if (request.method !== 'GET') return void response.writeHead(405, SIMULATOR).end();
  if (place === 'files') {
    const sha256 = desk.known(name);
    return void (sha256 === undefined ? sayJson(visit, 404, {}) : sayJson(visit, 200, { messageId: name, sha256 }));
  }
  if (name === '') {
    const reports = desk.reportsAfter(Number(searchParams.get('after') ?? 0) || 0);
    const listed = reports.map(({ number, messageId }) => ({ number, messageId }));
    return void sayJson(visit, 200, listed);
  }
  const report = desk.report(Number(name));
  if (report) sendReport(visit, report);
  else sayJson(visit, 404, {});
};
