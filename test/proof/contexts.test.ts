import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { publishedDigests } from '../../contexts/published-digests.ts'
import { type PinnedContext, pinnedContexts } from '../../contexts/registry.ts'
import type { JsonObject } from '../../src/json.ts'
import { checkPinned, loadContexts } from '../../src/proof/contexts.ts'
import { specDir } from '../support/spec-dir.ts'

const contexts = loadContexts()
const openBadges = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
const digestOf = (value: unknown): string =>
  createHash('sha256')
    .update(`${JSON.stringify(value, null, 2)}\n`)
    .digest('hex')

describe('the closed registry', () => {
  test('D-10 it holds every context of CONFORMANCE section 3 and those of the Comprehensive Learner Record', () => {
    expect([...contexts.urls].sort()).toEqual([
      'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json',
      'https://purl.imsglobal.org/spec/clr/v2p0/context.json',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      'https://purl.imsglobal.org/spec/ob/v3p0/context.json',
      'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
      'https://w3id.org/security/data-integrity/v1',
      'https://w3id.org/security/data-integrity/v2',
      'https://w3id.org/security/multikey/v1',
      'https://w3id.org/security/suites/ed25519-2020/v1',
      'https://w3id.org/vc/status-list/2021/v1',
      'https://www.w3.org/2018/credentials/v1',
      'https://www.w3.org/ns/credentials/status/v1',
      'https://www.w3.org/ns/credentials/v2',
      'https://www.w3.org/ns/did/v1',
    ])
  })

  test('every context is loaded as it is pinned; one with a single changed character is refused by name', () => {
    for (const pinned of pinnedContexts) {
      expect(checkPinned(pinned)).toEqual(contexts.get(pinned.url))
      const altered: PinnedContext = { ...pinned, content: JSON.parse(JSON.stringify(pinned.content).replace('@id', '@ix')) }
      expect(() => checkPinned(altered)).toThrow(
        expect.objectContaining({ code: 'context_altered', message: expect.stringContaining(pinned.url) }),
      )
    }
  })

  test('a context that a package no longer has is refused like an altered one', () => {
    const [first] = pinnedContexts
    expect(() => checkPinned({ ...(first as PinnedContext), content: undefined })).toThrow(
      expect.objectContaining({ code: 'context_altered' }),
    )
  })

  test('the amendment of 3.0.3 adds endorsementJwt after endorsement and jti last, and is pinned at its other end', () => {
    const pinned = pinnedContexts.find(({ url }) => url === openBadges) as PinnedContext
    const before = Object.keys((pinned.content as JsonObject)['@context'] as JsonObject)
    const after = Object.keys(contexts.get(openBadges)?.['@context'] as JsonObject)
    expect(after.filter((term) => !before.includes(term))).toEqual(['endorsementJwt', 'jti'])
    expect(after[after.indexOf('endorsement') + 1]).toBe('endorsementJwt')
    expect(after.at(-1)).toBe('jti')
    expect(digestOf(contexts.get(openBadges))).toBe('3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84')
    const altered = {
      ...pinned,
      amendment: { apply: (content: JsonObject) => ({ ...content, more: true }), sha256: pinned.amendment?.sha256 as string },
    }
    expect(() => checkPinned(altered)).toThrow(/amended.*the pin is 3d34f4d4/)
  })

  test('no caller can alter a context: what it holds is frozen, and the loader hands out copies', async () => {
    const held = contexts.get(openBadges) as JsonObject
    expect(() => {
      const terms = held['@context'] as JsonObject
      terms['name'] = 'https://elsewhere.example/name'
    }).toThrow(TypeError)
    const { document } = await contexts.documentLoader(openBadges)
    document['@context'] = { name: 'https://elsewhere.example/name' }
    expect(digestOf(contexts.get(openBadges))).toBe('3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84')
  })

  test('a URL that is not held is refused by the loader, a look-alike too', async () => {
    await expect(contexts.documentLoader(openBadges)).resolves.toMatchObject({ documentUrl: openBadges, contextUrl: null })
    for (const url of [`${openBadges}#`, openBadges.replace('https', 'http'), 'https://elsewhere.example/context.json']) {
      await expect(contexts.documentLoader(url)).rejects.toMatchObject({ failure: 'context_not_held' })
    }
  })
})

