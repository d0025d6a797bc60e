import QRCode from 'qrcode'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/json.ts'
import { writePng, writePngChunk } from '../../../src/openbadges/baking/png-chunks.ts'
import { bakeSvg } from '../../../src/openbadges/baking/svg.ts'
import { referenceCanonicalizer } from '../../../src/proof/canonicalize.ts'
import { CanonicalizationError, type Canonicalizer } from '../../../src/proof/canonicalizer.ts'
import { loadContexts } from '../../../src/proof/contexts.ts'
import { readShape } from '../../../src/proof/shape/key.ts'
import { shapeCanonicalizer, shapeCompiler } from '../../../src/proof/shape/shape-canonicalizer.ts'
import { termsOf } from '../../../src/proof/shape/terms.ts'
import { shapeLimits, workLimits } from '../../../src/verification/limits.ts'
import { createWorkRoom, type WorkRoom } from '../../../src/verification/work.ts'

const badge = (evidence: number): JsonObject => ({
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  id: 'urn:uuid:8d3cf1b8-0000-4000-8000-000000000001',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  issuer: { id: 'https://issuer.example', type: ['Profile'], name: '発行者' },
  evidence: Array.from({ length: evidence }, () => ({ type: ['Evidence'] })),
})
/** Thousands of anonymous nodes that only a search can tell apart: seconds of work, more than twice the time that a task has here. */
const poison = badge(12_000)
/** Just beyond what counts as full, so that it waits behind the poison; a small part of a second of work. */
const large = badge(workLimits.fullNodes / 3)
/** Fuller than an ordinary badge, and no large document either. */
const full = badge(Math.ceil(workLimits.ordinaryNodes / 3))
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof CanonicalizationError ? error.failure : error),
  )

describe('the work room', () => {
  let room: WorkRoom
  beforeAll(async () => {
    room = createWorkRoom({ threads: 1 })
    await room.canonicalizer.digest(badge(1))
  })
  afterAll(() => room.close())

  test('gives the same N-Quads and digest as the reference path on the main thread', async () => {
    const reference = referenceCanonicalizer(loadContexts())
    expect(await room.canonicalizer.canonicalize(badge(3))).toBe(await reference.canonicalize(badge(3)))
    expect(Buffer.from(await room.canonicalizer.digest(badge(3)))).toEqual(Buffer.from(await reference.digest(badge(3))))
  })

  test('reports why a document has no canonical form', async () => {
    expect(await failureOf(room.canonicalizer.digest({ ...badge(1), unknownTerm: 'x' }))).toBe('undefined_term')
    expect(await failureOf(room.canonicalizer.digest({ ...badge(1), '@context': ['https://unknown.example/v1'] }))).toBe('context_not_held')
  })

  test('the event loop goes on while a thread is busy', async () => {
    let turns = 0
    const ticking = setInterval(() => turns++, 5)
    await room.canonicalizer.digest(badge(300))
    clearInterval(ticking)
    expect(turns).toBeGreaterThan(3)
  })

  test('compiles a shape in a thread, the same as on the main thread', async () => {
    const contexts = loadContexts()
    const shape = readShape(badge(1), termsOf(contexts), shapeLimits)
    if (typeof shape === 'string') throw new Error(shape)
    const compiled = await room.compileShape(badge(1), shape, false)
    expect(compiled).toEqual(await shapeCompiler(contexts)(badge(1), shape))
    expect(compiled).toMatchObject({ leaves: shape.leaves.length })
  })

  test('strangers’ badges of one shape take a thread twice, and none from then on', async () => {
    const seen: JsonObject[] = []
    const counting: Canonicalizer = {
      ...room.canonicalizer,
      canonicalize: (document) => {
        seen.push(document)
        return room.canonicalizer.canonicalize(document)
      },
    }
    const contexts = loadContexts()
    const path = shapeCanonicalizer(contexts, counting, { compileAt: 'second_sight', compile: room.compileShape, limits: shapeLimits })
    const reference = referenceCanonicalizer(contexts)
    for (let number = 0; number < 6; number++) {
      const one = { ...badge(1), id: `urn:uuid:8d3cf1b8-0000-4000-8000-00000000000${number}` }
      expect(Buffer.from(await path.digest(one))).toEqual(Buffer.from(await reference.digest(one)))
      await path.settled()
    }
    expect(seen.length).toBe(2)
    expect(path.counts()).toMatchObject({ filled: 4, compiled: 1, fallbacks: { new_shape: 2 } })
  })

  test('reads a QR code and a baked SVG in a thread of their own', async () => {
    const url = 'https://badges.example/badges/3trfc44fkjk6abcdefghjkmnpq'
    expect(await room.readQr(await QRCode.toBuffer(url))).toEqual({ kind: 'found', text: url })
    const svg = bakeSvg('<svg xmlns="http://www.w3.org/2000/svg"/>', '{"a":1}')
    expect(await room.unbakeSvg(svg)).toEqual({ kind: 'baked', version: 'open-badge-3', text: '{"a":1}' })
  })

  test('T11: a drawing that a parser needs long for is given up', async () => {
    const namespaces = Array.from({ length: 20_000 }, (_, i) => `<g xmlns:a${i}="u${i}">`).join('')
    await expect(
      room.unbakeSvg(`<svg xmlns="http://www.w3.org/2000/svg">${namespaces}${'</g>'.repeat(20_000)}</svg>`),
    ).rejects.toMatchObject({
      name: 'WorkError',
      failure: 'too_slow',
    })
  })

  test('threads that cannot start say so instead of letting everybody wait', async () => {
    const broken = createWorkRoom({ threads: 1, extraContextsFile: '/nonexistent/contexts.json' })
    try {
      await expect(broken.canonicalizer.digest(badge(1))).rejects.toThrow('cannot start')
    } finally {
      await broken.close()
    }
  })
})

