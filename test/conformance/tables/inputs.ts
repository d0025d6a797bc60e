import { crc32, deflateSync } from 'node:zlib'
import type { Input, Web } from '../desk.ts'
import { badge, type Case, issuer } from '../documents.ts'
import { seal } from '../sign.ts'

/** The title of a case that is a file, with what the file holds. */
export const filesIn = async (cases: readonly Case[]): Promise<{ title: string; content: Uint8Array | string; verdict: string }[]> => {
  const found = []
  for (const [title, input, expected] of cases) {
    const given = await input()
    if ('file' in given) found.push({ title, content: given.file, verdict: expected.split(' ')[0] ?? '' })
  }
  return found
}

const good = await seal(badge(), issuer)
const text = JSON.stringify(good)
const altered = JSON.stringify({ ...good, name: 'Altered' })

const file = (title: string, content: Uint8Array | string, expected: string, web: Web = {}): Case => [
  `file: ${title}`,
  (): Input => ({ file: content, web }),
  expected,
]
const typed = (title: string, content: string, expected: string, web: Web = {}): Case => [
  `typed: ${title}`,
  (): Input => ({ text: content, web }),
  expected,
]

const chunk = (type: string, data: Uint8Array, checksum?: number): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(checksum ?? crc32(body))
  return Buffer.concat([length, body, sum])
}
const header = (width = 1, height = 1): Buffer => {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  data.set([8, 0, 0, 0, 0], 8)
  return chunk('IHDR', data)
}
const end = chunk('IEND', Buffer.alloc(0))
const pixels = chunk('IDAT', deflateSync(Buffer.alloc(2)))
const png = (...chunks: Uint8Array[]): Buffer => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), header(), ...chunks, pixels, end])
const iTXt = (content: string | Buffer, keyword = 'openbadgecredential', flags = '\0\0', languages = '\0\0'): Buffer =>
  chunk('iTXt', Buffer.concat([Buffer.from(`${keyword}\0${flags}${languages}`, 'latin1'), Buffer.from(content)]))
const tEXt = (content: string, keyword: string): Buffer => chunk('tEXt', Buffer.from(`${keyword}\0${content}`, 'latin1'))
const zTXt = (content: string, keyword: string): Buffer =>
  chunk('zTXt', Buffer.concat([Buffer.from(`${keyword}\0\0`, 'latin1'), deflateSync(Buffer.from(content))]))

