export enum IdentityMatchState {
  WAITING = 'WAITING',
  CONFIRMED = 'CONFIRMED',
  NOT_CONFIRMED = 'NOT_CONFIRMED',
}

export enum IdentityMatchReason {
  NO_MATCH = 'NO_MATCH',
  UNKNOWN = 'UNKNOWN',
  CLAIMED = 'CLAIMED',
  DISPUTE = 'DISPUTE',
}

export enum IdentityMatchField {
  NAME = 'NAME',
  BIRTH_DATE = 'BIRTH_DATE',
  KK = 'KK',
}