describe('the work room under attack', () => {
  let room: WorkRoom
  beforeAll(() => {
    room = createWorkRoom({
      threads: 1,
      limits: { queue: 2, taskMilliseconds: 1_500, waitMilliseconds: 60_000, patienceMilliseconds: 400 },
    })
  })
  afterAll(() => room.close())
  const failureNow = (document: JsonObject) => failureOf(room.canonicalizer.digest(document))
  /** A thread that was ended is replaced; until then a task may wait too long. */
  const untilAnswered = () => expect.poll(() => failureNow(large), { timeout: 20_000 }).toBe('none')

  test('a full queue refuses at once, and what waits longer than the limit is refused as well', async () => {
    await untilAnswered()
    const answered: string[] = []
    const ask = (name: string, document: JsonObject) => failureNow(document).then((failure) => answered.push(`${name} ${failure}`))
    const all = [ask('busy', poison), ask('waits', large), ask('waits too', large), ask('no place', large)]
    expect(room.waiting().graphs).toBe(2)
    await Promise.all(all)
    // The two that wait reach the same limit at the same time; which of them is told first is nobody's promise.
    expect([answered[0], ...answered.slice(1, -1).sort(), answered.at(-1)]).toEqual([
      'no place overloaded',
      'waits overloaded',
      'waits too overloaded',
      'busy too_slow',
    ])
  })

  test('no shape is compiled while documents wait for a thread, unless it is popular: then it waits its turn', async () => {
    await untilAnswered()
    const shape = readShape(badge(1), termsOf(loadContexts()), shapeLimits)
    if (typeof shape === 'string') throw new Error(shape)
    const busy = [failureNow(badge(100)), failureNow(badge(100))]
    expect(room.waiting().graphs).toBe(1)
    await expect(room.compileShape(badge(1), shape, false)).rejects.toMatchObject({ failure: 'overloaded' })
    const popular = await room.compileShape(badge(1), shape, true).catch((error: Error) => error.message)
    expect(popular).not.toBe('Documents wait for a thread; the shape is compiled another time.')
    await Promise.all(busy)
  })

  test('T9, L12: a document that takes too long ends its thread, is not called invalid, and others are answered again', async () => {
    await untilAnswered()
    expect(await failureNow(poison)).toBe('too_slow')
    await untilAnswered()
  })

  test('T9: an ordinary badge does not wait for a slow document', async () => {
    await untilAnswered()
    await expect.poll(() => failureNow(badge(1)), { timeout: 20_000 }).toBe('none')
    const order: string[] = []
    const ask = (name: string, document: JsonObject) => failureNow(document).then((failure) => order.push(`${name} ${failure}`))
    await Promise.all([ask('slow', poison), ask('ordinary', badge(1))])
    expect(order).toEqual(['ordinary none', 'slow too_slow'])
  })

  test('T9: a full badge does not wait for a slow document either', async () => {
    await untilAnswered()
    await expect.poll(() => failureNow(full), { timeout: 20_000 }).toBe('none')
    const order: string[] = []
    const ask = (name: string, document: JsonObject) => failureNow(document).then((failure) => order.push(`${name} ${failure}`))
    await Promise.all([ask('slow', poison), ask('full', full)])
    expect(order).toEqual(['full none', 'slow too_slow'])
  })
})

describe('a work room whose last tasks were slow', () => {
  let room: WorkRoom
  beforeAll(() => {
    room = createWorkRoom({
      threads: 1,
      limits: { queue: 5, taskMilliseconds: 1_500, waitMilliseconds: 100, patienceMilliseconds: 20_000 },
    })
  })
  afterAll(() => room.close())

  test('refuses at once what would wait too long, and never what belongs to a verification that has begun', async () => {
    await expect.poll(() => failureOf(room.canonicalizer.digest(poison)), { timeout: 20_000 }).toBe('too_slow')
    const order: string[] = []
    const ask = (name: string, promise: Promise<unknown>) => failureOf(promise).then((failure) => order.push(`${name} ${failure}`))
    await Promise.all([
      ask('busy', room.canonicalizer.digest(poison)),
      ask('expects to wait', room.canonicalizer.digest(large)),
      ask('goes on', room.goingOn.digest(large)),
    ])
    expect(order[0]).toBe('expects to wait overloaded')
    expect(order).toContain('busy too_slow')
    expect(order).not.toContain('goes on overloaded')
  })

  test('T10: a flood of pixels is refused by its header, without a place for a picture', async () => {
    const flood = writePng([ihdr(30_000, 30_000), writePngChunk('IDAT', new Uint8Array(10)), writePngChunk('IEND', new Uint8Array())])
    expect(await room.readQr(flood)).toMatchObject({ kind: 'refused', code: 'image_too_large' })
    expect(room.waiting().pictures).toBe(0)
  })
})

const ihdr = (width: number, height: number): Uint8Array => {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  data.set([8, 2, 0, 0, 0], 8)
  return writePngChunk('IHDR', data)
}
