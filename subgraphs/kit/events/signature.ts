import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { acceptedSecrets, currentSecret } from '../rotating-secret.ts';

interface Message {
  id: string;
  body: string;
  at?: Date;
}

/** The headers of the Standard Webhooks scheme: HMAC-SHA256 over id, timestamp and body. */
export const signatureHeaders = (secret: string, { id, body, at = new Date() }: Message) => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
  'webhook-signature': new Webhook(currentSecret(secret)).sign(id, at, body),
});

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const faultOf = (secret: string, headers: Record<string, unknown>, body: string): string | null => {
  const signed = {
    'webhook-id': text(headers['webhook-id']),
    'webhook-timestamp': text(headers['webhook-timestamp']),
    'webhook-signature': text(headers['webhook-signature']),
  };
  try {
    new Webhook(secret).verify(body, signed, { jsonParse: false });
    return null;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return error.message;
    throw error;
  }
};

/**
 * Why the signature holds by none of the secret's values, for the log; null when it holds and is at most five minutes old
 * or ahead.
 */
export const signatureFault = (secret: string, headers: Record<string, unknown>, body: string): string | null => {
  const faults = acceptedSecrets(secret).map((value) => faultOf(value, headers, body));
  return faults.includes(null) ? null : (faults[0] ?? 'no secret');
};
