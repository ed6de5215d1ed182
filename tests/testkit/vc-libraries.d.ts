declare module '@digitalbazaar/vc' {
  /** Checks the data model and the dates of a credential. @throws Error */
  export const _checkCredential: (options: { credential: object; now: Date }) => void;
}

declare module '@digitalbazaar/vc-bitstring-status-list' {
  interface StatusCheck {
    verified: boolean;
    error?: Error;
    results?: { status: boolean }[];
  }
  export const checkStatus: (options: {
    credential: object;
    documentLoader: (url: string) => Promise<{ document: object }>;
    verifyBitstringStatusListCredential: boolean;
    verifyMatchingIssuers: boolean;
  }) => Promise<StatusCheck>;
}
