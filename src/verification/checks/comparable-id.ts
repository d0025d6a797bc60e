import type { Json } from '../../json.ts'

/** An id as it is compared (Open Badges 3.0, section 10): percent-decoded and trimmed. */
export const comparable = (id: Json | undefined): string | undefined => {
  if (typeof id !== 'string') return undefined
  try {
    return decodeURIComponent(id.trim()).trim()
  } catch {
    return id.trim()
  }
}
