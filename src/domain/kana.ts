export type KanaChange = 'half_width' | 'hiragana' | 'full_width_space'

export type KanaReading =
  | { ok: true; kana: string; changes: KanaChange[] }
  | { ok: false; problem: 'empty' }
  | { ok: false; problem: 'characters'; characters: string[] }

const halfWidthKana = /[\uFF61-\uFF9F]+/g
const hiragana = /[\u3041-\u3096]/g
/** ァ–ヺ ・ ー and space (DOMAIN section 4) */
const allowed = /^[\u30A1-\u30FC ]$/

/** Full-width katakana for half-width kana and hiragana; everything else stays. */
export const toKatakana = (text: string): string =>
  text.replace(halfWidthKana, (run) => run.normalize('NFKC')).replace(hiragana, (c) => String.fromCharCode(c.charCodeAt(0) + 0x60))

/** Reads a reading (セイ, メイ) as typed: half-width kana and hiragana become full-width katakana, other characters are named and refused. */
export const readKana = (raw: string): KanaReading => {
  const trimmed = raw.replace(/^[\s\u3000]+|[\s\u3000]+$/g, '')
  if (trimmed === '') return { ok: false, problem: 'empty' }
  const changes: KanaChange[] = []
  if (/[\uFF61-\uFF9F]/.test(trimmed)) changes.push('half_width')
  if (/[\u3041-\u3096]/.test(trimmed)) changes.push('hiragana')
  if (trimmed.includes('\u3000')) changes.push('full_width_space')
  const kana = toKatakana(trimmed).replaceAll('\u3000', ' ')
  const characters = [...kana].filter((c) => !allowed.test(c))
  return characters.length === 0 ? { ok: true, kana, changes } : { ok: false, problem: 'characters', characters: [...new Set(characters)] }
}

/** A key under which the same reading is found: katakana without spaces and middle dots. It suggests, it never merges. */
export const readingKey = (familyNameKana: string, givenNameKana: string): string =>
  toKatakana(`${familyNameKana}${givenNameKana}`).replace(/[\s\u3000・･]+/g, '')
