import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type SimulatedPartner, secretsOf } from '../partner.ts';
import { settlementFile } from './settlement.ts';

/** Whether a request brings the client id and secret of the payer, by HTTP's basic scheme. */
export const isPayer = ({ options }: SimulatedPartner, { authorization = '' }: IncomingHttpHeaders): boolean => {
  const given = Buffer.from(authorization);
  return secretsOf(options).some((secret) => {
    const wanted = Buffer.from(`Basic ${Buffer.from(`${options.clientId}:${secret}`).toString('base64')}`);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
};

const SETTLEMENTS = /^\/settlements\/([^/]+)$/;

/** Sends the settlement file that `GET /settlements/YYYY-MM-DD` asks for. */
export const serveSettlement = async (
  partner: SimulatedPartner,
  { path, headers }: { path: string; headers: IncomingHttpHeaders },
  response: ServerResponse,
): Promise<void> => {
  if (!isPayer(partner, headers)) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="settlements"' }).end();
    return;
  }
  const file = await settlementFile(partner, SETTLEMENTS.exec(path)?.[1] ?? '');
  if (!file) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('no file of a day that has not ended\n');
    return;
  }
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${file.name}"`,
    'x-sha256': file.sha256,
    'x-signature': file.signature,
    'x-simulator': 'prakerja',
  });
  await pipeline(Readable.from(file.pieces()), response);
};
