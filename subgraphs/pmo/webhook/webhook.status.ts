import { transitionsOf } from '../../kit/status.ts';

export enum WebhookStatus {
  ACTIVE = 'ACTIVE',
  PAUSED = 'PAUSED',
  REMOVED = 'REMOVED',
}

/** Why a webhook gets nothing. */
export enum WebhookPause {
  OWNER = 'OWNER',
  FAILING = 'FAILING',
  GONE = 'GONE',
}

/** What became of a try. */
export enum WebhookOutcome {
  DELIVERED = 'DELIVERED',
  REFUSED = 'REFUSED',
  GONE = 'GONE',
  REDIRECTED = 'REDIRECTED',
  TIMED_OUT = 'TIMED_OUT',
  NOT_CONNECTED = 'NOT_CONNECTED',
  TLS_FAILED = 'TLS_FAILED',
  NAME_UNKNOWN = 'NAME_UNKNOWN',
  ADDRESS_FORBIDDEN = 'ADDRESS_FORBIDDEN',
}

export const transition = transitionsOf<WebhookStatus>('webhook', {
  ACTIVE: ['PAUSED', 'REMOVED'],
  PAUSED: ['ACTIVE', 'REMOVED'],
  REMOVED: [],
});
