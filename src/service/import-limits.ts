/** Every limit of imports, with its unit and its reason. */
export const importLimits = {
  /** 50,000 rows of people take some 10 MB; three times that leaves room for long remarks */
  maxFileBytes: 32 * 1024 * 1024,
  /** more rows than a programme has in ten years: a larger file is a mistake, and is named as one */
  maxRows: 200_000,
  /** pieces in which a file is kept until it is checked: one piece and its text are in memory at a time */
  chunkBytes: 256 * 1024,
  /** rows decided, stored or registered in one transaction (RELIABILITY: batches of 500 are 5 to 10 times as fast as single rows) */
  batchRows: 500,
  /** files up to this size are checked while the sender waits; larger ones as a job with progress */
  checkAtOnceBytes: 256 * 1024,
} as const
