import type { Json, JsonObject } from '../../../src/json.ts'
import { referenceCanonicalizer } from '../../../src/proof/canonicalize.ts'
import { loadContexts } from '../../../src/proof/contexts.ts'
import type { RegisterEntry, VerifierDeps } from '../../../src/verification/deps.ts'
import type { CheckId, Verification } from '../../../src/verification/verdict.ts'
import { verifyDocument } from '../../../src/verification/verify-document.ts'

export const contexts = loadContexts()
export const canonicalizer = referenceCanonicalizer(contexts)

/** What stands on the web of a test: a document by its address. Everything else cannot be reached. */
export type Web = Record<string, JsonObject | string>

export interface World {
  deps: VerifierDeps
  /** every address that the verifier asked for, in order */
  fetched: string[]
}

/** The verifier with real canonicalization over the pinned contexts; only clock, network and register are made up. */
export const newWorld = (
  options: { now?: string; web?: Web; local?: Web; register?: Record<string, RegisterEntry>; aliases?: Record<string, string[]> } = {},
): World => {
  const fetched: string[] = []
  const bytesOf = (document: JsonObject | string): Uint8Array =>
    Buffer.from(typeof document === 'string' ? document : JSON.stringify(document))
  const deps: VerifierDeps = {
    heldContexts: contexts.urls,
    canonicalizer,
    outward: {
      get: async (url) => {
        fetched.push(url)
        const document = options.web?.[url]
        if (document === undefined) return { kind: 'unreachable', reason: 'There is no such host.' }
        return { kind: 'ok', url, mediaType: 'application/json', bytes: bytesOf(document) }
      },
    },
    local: async (url) => {
      const document = options.local?.[url]
      if (document !== undefined) return { mediaType: 'application/json', bytes: bytesOf(document) }
      return url.startsWith('https://akashi.example/') ? 'missing' : undefined
    },
    register: async (id) => options.register?.[id],
    issuerAliases: new Map(Object.entries(options.aliases ?? {})),
    now: () => new Date(options.now ?? '2026-05-01T00:00:00Z'),
  }
  return { deps, fetched }
}

/** Verdict, and the code of one check, in one word: `invalid proof.altered`. */
export const judged = (verification: Verification, id: CheckId): string =>
  `${verification.verdict} ${verification.checks.find((check) => check.id === id)?.code ?? 'no such line'}`

export const verify = (document: JsonObject, world: World = newWorld()): Promise<Verification> => verifyDocument(document, world.deps)

/** The verdict, with the code of the line that decides it. */
export const outcome = async (document: JsonObject, world: World = newWorld()): Promise<string> => deciding(await verify(document, world))

export const deciding = (verification: Verification): string => {
  const check =
    verification.checks.find(({ status }) => status === 'failed') ?? verification.checks.find(({ status }) => status === 'not_determined')
  return check === undefined ? verification.verdict : `${verification.verdict} ${check.code}`
}

/** A copy with one member of one object replaced; `undefined` takes the member away. */
export const changed = (document: JsonObject, path: string[], value: Json | undefined): JsonObject => {
  const copy = structuredClone(document)
  const parents = path.slice(0, -1)
  const parent = parents.reduce<Json>((node, member) => (node as JsonObject)[member] as Json, copy) as JsonObject
  const member = path.at(-1) as string
  if (value === undefined) delete parent[member]
  else parent[member] = value
  return copy
}
