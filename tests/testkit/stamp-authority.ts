import { hash } from 'node:crypto';
import { newAuthority, newUnit } from '../../scripts/simulators/time-stamps/certificates.ts';
import { granted, makeToken, readQuestion, type StampFacts } from '../../scripts/simulators/time-stamps/token.ts';

/** A time-stamping authority of tests, which stamps whatever it is told to. @param now when its certificates are made */
export const stampAuthority = (name: string, now: Date) => {
  const authority = newAuthority(name, now);
  const unit = newUnit(authority, { name: `${name}, unit 1`, now });
  let serial = 0n;
  /** A token over a text, or over what is given instead. */
  const token = (text: string, facts: Partial<StampFacts> = {}, by = unit): Buffer => {
    serial += 1n;
    const sha256 = hash('sha256', text, 'buffer');
    return makeToken({ sha256, nonce: 1n, serial, stampedAt: now, ...facts }, by);
  };
  /** The answer to a request, with what is given in place of what was asked for. */
  const reply = (request: Buffer, facts: Partial<StampFacts> = {}, by = unit): Buffer => {
    const question = readQuestion(request);
    if (!question) throw new Error('the request is none');
    serial += 1n;
    return granted(makeToken({ ...question, serial, stampedAt: now, ...facts }, by));
  };
  return { authority, unit, certificate: authority.certificate, pem: authority.certificate.toString(), token, reply };
};
