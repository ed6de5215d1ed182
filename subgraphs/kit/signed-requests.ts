import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from './log.ts';
import { requestIdOf } from './request.ts';
import { createRequestVerifier, signatureAgeMs } from './request-signature.ts';
import type { SendTimes } from './send-times.ts';

const isSigned = Symbol('signed by the gateway');

interface RequestCheck {
  [isSigned]?: boolean;
}

/** True when the gateway signed this very request, moments ago and once. */
export type CheckSignature = (request: IncomingMessage, body: string | Buffer) => boolean;

class SignatureError extends Error {
  readonly statusCode = 401;
}

interface SignatureCheckOptions {
  secret: string;
  log: Logger;
  sendTimes: SendTimes;
}

/** The reason of a refusal goes to the log only; of a stale one also by how much, since that may be a wrong clock. */
export const createSignatureCheck = ({ secret, log, sendTimes }: SignatureCheckOptions): CheckSignature => {
  const faultOf = createRequestVerifier(secret);
  return ({ method = '', url = '', headers }, body) => {
    const { 'x-signature': signature, 'x-caller': caller } = headers;
    const assertion = typeof caller === 'string' ? caller : '';
    const fault = faultOf(signature, { method, path: url, assertion, body });
    if (fault === undefined) sendTimes.learn(signature);
    else {
      const ageMs = fault === 'stale' ? signatureAgeMs(signature) : undefined;
      const requestId = requestIdOf(headers['x-request-id']);
      log.warn({ requestId, fault, ...(ageMs !== undefined && { ageMs }) }, 'a request was not signed for us');
    }
    return fault === undefined;
  };
};

/** Answers 401 to every request to the routes of `app` that the gateway did not sign, before its body is parsed. */
export const takeSignedOnly = (app: FastifyInstance, check: CheckSignature): void => {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  const pass = (request: FastifyRequest & RequestCheck, body: string | Buffer) => {
    if (!check(request.raw, body)) throw new SignatureError('This service answers the gateway only: sign the request.');
    request[isSigned] = true;
  };
  // Another content type has no parser, thus 415.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      pass(request, body);
    } catch (error) {
      return done(error as Error);
    }
    return parseJson(request, body.toString('utf8'), done);
  });
  app.addHook('preHandler', (request: FastifyRequest & RequestCheck, _reply, done) => {
    if (!request[isSigned]) pass(request, '');
    done();
  });
};