describe('extra contexts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'akashi-contexts-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const url = 'https://contexts.example/v1'
  const content = '{"@context":{"hello":"https://contexts.example/hello"}}'
  writeFileSync(join(folder, 'extra.jsonld'), content)
  const sha256 = createHash('sha256').update(content).digest('hex')
  const listWith = (entries: unknown): string => {
    const file = join(folder, 'list.json')
    writeFileSync(file, typeof entries === 'string' ? entries : JSON.stringify(entries))
    return file
  }

  test('a listed file with its right digest is held beside the registry', () => {
    const loaded = loadContexts({ extraContextsFile: listWith([{ url, file: 'extra.jsonld', sha256 }]) })
    expect(loaded.get(url)).toEqual(JSON.parse(content))
    expect(loaded.urls.size).toBe(contexts.urls.size + 1)
    expect(contexts.urls.has(url)).toBe(false)
  })

  test('a listed file with another digest stops the start', () => {
    const extraContextsFile = listWith([{ url, file: 'extra.jsonld', sha256: sha256.replace(/^./, sha256.startsWith('0') ? '1' : '0') }])
    expect(() => loadContexts({ extraContextsFile })).toThrow(expect.objectContaining({ code: 'context_altered' }))
  })

  test.each([
    ['a context that the registry holds already', [{ url: openBadges, file: 'extra.jsonld', sha256 }]],
    ['a file that is not there', [{ url, file: 'missing.jsonld', sha256 }]],
    ['an entry without a digest', [{ url, file: 'extra.jsonld' }]],
    ['an object instead of a list', { url }],
    ['text that is not JSON', '[{'],
  ])('%s stops the start', (_, entries) => {
    expect(() => loadContexts({ extraContextsFile: listWith(entries) })).toThrow(expect.objectContaining({ code: 'config_invalid' }))
  })
})

describe('published digests', () => {
  test('there are some for every context of the registry, and two SHA-256 for those whose bytes changed in place', () => {
    expect([...publishedDigests.keys()].sort()).toEqual([...contexts.urls].sort())
    expect(publishedDigests.get('https://www.w3.org/ns/credentials/v2')?.sha256).toEqual([
      '59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734',
      '24a18c90e9856d526111f29376e302d970b2bd10182e33959995b0207d7043b9',
    ])
    expect(publishedDigests.get(openBadges)?.sha256).toEqual([
      '3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84',
      'ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761',
    ])
  })
})

describe.runIf(specDir !== undefined)('against the published files', () => {
  const folder = join(specDir ?? '', 'contexts')
  const published = specDir === undefined ? [] : readdirSync(folder).filter((file) => /\.json(ld)?$/.test(file))
  const bytesByDigest = new Map(
    published.map((file) => {
      const bytes = readFileSync(join(folder, file))
      return [createHash('sha256').update(bytes).digest('hex'), bytes] as const
    }),
  )

  test('every context that we load is JSON-equal to the newest published file, and its digests are those of the bytes', () => {
    for (const [url, digests] of publishedDigests) {
      const bytes = bytesByDigest.get(digests.sha256[0] as string)
      expect(bytes, url).toBeDefined()
      expect(JSON.parse((bytes as Buffer).toString('utf8'))).toEqual(contexts.get(url))
      for (const algorithm of ['sha384', 'sha512'] as const) {
        expect(digests[algorithm][0]).toBe(
          createHash(algorithm)
            .update(bytes as Buffer)
            .digest('hex'),
        )
      }
    }
  })
})
