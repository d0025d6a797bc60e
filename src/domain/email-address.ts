export type EmailChange = 'full_width' | 'lower_case' | 'spaces'

export type EmailReading =
  | { ok: true; address: string; changes: EmailChange[] }
  | { ok: false; problem: 'empty' | 'no_top_level_domain' | 'shape' }

const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
const topLevel = /^([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/

/**
 * Reads an e-mail address as typed: full-width to half-width, trimmed, lower-cased (one mailbox is one participant, compared lower-cased).
 * Addresses with quoted local parts or IP literals are not read.
 */
export const readEmail = (raw: string): EmailReading => {
  const changes: EmailChange[] = []
  const trimmed = raw.replace(/^[\s\u3000]+|[\s\u3000]+$/g, '')
  if (trimmed !== raw) changes.push('spaces')
  if (trimmed === '') return { ok: false, problem: 'empty' }
  const halfWidth = trimmed.replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
  if (halfWidth !== trimmed) changes.push('full_width')
  const address = halfWidth.toLowerCase()
  if (address !== halfWidth) changes.push('lower_case')

  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  const labels = address.slice(at + 1).split('.')
  if (at < 1 || local.length > 64 || address.length > 254 || !localPart.test(local) || !labels.every((part) => label.test(part))) {
    return { ok: false, problem: 'shape' }
  }
  if (labels.length < 2) return { ok: false, problem: 'no_top_level_domain' }
  if (!topLevel.test(labels.at(-1) ?? '')) return { ok: false, problem: 'shape' }
  return { ok: true, address, changes }
}

/** Mailboxes that several people read; for these, offer claiming by a code from the operator (DOMAIN section 4). */
const sharedLocalParts = /^(info|office|contact|mail|jimu|jimukyoku|soumu|somu|jinji|honsha|daihyo|support|admin|webmaster)([.+_-].*)?$/

export const isSharedMailbox = (address: string): boolean => sharedLocalParts.test(address.toLowerCase().split('@')[0] ?? '')
