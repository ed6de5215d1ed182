/** Rupiah as files have them: two decimals. */
export const twoDecimals = (rupiah: bigint): string => `${rupiah}.00`;
