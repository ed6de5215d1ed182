/** The addresses of what is published of certificates, all under one origin. */
export interface Addresses {
  certificate(id: string): string;
  statusList(number: number): string;
  achievement(courseId: string, version: number): string;
  skill(code: string): string;
  /** The DID of an institution, as an issuer (did:web). */
  institution(id: string): string;
  /** The DID of the programme, which signs status lists and receipts. */
  programme: string;
}

/**
 * Returns the addresses under an origin, such as `https://graph.example`. A DID of the method `web` is the host and the
 * folder of a document, divided by colons; the colon before a port is `%3A`.
 */
export const addressesUnder = (origin: string): Addresses => {
  const host = new URL(origin).host.replace(':', '%3A');
  return {
    certificate: (id) => `${origin}/certificates/${id}`,
    statusList: (number) => `${origin}/certificates/status/${number}`,
    achievement: (courseId, version) => `${origin}/courses/${courseId}/versions/${version}`,
    skill: (code) => `${origin}/skills/${code}`,
    institution: (id) => `did:web:${host}:institutions:${id}`,
    programme: `did:web:${host}:programme`,
  };
};
