import { createHash } from 'node:crypto';
import { type Addresses, addressesUnder } from './addresses.ts';
import { secondsOf } from './credential.ts';
import { didDocument, type PublishedKey } from './did-document.ts';
import { type CertificateEnv, ProgrammeKey } from './programme-key.ts';
import { statusListOf } from './status-list.ts';

interface RecordedCredential {
  id: string;
  credential: string;
  recordedAt: Date;
}

/** The programme's own part of certificates: status lists, receipts and the documents of keys. */
export class Programme {
  readonly addresses: Addresses;
  readonly #key: ProgrammeKey;

  constructor(env: CertificateEnv) {
    this.addresses = addressesUnder(env.PUBLIC_ORIGIN);
    this.#key = new ProgrammeKey(env, this.addresses);
  }

  /** Returns the list as a VC-JWT, valid for a day. */
  statusList(list: { number: number; revoked: readonly number[] }, now: Date): string {
    return this.#key.sign('vc+jwt', statusListOf(list, this.addresses, now));
  }

  /** Returns a JWT that says when a credential was recorded. */
  receiptOf({ id, credential, recordedAt }: RecordedCredential): string {
    return this.#key.sign('prakerja-receipt+jwt', {
      iss: this.addresses.programme,
      jti: this.addresses.certificate(id),
      iat: secondsOf(recordedAt),
      sha256: createHash('sha256').update(credential).digest('base64url'),
    });
  }

  /** The document of the programme's DID. */
  document(): object {
    const keys = this.#key.keys.map((jwk) => ({ jwk, validFrom: null, validUntil: null, compromisedAt: null }));
    return didDocument(this.addresses.programme, keys);
  }

  /** Returns the document of an institution's DID. */
  documentOf(institution: string, keys: readonly PublishedKey[]): object {
    return didDocument(this.addresses.institution(institution), keys);
  }
}
