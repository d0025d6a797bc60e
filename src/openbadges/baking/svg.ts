import { DOMParser, type Document, type Element, type Node, XMLSerializer } from '@xmldom/xmldom'
import { BakingError, refused, type Unbaked } from './unbaked.ts'

/** Open Badges 3.0, section 5.3.2. */
const NAMESPACE = 'https://purl.imsglobal.org/ob/v3p0'
/** Open Badges 2.0 Baking. */
const NAMESPACE_2 = 'http://openbadges.org'
const SVG = 'http://www.w3.org/2000/svg'
const XMLNS = 'http://www.w3.org/2000/xmlns/'

const ELEMENT = 1
const TEXT = 3
const CDATA = 4

export interface UnbakeSvgLimits {
  maxSvgBytes: number
  maxSvgMarkup: number
  maxTextBytes: number
}

/** @returns the index at which the root element or a document type begins: behind XML declaration, processing instructions, comments and space */
const endOfProlog = (svg: string): number => {
  let offset = 0
  for (;;) {
    while (/\s/.test(svg.charAt(offset))) offset++
    const close = svg.startsWith('<?', offset) ? '?>' : svg.startsWith('<!--', offset) ? '-->' : undefined
    const end = close === undefined ? -1 : svg.indexOf(close, offset)
    if (close === undefined || end === -1) return offset
    offset = end + close.length
  }
}

const documentType = refused('svg_doctype', 'The SVG has a document type declaration, which is not accepted.')

const notWellFormed = refused('image_damaged', 'The SVG is not well-formed XML.')

