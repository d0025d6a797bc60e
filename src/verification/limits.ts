/**
 * Every limit of the verifier, with its unit in the name and its reason beside it (SECURITY (b), steps 0–4; T8–T11).
 * A check holds no number of its own. None of these can be changed by a caller.
 */

/** What one document may be (SECURITY (b), steps 1, 3 and 4). */
export const documentLimits = {
  /** A full badge with results, evidence and endorsements has 4–40 KB, a signed status list 16–100 KB; an image as `data:` URL is the largest honest part. */
  maxTextBytes: 1_000_000,
  /** Objects and arrays inside each other, the outermost counted as 1: presentation → CLR → badge → rubric level → alignment is 14. */
  maxDepth: 14,
  /** JSON values of every kind. An ordinary badge has 150, a CLR of twenty badges about 2,500; canonicalization time grows with this number. */
  maxNodes: 3_000,
  /** Each proof costs a key look-up and a canonicalization. A chain of issuer, co-signer, archive and time stamp has four. */
  maxProofs: 4,
  /** Each endorsement is a credential of its own with key, proof and status. */
  maxEndorsements: 10,
  /** Credentials inside one presentation or CLR; each is judged by itself. */
  maxContained: 20,
} as const

/** Compact JWS (SECURITY (b), step 3; T7). */
export const jwtLimits = {
  /** The decoded header: `alg`, `typ`, `kid` and at most one RSA `jwk` of 4,096 bits (about 800 bytes). */
  maxHeaderBytes: 4_096,
  /** The decoded signature: RSA with 16,384 bits is far beyond what any issuer uses; Ed25519 and P-256 have 64 bytes. */
  maxSignatureBytes: 2_048,
  /** Keys of one issuer's set that are looked at: an issuer has a handful, and each may be tried. */
  maxListedKeys: 50,
} as const

/** What one image file may be (SECURITY T10, T11). */
export const imageLimits = {
  /** A telephone's photograph has 2–8 MB, a baked badge 20–500 KB. */
  maxFileBytes: 10_000_000,
  /** PNG chunks; an encoder that writes the pixels in pieces of 8 KB makes about 1,200 for the largest file. */
  maxPngChunks: 10_000,
  /** An SVG is read by an XML parser, so it costs far more per byte than a PNG: credential text and as much again of drawing. */
  maxSvgBytes: 2_000_000,
  /** Opening angle brackets of an SVG, that is tags, comments and sections together; a detailed drawing has a few thousand, and the parser takes 10 µs for each. */
  maxSvgMarkup: 50_000,
  /** Pixels that are decoded to look for a QR code, known from the header before anything is decoded: 16 megapixels are 64 MB of memory. Telephones take 12. */
  maxPixels: 16_000_000,
  /** Longer side in pixels; a strip of 1 × 16,000,000 is no photograph. */
  maxSidePixels: 10_000,
  /** Scans of a progressive JPEG, each of which walks over every pixel again; cameras write 1, encoders about 10. */
  maxJpegScans: 32,
  /** The longer side, in pixels, of the pictures in which a QR code is looked for, in this order: small is fast, large finds small codes. */
  qrSidesPixels: [700, 1_400],
} as const

/** What is read from a form or a command line besides documents. */
export const inputLimits = {
  /** Characters of an address; longer ones are not made by any badge platform. */
  maxUrlCharacters: 2_048,
  /** Characters that people put into a short number of twelve: hyphens and spaces between them. */
  maxShortIdCharacters: 40,
  /** Inputs of one batch: one application round at an employer; each may cost two look-ups outward. */
  maxBatch: 50,
} as const

/** Several inputs in one request. */
export const batchLimits = {
  /** No input is begun later than this: fifty badges of reachable issuers take a few seconds, and each slow one may take four. */
  milliseconds: 15_000,
  /** Typed and pasted inputs that are in work at once; they wait for others' servers more than they work. */
  textsAtOnce: 4,
} as const

/** Status lists (SECURITY L7). */
export const statusListLimits = {
  /** Output of inflating `encodedList`: 16,777,216 bits, that is 16 times the largest list in use; 1,000 times compression is the most that gzip does. */
  maxInflatedBytes: 2_000_000,
  /** Status entries of one document; one for revocation and one for suspension are usual, and each may cost a look outward. */
  maxEntries: 8,
  /** JSON values in an unsigned list of revoked badges (1EdTech): 1 MB of text holds at most about this many. */
  maxRevocationListNodes: 100_000,
} as const

/** A saved proof of verification: one credential and the documents that its verdict rests on, as texts. */
export const savedProofLimits = {
  /** Credential and a few status lists of 25–100 KB; each text is held to the limits of a document again. */
  maxTextBytes: 4_000_000,
  /** file → list of documents → document → text */
  maxDepth: 4,
  /** Members of the file, and four values for each of a few dozen documents. */
  maxNodes: 1_000,
} as const

