/** The hash inside RDFC-1.0, which `untyped.d.ts` leaves at its default of SHA-256. */
declare module 'rdf-canonize' {
  import type { Quad } from 'jsonld'

  export function canonize(
    quads: Quad[],
    options: { algorithm: 'RDFC-1.0'; maxWorkFactor?: number; messageDigestAlgorithm: 'SHA-384' },
  ): Promise<string>
}