/** One tag, comment, section or instruction, with the text before it. */
const MARKUP = /([^<]*)<(?:!--[\s\S]*?--|!\[CDATA\[[\s\S]*?\]\]|\?[\s\S]*?\?|(\/)?[^<>"'!?][^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*)>/y

/**
 * Whether the text is one element with nothing but space, comments and instructions behind it (XML 1.0, production 1). The parser passes over
 * end tags that nothing began, and over what follows them.
 *
 * @param text - from the root element on; the parser has found no other mistake in it
 */
const isOneElement = (text: string): boolean => {
  let depth = 0
  let offset = 0
  let ended = false
  for (;;) {
    MARKUP.lastIndex = offset
    const found = MARKUP.exec(text)
    if (found === null) return ended && /^\s*$/.test(text.slice(offset))
    const [whole, before = '', closing] = found
    const isTag = !/^[!?]/.test(whole.slice(before.length + 1))
    if (ended && (isTag || before.trim() !== '')) return false
    offset += whole.length
    if (!isTag || whole.endsWith('/>')) ended ||= isTag && depth === 0
    else if (closing === undefined) depth++
    else if (--depth <= 0) ended = true
    if (depth < 0) return false
  }
}

/** @returns why the XML is not read, or the document */
const parseSvg = (file: string): { document: Document } | { problem: Unbaked } => {
  const svg = file.replace(/^\ufeff/, '')
  const prolog = svg.slice(0, endOfProlog(svg))
  // A document type is refused before an XML parser sees the text: no entity is ever declared, no file ever named (SECURITY T11).
  if (/^<!doctype/i.test(svg.slice(prolog.length, prolog.length + 9))) return { problem: documentType }
  const encoding = /^<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']/.exec(prolog)?.[1]
  if (encoding !== undefined && !/^(utf-?8|us-ascii)$/i.test(encoding)) {
    return { problem: refused('image_damaged', 'The SVG says to be in another encoding than UTF-8.') }
  }
  try {
    const parser = new DOMParser({
      locator: false,
      // XML 1.0, 2.11. The package's own rule is that of XML 1.1, which would turn U+0085 and U+2028 inside a credential into line feeds.
      normalizeLineEndings: (text) => text.replace(/\r\n?/g, '\n'),
      onError: (level, message) => {
        // The text was decoded strictly, so the replacement character in it is meant.
        if (level === 'warning' && message.startsWith('Unicode replacement character')) return
        throw new Error(message)
      },
    })
    const document = parser.parseFromString(svg, 'application/xml')
    if (document.doctype != null) return { problem: documentType }
    return isOneElement(svg.slice(prolog.length)) ? { document } : { problem: notWellFormed }
  } catch {
    return { problem: notWellFormed }
  }
}

/** All elements of a document in their order, without recursion: a stranger's drawing may be nested as deep as he likes. */
function* elementsOf(document: Document): Generator<Element> {
  let node: Node | null = document.documentElement
  while (node !== null) {
    if (node.nodeType === ELEMENT) yield node as Element
    let next: Node | null = node.firstChild
    while (next === null && node !== null) {
      next = node.nextSibling
      if (next === null) node = node.parentNode
    }
    node = next
  }
}

const isCredential = (element: Element): boolean =>
  (element.namespaceURI === NAMESPACE && element.localName === 'credential') ||
  (element.namespaceURI === NAMESPACE_2 && element.localName === 'assertion')

const readCredentialElement = (element: Element): Unbaked => {
  const version = element.namespaceURI === NAMESPACE ? 'open-badge-3' : 'open-badge-2'
  let body = ''
  for (const node of Array.from(element.childNodes)) {
    if (node.nodeType !== TEXT && node.nodeType !== CDATA)
      return refused('baked_wrongly', 'The credential element of the SVG holds more than text.')
    body += node.nodeValue ?? ''
  }
  const verify = element.getAttribute('verify')
  if (verify === null) return { kind: 'baked', version, text: body }
  // Open Badges 3.0 leaves the body out where there is a JWS; 2.0 repeats the assertion there, and what counts is the attribute.
  if (version === 'open-badge-3' && body.trim() !== '') {
    return refused('baked_several', 'The credential element of the SVG holds a credential in its attribute and another one in its body.')
  }
  return { kind: 'baked', version, text: verify }
}

/**
 * Takes the credential out of an SVG (CONFORMANCE BK-5, BK-6, BK-8; SECURITY T11): parsed as XML without document type and entities;
 * nothing in it is run, fetched or drawn.
 *
 * @param svg - the file as text; it was decoded strictly
 * @returns the JWS of the attribute `verify`, or the body with its CDATA sections joined
 */
export const unbakeSvg = (svg: string, limits: UnbakeSvgLimits): Unbaked => {
  const bytes = Buffer.byteLength(svg)
  if (bytes > limits.maxSvgBytes) return refused('image_too_large', `The SVG has ${bytes} bytes; the limit is ${limits.maxSvgBytes}.`)
  if (svg.split('<', limits.maxSvgMarkup + 2).length > limits.maxSvgMarkup + 1) {
    return refused('image_too_large', `The SVG has more than ${limits.maxSvgMarkup} elements.`)
  }
  const parsed = parseSvg(svg)
  if ('problem' in parsed) return parsed.problem
  const root = parsed.document.documentElement
  if (root?.localName !== 'svg' || root.namespaceURI !== SVG) return refused('image_damaged', 'The file is XML, but no SVG.')
  const [first, ...more] = [...elementsOf(parsed.document)].filter(isCredential)
  if (first === undefined) return { kind: 'plain' }
  if (more.length > 0) return refused('baked_several', `The image holds ${more.length + 1} credentials; exactly one is allowed.`)
  const unbaked = readCredentialElement(first)
  if (unbaked.kind === 'baked' && Buffer.byteLength(unbaked.text) > limits.maxTextBytes) {
    return refused('image_too_large', `The credential in the image has more than ${limits.maxTextBytes} bytes.`)
  }
  return unbaked
}

/** The characters that XML 1.0 (2.2) cannot carry, and the carriage return, which every XML reader turns into a line feed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that are looked for
const NOT_IN_XML = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/

const COMPACT_JWS = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+$/

/**
 * Puts a credential into an SVG: `<openbadges:credential>` as first child of the root, a JWS in its attribute `verify`, JSON in CDATA
 * (divided after each `]]` that a `>` follows, BK-8). A credential that the image holds already is taken out.
 *
 * @param svg - an image of our own making
 * @param text - the credential as JSON or as compact JWS; it is read back as exactly this text
 * @throws BakingError when the image is not a sound SVG or the text cannot stand in XML
 */
export const bakeSvg = (svg: string, text: string): string => {
  if (text === '' || NOT_IN_XML.test(text) || !text.isWellFormed()) {
    throw new BakingError('The text is empty or holds characters that XML cannot carry.')
  }
  const parsed = parseSvg(svg)
  const root = 'document' in parsed ? parsed.document.documentElement : null
  if (!('document' in parsed) || root?.localName !== 'svg' || root.namespaceURI !== SVG)
    throw new BakingError('The image cannot be baked: it is no SVG.')
  for (const element of [...elementsOf(parsed.document)].filter(isCredential)) element.parentNode?.removeChild(element)
  root.setAttributeNS(XMLNS, 'xmlns:openbadges', NAMESPACE)
  const credential = parsed.document.createElementNS(NAMESPACE, 'openbadges:credential')
  if (COMPACT_JWS.test(text)) credential.setAttribute('verify', text)
  else for (const piece of text.split(/(?<=\]\])(?=>)/)) credential.appendChild(parsed.document.createCDATASection(piece))
  root.insertBefore(credential, root.firstChild)
  return new XMLSerializer().serializeToString(parsed.document)
}