/** Threads for what a stranger can make slow (SECURITY L12, T9; RELIABILITY "more load than capacity"). */
export const workLimits = {
  /** Running time of one task. An ordinary badge takes 10 ms, 3,000 nodes about 300 ms. */
  taskMilliseconds: 2_000,
  /** A task that begins a verification is refused at once when it would wait longer than this for a thread, as far as the last tasks tell. */
  waitMilliseconds: 1_000,
  /** What was taken waits so long at most: there is still time to work on it before that of its verification is over (`verificationMilliseconds`). */
  patienceMilliseconds: 3_500,
  /** JSON values up to which a document is an ordinary one: a badge has 150, one with an endorsement and results 300. Nothing slower stands before it. */
  ordinaryNodes: 350,
  /** JSON values up to which a document is a full one, the fullest badge having 500; even the worst graph of this size takes 0.1 s. Larger ones stand before nobody else. */
  fullNodes: 600,
  /** Tasks that wait for a thread: at 10 ms a task and two threads the last one waits 0.3 s. */
  graphQueue: 64,
  /** Full documents that wait: 0.1 s each. */
  fullGraphQueue: 4,
  /** Large documents that wait: one, since each may take two seconds and every answer has to come in under five. */
  largeGraphQueue: 1,
  /** Small pictures and drawings that wait; each may take a tenth of a second. */
  smallPictureQueue: 4,
  /** Other pictures and drawings that wait: none, since decoding cannot be stopped in its middle and the worst picture takes more than its time. */
  pictureQueue: 0,
  /** Running time of one picture or drawing; a photograph of 12 megapixels takes 0.5 s. */
  pictureMilliseconds: 1_500,
  /** Bytes up to which a picture or drawing is a small one: a badge with its credential baked in has 20–200 KB. */
  smallPictureBytes: 250_000,
  /** Opening angle brackets up to which a drawing is a small one: our own badge has about 60. */
  smallDrawingTags: 1_000,
  /** Pixels up to which a picture is a small one; a photograph has more. */
  smallPicturePixels: 1_500_000,
  /** Memory of the JavaScript heap of one thread, in MB; an ordinary badge needs 40 with all contexts loaded, 3,000 values 80. */
  heapMegabytes: 112,
  /** How much lower than the event loop threads stand with the processor, in steps of `nice`: whoever serves everybody is never kept waiting by them. */
  niceness: { ordinary: 3, full: 7, large: 10 },
} as const

/** Requests for a verification that are taken at the door, before their body is read (RELIABILITY "more load than capacity"). */
export const admissionLimits = {
  /** In work at once; the ones beyond are told so within milliseconds. At 25 badges a second on two processors the last one waits two seconds. */
  requests: 48,
  /** Pages of our own badges that verify at once. They have known shapes, so one takes a few milliseconds. */
  pages: 48,
  /** Calls to issuing instances at once; suites send bursts of about twenty. */
  issuing: 32,
  /** Bodies above this are large: a badge has 4–40 KB, a baked picture 20–500 KB. */
  largeBodyBytes: 500_000,
  /** Large bodies, and those that do not say how large they are, in work at once: 2 × 20 MB is the most that they hold in memory. */
  largeRequests: 2,
  /** A place is kept so long for a body that arrives: a small one takes milliseconds, and whoever sends slowly must not hold a place of others. */
  arrivalMilliseconds: 500,
  /** Time in which a large body has to arrive: a photograph of 5 MB at 1 megabit a second. Whoever sends more slowly would hold one of the few places. */
  largeBodyMilliseconds: 40_000,
  /** After a refusal by the head: time in which the sender of a body can read the answer, before the connection ends. */
  lingerMilliseconds: 2_000,
  /** When whoever was refused may try again. */
  retryAfterSeconds: 2,
} as const

/**
 * Documents of a known shape are canonicalized without a thread, so their work on the event loop is bounded (PERFORMANCE "The compiled path"). What is
 * larger takes a thread as before.
 */
export const shapeLimits = {
  /** Compiled shapes kept, the most recently used; one takes about 50 KB. */
  maxShapes: 256,
  /** JSON values: an ordinary document, as for the threads. */
  maxNodes: workLimits.ordinaryNodes,
  maxDepth: documentLimits.maxDepth + 2,
  /** Characters of all texts together: the largest status list in use. They are hashed in a millisecond. */
  maxCharacters: 250_000,
  /** Characters of one IRI, since an id is repeated in every statement about it: a picture as `data:` URL takes a thread. */
  maxIriCharacters: 2_048,
} as const

/** The guarded fetcher (SECURITY T8). */
export const outwardLimits = {
  /** Everything together: name, connection, TLS, headers, body. */
  totalMilliseconds: 3_000,
  /** Body, before and after `Content-Encoding`. A signed list of 131,072 entries with 2 % set has 25 KB. */
  maxBytes: 1_000_000,
  /** Response headers. */
  maxHeaderBytes: 16_384,
  /** Addresses of one name that are looked at; a name with more is refused, since every one has to be checked. */
  maxAddresses: 32,
  /** Looks outward at the same time, all hosts together and to one host: verification must not become a stranger's load generator. */
  maxConcurrent: 32,
  maxConcurrentPerHost: 8,
  /** Answers kept, in number and in bytes. */
  maxCachedAnswers: 500,
  maxCachedBytes: 16_000_000,
  /** The longest time an answer is kept, whatever `max-age` says: a revocation must be seen within five minutes. Without `max-age` nothing is kept. */
  maxCacheSeconds: 300,
  /** A host that let us wait until the time limit is left alone for so long. Failures that come at once are not remembered. */
  timeoutMemorySeconds: 5,
} as const

/** Seconds by which another clock may be ahead of ours when a document, a proof or a token begins (SECURITY step 9: at most 5 minutes). An end has no tolerance. */
export const clockToleranceSeconds = 300

/** Documents verified on the way to one verdict, inside each other: presentation → CLR → badge → endorsement → status list of the endorsement is 4 steps down. */
export const maxNesting = 4

/**
 * Milliseconds for everything that leads to one verdict: keys, status lists, canonicalization, what is nested. Each look outward and each
 * task has a limit of its own, but a document may ask for many of them; every answer has to come in under 5 s (SECURITY T9), the way through a busy event loop included.
 */
export const verificationMilliseconds = 3_900
