import { ServiceError } from '../errors.ts'
import { line } from './checks/context.ts'
import type { CheckCode } from './codes.ts'
import { conclude } from './conclude.ts'
import type { InputSource } from './input.ts'
import { batchLimits } from './limits.ts'
import type { InputVerification } from './verify-input.ts'

export interface BatchMeans {
  /** @throws ServiceError `overloaded` */
  verify(source: InputSource): Promise<InputVerification>
  now(): Date
  /** milliseconds; without it since the call */
  elapsed?(): number
}

/**
 * Verifies several inputs and answers for each in its place, whatever becomes of the others.
 *
 * A few at a time, since most of the time of a stranger's badge is waiting for his servers; files one after the other, since each may be a
 * picture, for which there is little room. What is not begun when the time of the batch is over, and what finds no room, is a row that could
 * not be checked: a batch of badges that name fifty slow servers must not occupy the service for minutes.
 */
export const verifyBatch = async (sources: readonly InputSource[], means: BatchMeans): Promise<InputVerification[]> => {
  const elapsed = means.elapsed ?? stopwatch()
  const answers: InputVerification[] = []
  const answer = async (place: number): Promise<void> => {
    answers[place] =
      elapsed() > batchLimits.milliseconds
        ? notChecked('conformance.too_slow', means)
        : await means.verify(sources[place] as InputSource).catch((cause: unknown) => {
            if (cause instanceof ServiceError && cause.code === 'overloaded') return notChecked('conformance.overloaded', means)
            throw cause
          })
  }
  const work = async (places: number[]): Promise<void> => {
    for (let place = places.shift(); place !== undefined; place = places.shift()) await answer(place)
  }
  const places = [...sources.keys()]
  const texts = places.filter((place) => 'text' in (sources[place] as InputSource))
  const files = places.filter((place) => 'bytes' in (sources[place] as InputSource))
  await Promise.all([work(files), ...Array.from({ length: batchLimits.textsAtOnce }, () => work(texts))])
  return answers
}

const notChecked = (
  code: Extract<CheckCode, 'conformance.too_slow' | 'conformance.overloaded'>,
  { now }: BatchMeans,
): InputVerification => ({
  verification: conclude([line('conformance', 'not_determined', code)], now()),
})

const stopwatch = (): (() => number) => {
  const begun = performance.now()
  return () => performance.now() - begun
}
