import { expect, test } from 'vitest'
import { ServiceError } from '../../src/errors.ts'
import { line } from '../../src/verification/checks/context.ts'
import { conclude } from '../../src/verification/conclude.ts'
import type { InputSource } from '../../src/verification/input.ts'
import { batchLimits } from '../../src/verification/limits.ts'
import { verifyBatch } from '../../src/verification/verify-batch.ts'
import type { InputVerification } from '../../src/verification/verify-input.ts'

const now = () => new Date('2026-05-01T00:00:00Z')
const named = (name: string): InputVerification => ({
  verification: conclude([line('proof', 'passed', 'proof.verified')], now()),
  text: name,
})
const texts = Array.from({ length: 50 }, (_, index) => ({ text: String(index) }))
const textOf = (source: InputSource): string => ('text' in source ? source.text : Buffer.from(source.bytes).toString())
const codes = (answers: InputVerification[]) => answers.map(({ verification }) => verification.checks[0]?.code)

test('each answer stands in the place of its input, whoever is quicker', async () => {
  const verify = async (source: InputSource) => {
    await new Promise((resolve) => setTimeout(resolve, Number(textOf(source)) % 3))
    return named(textOf(source))
  }
  expect((await verifyBatch(texts, { verify, now })).map(({ text }) => text)).toEqual(texts.map(({ text }) => text))
})

test('T9: what is not begun in the time of the batch is not begun at all', async () => {
  let time = 0
  let begun = 0
  const verify = async (source: InputSource) => {
    begun++
    time += 3_900
    return named(textOf(source))
  }
  const found = codes(await verifyBatch(texts, { verify, now, elapsed: () => time }))
  expect(begun).toBeLessThanOrEqual(Math.ceil(batchLimits.milliseconds / 3_900) + batchLimits.textsAtOnce)
  expect(found).toHaveLength(50)
  expect(found.at(-1)).toBe('conformance.too_slow')
})

test('an input for which there is no room is a row of its own, and the others are answered', async () => {
  const verify = async (source: InputSource) => {
    if (textOf(source) === '7') throw new ServiceError('overloaded', 'No thread is free.')
    return named(textOf(source))
  }
  const found = codes(await verifyBatch(texts, { verify, now }))
  expect(found.filter((code) => code === 'conformance.overloaded')).toHaveLength(1)
  expect(found[7]).toBe('conformance.overloaded')
})

test('files are verified one after the other: there is little room for pictures', async () => {
  let inWork = 0
  let most = 0
  const verify = async (source: InputSource) => {
    most = Math.max(most, ++inWork)
    await new Promise((resolve) => setTimeout(resolve, 1))
    inWork--
    return named(textOf(source))
  }
  await verifyBatch(
    texts.map(({ text }) => ({ bytes: Buffer.from(text) })),
    { verify, now },
  )
  expect(most).toBe(1)
})