const svg = (inner: string, attributes = 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"', before = ''): string =>
  `${before}<svg xmlns="http://www.w3.org/2000/svg" ${attributes} viewBox="0 0 1 1">${inner}<g/></svg>`
const cdata = (content: string, name = 'openbadges:credential'): string =>
  `<${name}><![CDATA[${content.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`

const withText = (change: (text: string) => string): string => change(text)
const page = 'https://badges.example.net/badges/1'

/** How a credential comes in: texts, pictures and addresses (SECURITY (b) steps 0 to 4, T10, T11; CONFORMANCE 4.3). */
export const inputs: Case[] = [
  file('JSON', text, 'valid'),
  typed('JSON', text, 'valid'),
  typed('JSON over several lines', JSON.stringify(good, null, 2), 'valid'),
  file('an altered one', altered, 'invalid proof.altered'),
  file('a byte order mark', `\ufeff${text}`, 'valid'),
  file('two byte order marks', `\ufeff\ufeff${text}`, 'bad-request'),
  file('space around', `  \r\n${text}\n\n`, 'valid'),
  file('UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le'), 'bad-request input.not_utf8'),
  file(
    'a byte that is not UTF-8',
    Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xff]), Buffer.from('}')]),
    'bad-request input.not_utf8',
  ),
  file(
    'an overlong form',
    Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]),
    'bad-request input.not_utf8',
  ),
  file('nothing', '', 'bad-request'),
  file('white space', '   \n ', 'bad-request'),
  file('a list', `[${text}]`, 'bad-request'),
  file('two documents', text + text, 'bad-request'),
  file(
    'a comma too many',
    withText((one) => one.replace(/}$/, ',}')),
    'bad-request input.not_json',
  ),
  file(
    'a comment',
    withText((one) => one.replace('{', '{/* x */')),
    'bad-request input.not_json',
  ),
  file(
    'single quotes',
    withText((one) => one.replaceAll('"', "'")),
    'bad-request',
  ),
  file(
    'a member twice',
    withText((one) => one.replace('"name"', '"name":"x","name"')),
    'bad-request input.duplicate_key',
  ),
  file(
    'a member twice, once in escapes',
    withText((one) => one.replace('"name"', '"n\\u0061me":"x","name"')),
    'bad-request input.duplicate_key',
  ),
  file(
    'a member twice, deep inside',
    withText((one) => one.replace('"narrative"', '"narrative":"x","narrative"')),
    'bad-request input.duplicate_key',
  ),
  file(
    'escapes that say the same',
    withText((one) => one.replace('Teamwork Badge', 'Teamwork\\u0020Badge')),
    'valid',
  ),
  file(
    'NaN',
    withText((one) => one.replace('"Teamwork Badge"', 'NaN')),
    'bad-request input.not_json',
  ),
  file(
    'Infinity',
    withText((one) => one.replace('"Teamwork Badge"', '-Infinity')),
    'bad-request input.not_json',
  ),
  file(
    '1e400',
    withText((one) => one.replace('"Teamwork Badge"', '1e400')),
    'bad-request input.not_json',
  ),
  file(
    '01',
    withText((one) => one.replace('"Teamwork Badge"', '01')),
    'bad-request input.not_json',
  ),
  file(
    '-0 where a text should be',
    withText((one) => one.replace('"Teamwork Badge"', '-0')),
    'invalid',
  ),
  file(
    'half a surrogate pair',
    withText((one) => one.replace('Teamwork Badge', '\\ud800')),
    'bad-request input.not_json',
  ),
  file(
    'both halves turned round',
    withText((one) => one.replace('Teamwork Badge', '\\udc00\\ud800')),
    'bad-request input.not_json',
  ),
  file(
    'a control character',
    withText((one) => one.replace('Teamwork Badge', 'Team\u0001work')),
    'bad-request input.not_json',
  ),
  file(
    'a NUL in an escape',
    withText((one) => one.replace('Teamwork Badge', '\\u0000')),
    'invalid',
  ),
  file(
    '__proto__',
    withText((one) => one.replace('{', '{"__proto__":{"x":1},')),
    'invalid',
  ),
  file('depth of 15', `${'{"a":'.repeat(15)}1${'}'.repeat(15)}`, 'bad-request input.too_deep'),
  file('depth of 100,000', '['.repeat(100_000), 'bad-request'),
  file('3,001 values', `{"a":[${'1,'.repeat(3_000)}1]}`, 'bad-request input.too_many_nodes'),
  file('1.1 MB', `{"a":"${'x'.repeat(1_100_000)}"}`, 'bad-request input.too_large'),
  file('HTML', '<!doctype html><html></html>', 'bad-request input.type_unsupported'),
  file('PDF', '%PDF-1.7 x', 'bad-request input.type_unsupported'),
  file('GIF', 'GIF89a', 'bad-request input.type_unsupported'),
  file('ZIP', 'PK\u0003\u0004', 'bad-request input.type_unsupported'),
  file('another JSON', '{"hello":"world"}', 'invalid'),
  // pictures
  file('PNG: iTXt', png(iTXt(text)), 'valid'),
  file('PNG: iTXt with an altered badge', png(iTXt(altered)), 'invalid proof.altered'),
  file('PNG: iTXt with a language', png(iTXt(text, 'openbadgecredential', '\0\0', 'ja\0name\0')), 'valid'),
  file(
    'PNG: iTXt that says to be compressed',
    png(iTXt(deflateSync(Buffer.from(text)), 'openbadgecredential', '\x01\0')),
    'bad-request input.no_credential',
  ),
  file('PNG: tEXt (BK-3)', png(tEXt(text, 'openbadgecredential')), 'bad-request'),
  file('PNG: zTXt (BK-3)', png(zTXt(text, 'openbadgecredential')), 'bad-request'),
  file('PNG: two', png(iTXt(text), iTXt(text)), 'bad-request input.several_credentials'),
  file('PNG: one of each version', png(iTXt(text), iTXt('https://example.com/a', 'openbadges')), 'bad-request input.several_credentials'),
  file('PNG: other texts beside', png(tEXt('x', 'Comment'), iTXt('y', 'Title'), iTXt(text)), 'valid'),
  file('PNG: the keyword in capitals', png(iTXt(text, 'OpenBadgeCredential')), 'bad-request'),
  file('PNG: none', png(), 'bad-request input.no_credential'),
  file(
    'PNG: a wrong checksum',
    png(chunk('iTXt', Buffer.from(`openbadgecredential\0\0\0\0\0${text}`), 1)),
    'bad-request input.image_damaged',
  ),
  file('PNG: behind the end', Buffer.concat([png(), iTXt(text)]), 'bad-request input.image_damaged'),
  file('PNG: cut off', png(iTXt(text)).subarray(0, 200), 'bad-request input.image_damaged'),
  file(
    'PNG: a length beyond the file',
    Buffer.concat([png().subarray(0, 33), Buffer.from('7fffffff69545874', 'hex')]),
    'bad-request input.image_damaged',
  ),
  file('PNG: an address', png(iTXt(page)), 'bad-request'),
  file('PNG: not UTF-8', png(iTXt(Buffer.from([0x7b, 0xff, 0x7d]))), 'bad-request'),
  file(
    'PNG: a member twice in it',
    png(iTXt(withText((one) => one.replace('"name"', '"name":"x","name"')))),
    'bad-request input.duplicate_key',
  ),
  file('SVG: CDATA', svg(cdata(text)), 'valid'),
  file('SVG: an altered badge', svg(cdata(altered)), 'invalid proof.altered'),
  file(
    'SVG: text in entities',
    svg(`<openbadges:credential>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</openbadges:credential>`),
    'valid',
  ),
  file(
    'SVG: another prefix for the namespace',
    svg(cdata(text, 'ob:credential'), 'xmlns:ob="https://purl.imsglobal.org/ob/v3p0"'),
    'valid',
  ),
  file(
    'SVG: the prefix for another namespace',
    svg(cdata(text), 'xmlns:openbadges="https://evil.example/"'),
    'bad-request input.no_credential',
  ),
  file('SVG: two', svg(cdata(text) + cdata(text)), 'bad-request input.several_credentials'),
  file(
    'SVG: verify and a body',
    svg(`<openbadges:credential verify="a.b.c"><![CDATA[${text}]]></openbadges:credential>`),
    'bad-request input.several_credentials',
  ),
  file('SVG: an element inside', svg(`<openbadges:credential><g/>${text}</openbadges:credential>`), 'bad-request'),
  file('SVG: none', svg(''), 'bad-request input.no_credential'),
  file('SVG: a document type', svg(cdata(text), undefined, '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), 'bad-request'),
  file('SVG: an undeclared entity', svg('<openbadges:credential>&a;</openbadges:credential>'), 'bad-request'),
  file('SVG: not well-formed', `${svg(cdata(text))}</svg>`, 'bad-request'),
  file('SVG: a second element behind it', `${svg(cdata(text))}<svg/>`, 'bad-request'),
  file('SVG: words behind it', `${svg(cdata(text))}words`, 'bad-request'),
  file('SVG: a comment behind it', `${svg(cdata(text))}<!-- made by hand -->\n`, 'valid'),
  file('SVG: a > in an attribute, comments, an instruction', svg(`<?x y?><!-- > < --><g title="a > b" id='"'/>${cdata(text)}`), 'valid'),
  file('SVG: a tag that nobody closes', svg(`<g>${cdata(text)}`), 'bad-request'),
  file('SVG: script beside the credential is never run', svg(`<script>alert(1)</script>${cdata(text)}`), 'valid'),
  file('SVG: another root', `<html xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">${cdata(text)}</html>`, 'bad-request'),
  file('JPEG: damaged', Buffer.from('ffd8ffe000104a46', 'hex'), 'bad-request input.image_damaged'),
  // addresses and numbers
  typed('the address of a badge', page, 'valid', { [page]: good }),
  typed('the address of an altered badge', page, 'invalid proof.altered', { [page]: altered }),
  typed('the address of a picture', page, 'valid', { [page]: png(iTXt(text)) }),
  typed('the address of an address', page, 'bad-request', { [page]: page }),
  typed('the address of nothing', page, 'unverifiable input.address_unreachable'),
  typed('an address by http', 'http://badges.example.net/1', 'bad-request input.address_refused'),
  typed('an address with a user name', 'https://a:b@badges.example.net/1', 'bad-request input.address_refused'),
  typed('an address with a port', 'https://badges.example.net:8443/1', 'bad-request input.address_refused'),
  typed('an address with a backslash', 'https://badges.example.net\\@evil.example/', 'bad-request input.address_refused'),
  typed('ftp', 'ftp://badges.example.net/1', 'bad-request input.address_refused'),
  typed('file', 'file:///etc/passwd', 'bad-request input.address_refused'),
  typed('javascript', 'javascript:alert(1)', 'bad-request input.address_refused'),
  typed('a DID', issuer.did, 'bad-request input.no_credential'),
  typed('words', 'hello world', 'bad-request input.no_credential'),
  typed('a short number that nobody has', 'ABCD-EFGH-JKMN', 'bad-request'),
]

/** Addresses that lead inside, in every spelling; none may be asked for (SECURITY T8). */
export const forbidden = [
  'https://127.0.0.1/',
  'https://localhost/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://0x7f.1/',
  'https://2130706433/',
  'https://0177.0.0.1/',
  'https://127.1/',
  'https://0/',
  'https://10.0.0.1/',
  'https://172.16.0.1/',
  'https://192.168.1.1/',
  'https://169.254.169.254/',
  'https://100.64.0.1/',
  'https://[fe80::1]/',
  'https://[fc00::1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://１２７.０.０.１/',
  'https://127。0。0。1/',
  'https://metadata.google.internal/',
  'https://inside.example/',
  'https://both.example/',
  'https://loop.example/',
]
