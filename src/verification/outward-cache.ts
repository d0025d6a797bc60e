import type { Clock } from '../clock.ts'
import type { OutwardAnswer } from './deps.ts'
import { outwardLimits } from './limits.ts'

/** Answers that may still be used, bounded in number and bytes; the one that was not used for longest goes first. */
export interface AnswerCache {
  get(key: string): OutwardAnswer | undefined
  keep(key: string, answer: OutwardAnswer, seconds: number): void
}

interface Kept {
  answer: OutwardAnswer
  bytes: number
  until: number
}

const MILLISECONDS = 1_000

export const createAnswerCache = (now: Clock): AnswerCache => {
  const kept = new Map<string, Kept>()
  let bytes = 0
  const drop = (key: string): void => {
    bytes -= kept.get(key)?.bytes ?? 0
    kept.delete(key)
  }
  return {
    get(key) {
      const found = kept.get(key)
      if (found === undefined) return undefined
      // a clock that was set back must not prolong anything
      const left = found.until - now().getTime()
      if (left <= 0 || left > outwardLimits.maxCacheSeconds * MILLISECONDS) {
        drop(key)
        return undefined
      }
      // a Map keeps the order of insertion: put at its end, so that its beginning is what was not used for longest
      kept.delete(key)
      kept.set(key, found)
      return found.answer
    },
    keep(key, answer, seconds) {
      drop(key)
      if (seconds <= 0) return
      const size = key.length + (answer.kind === 'ok' ? answer.bytes.length : 0)
      kept.set(key, { answer, bytes: size, until: now().getTime() + seconds * MILLISECONDS })
      bytes += size
      for (const oldest of kept.keys()) {
        if (kept.size <= outwardLimits.maxCachedAnswers && bytes <= outwardLimits.maxCachedBytes) break
        drop(oldest)
      }
    },
  }
}
