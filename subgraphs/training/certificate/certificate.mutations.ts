import { declareMutation } from '../../kit/mutation.ts';
import { refusals } from './certificate.refusal.ts';
import { CertificateStatus, transition } from './certificate.status.ts';
import { CertificateDraftType, CertificateType } from './certificate.type.ts';
import { refusals as keyRefusals } from './certificate-key.refusal.ts';
import { MOST_KEYS } from './certificate-key.service.ts';
import { CertificateKeyType } from './certificate-key.type.ts';

const takes = 'the scope `certificate:issue`, and the organisation of the institution';

export const registerCertificateKey = declareMutation({
  name: 'registerCertificateKey',
  does: 'Registers a public key with which your institution signs certificates: P-256 for ES256, or Ed25519 for EdDSA. The private key stays with you.',
  takes,
  refusals: [
    keyRefusals.forbidden(),
    keyRefusals.institutionUnknown(),
    keyRefusals.malformed('`crv` is wrong or missing'),
    keyRefusals.privateSent(),
    keyRefusals.alreadyUsed(),
    keyRefusals.limit(MOST_KEYS),
    keyRefusals.dates(['validUntil']),
  ],
  weight: 20,
  payload: {
    description: 'The key, or why it was not registered.',
    field: 'key',
    type: () => CertificateKeyType,
    fieldDescription: 'The key, under its thumbprint.',
  },
});

export const endCertificateKey = declareMutation({
  name: 'endCertificateKey',
  does: 'Ends a key: what it signs from then on is refused. With `compromisedAt` no certificate counts any more that was recorded from then on; those that were recorded before stay good. The moment can only move to earlier.',
  takes: `${takes}; or, for officers, \`course:monitor\``,
  refusals: [keyRefusals.forbidden(), keyRefusals.unknown(), keyRefusals.ended(), keyRefusals.dates(['compromisedAt'])],
  weight: 20,
  payload: {
    description: 'The key, or why it goes on.',
    field: 'key',
    type: () => CertificateKeyType,
    fieldDescription: 'The key with its end.',
  },
});

export const draftCertificate = declareMutation({
  name: 'draftCertificate',
  does: 'Drafts the certificate of a completed enrolment: answers the credential that your institution is to sign and to send by `issueCertificate`. A repeated call answers the same certificate.',
  takes,
  refusals: [refusals.forbidden(), refusals.enrollmentUnknown(), refusals.notCompleted(), refusals.alreadyIssued()],
  weight: 20,
  payload: {
    description: 'The draft, or why there is none.',
    field: 'draft',
    type: () => CertificateDraftType,
    fieldDescription: 'The draft.',
  },
});

export const issueCertificate = declareMutation({
  name: 'issueCertificate',
  does: 'Issues the certificate of an enrolment, once: a VC-JWT (`typ` vc+jwt) over the draft, with `iat` of the signature, and `validUntil` with `exp` where it expires. Its signature and every claim are checked.',
  takes,
  refusals: [
    refusals.forbidden(),
    refusals.enrollmentUnknown(),
    refusals.notCompleted(),
    refusals.alreadyIssued(),
    refusals.notDrafted(),
    refusals.malformed('its header is not `alg` ES256 or EdDSA, `typ` vc+jwt and `kid`, and nothing else'),
    refusals.keyUnknown(),
    refusals.keyNotValid(),
    refusals.signature(),
    refusals.issuer(['issuer', 'id']),
    refusals.subject(['credentialSubject', 'id']),
    refusals.achievement(['credentialSubject', 'achievement', 'id']),
    refusals.results(['credentialSubject', 'result', '0', 'value']),
    refusals.dates(['validUntil']),
    refusals.status(['credentialStatus', 'statusListIndex']),
    refusals.content(['type', '0']),
  ],
  isKeyed: true,
  weight: 50,
  payload: {
    description: 'The certificate, or why it was not issued.',
    field: 'certificate',
    type: () => CertificateType,
    fieldDescription: 'The certificate.',
  },
});

export const revokeCertificate = declareMutation({
  name: 'revokeCertificate',
  does: 'Revokes a certificate for ever: the check says so at once, and its status list within minutes.',
  takes: 'the scope `certificate:issue`, and the organisation of the institution; or, for officers, `course:monitor`',
  refusals: [
    refusals.mayNotRevoke(),
    refusals.reason(),
    refusals.unknown(),
    transition.refusal(CertificateStatus.REVOKED, CertificateStatus.REVOKED),
  ],
  weight: 20,
  payload: {
    description: 'The certificate, or why it was not revoked.',
    field: 'certificate',
    type: () => CertificateType,
    fieldDescription: 'The certificate, now REVOKED.',
  },
});
