import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type PinnedContext, pinnedContexts } from '../../contexts/registry.ts'
import { ServiceError } from '../errors.ts'
import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { CanonicalizationError } from './canonicalizer.ts'

/** What the JSON-LD libraries call a remote document; here it never comes from anywhere but memory. */
export interface LoadedDocument {
  documentUrl: string
  document: JsonObject
  contextUrl: null
}

/** The contexts that this process holds, each checked against its pin. They are frozen, and libraries get copies: none can alter one. */
export interface ContextRegistry {
  readonly urls: ReadonlySet<string>
  get(url: string): JsonObject | undefined
  /** The document loader for JSON-LD libraries. There is no network code behind it. @throws CanonicalizationError `context_not_held` */
  documentLoader(url: string): Promise<LoadedDocument>
}

/**
 * Loads the closed registry and compares every context with its SHA-256 pin.
 *
 * @param options.extraContextsFile - a JSON file `[{ "url", "file", "sha256" }]` with further contexts for an interoperability instance
 *   (`AKASHI_EXTRA_CONTEXTS`); `file` is relative to that file, `sha256` is of its bytes. None of them may replace a context held already
 * @throws ServiceError `context_altered` naming the context; `config_invalid` when the list of extra contexts cannot be read
 */
export function loadContexts(options: { extraContextsFile?: string } = {}): ContextRegistry {
  const held = new Map<string, JsonObject>()
  for (const pinned of pinnedContexts) held.set(pinned.url, checkPinned(pinned))
  if (options.extraContextsFile !== undefined) {
    for (const [url, document] of readExtraContexts(options.extraContextsFile)) {
      if (held.has(url)) throw new ServiceError('config_invalid', `The extra context ${url} is one of the registry already.`)
      held.set(url, document)
    }
  }
  return registryOf(held)
}

/**
 * The content of a pinned context, amended where our own code amends it.
 *
 * @throws ServiceError `context_altered` when the content before or after the amendment has another digest
 */
export function checkPinned(pinned: PinnedContext): JsonObject {
  const content = asPinned(pinned.url, pinned.origin, pinned.content, pinned.sha256)
  if (pinned.amendment === undefined) return content
  return asPinned(pinned.url, `${pinned.origin}, amended`, pinned.amendment.apply(content), pinned.amendment.sha256)
}

function registryOf(held: ReadonlyMap<string, JsonObject>): ContextRegistry {
  for (const document of held.values()) freezeDeeply(document)
  return {
    urls: new Set(held.keys()),
    get: (url) => held.get(url),
    documentLoader: async (url) => {
      const document = held.get(url)
      if (document === undefined) throw new CanonicalizationError('context_not_held', `The context ${url} is not held here.`)
      return { documentUrl: url, document: structuredClone(document), contextUrl: null }
    },
  }
}

/** A private copy of the content, once its digest is right. */
function asPinned(url: string, origin: string, content: unknown, sha256: string): JsonObject {
  const text = `${JSON.stringify(content, null, 2)}\n`
  const found = createHash('sha256').update(text).digest('hex')
  if (found !== sha256) {
    throw new ServiceError('context_altered', `The context ${url} (${origin}) has SHA-256 ${found}; the pin is ${sha256}.`)
  }
  return JSON.parse(text) as JsonObject
}

function* readExtraContexts(listFile: string): Generator<[string, JsonObject]> {
  for (const entry of readList(listFile)) {
    if (!isJsonObject(entry)) throw badList(listFile, 'an entry is not an object')
    const { url, file, sha256 } = entry
    if (typeof url !== 'string' || typeof file !== 'string' || typeof sha256 !== 'string') {
      throw badList(listFile, 'an entry needs "url", "file" and "sha256" as strings')
    }
    const bytes = readBytes(resolve(dirname(listFile), file), listFile)
    const found = createHash('sha256').update(bytes).digest('hex')
    if (found !== sha256.toLowerCase()) {
      throw new ServiceError('context_altered', `The context ${url} (${file}) has SHA-256 ${found}; the pin is ${sha256}.`)
    }
    yield [url, JSON.parse(bytes.toString('utf8')) as JsonObject]
  }
}

function readList(listFile: string): Json[] {
  let list: Json
  try {
    list = JSON.parse(readBytes(listFile, listFile).toString('utf8')) as Json
  } catch (cause) {
    if (cause instanceof ServiceError) throw cause
    throw badList(listFile, 'it is not JSON', cause)
  }
  if (!Array.isArray(list)) throw badList(listFile, 'it is not a list')
  return list
}

function readBytes(file: string, listFile: string): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw badList(listFile, `${file} cannot be read`, cause)
  }
}

const badList = (listFile: string, what: string, cause?: unknown): ServiceError =>
  new ServiceError('config_invalid', `The list of extra contexts ${listFile}: ${what}.`, { cause })

function freezeDeeply(value: Json): void {
  if (typeof value !== 'object' || value === null) return
  Object.freeze(value)
  for (const member of Array.isArray(value) ? value : Object.values(value)) freezeDeeply(member)
}
