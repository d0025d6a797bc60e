// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it finds
const escapable = /[\u0000-\u001f\u007f"\\]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it finds
const everyEscapable = /[\u0000-\u001f\u007f"\\]/g

const named: Record<string, string> = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '"': '\\"', '\\': '\\\\' }

/**
 * A text as canonical N-Quads write it inside a literal: `\b \t \n \f \r \" \\` by name, the other characters U+0000–U+001F and U+007F
 * as `\u00XX`, and nothing else (RDF Dataset Canonicalization 1.0, section 5, "Serialization").
 */
export function escapeLiteral(text: string): string {
  if (!escapable.test(text)) return text
  return text.replace(
    everyEscapable,
    (character) => named[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  )
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it finds
const special = /[\u0000-\u001f\u007f"\\\ud800-\udfff]/

const plainAscii = /^[ !#-[\]-~]*$/

/** Whether a text is printable ASCII without quotation marks and backslashes; such a text is simple, and each character of it is one byte. */
export const isPlainAscii = (text: string): boolean => plainAscii.test(text)

/** Whether a text is written alike in JSON, in a literal and in UTF-16 order: without escapes and without surrogates. */
export const isSimple = (text: string): boolean => !special.test(text)
