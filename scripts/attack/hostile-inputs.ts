import { deflateSync, gzipSync } from 'node:zlib'
import type { JsonObject } from '../../src/json.ts'
import { writePng, writePngChunk } from '../../src/openbadges/baking/png-chunks.ts'

/** One hostile request; made once, sent many times. */
export interface HostileRequest {
  /** the kind of attack, as the report names it (SECURITY T9 to T11) */
  name: string
  path: string
  headers: Record<string, string>
  body: Buffer
}

const contexts = ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json']

const json = (name: string, path: string, body: string | Buffer, headers: Record<string, string> = {}): HostileRequest => ({
  name,
  path,
  headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
  body: Buffer.from(body),
})

const credential = (name: string, document: JsonObject): HostileRequest =>
  json(name, '/credentials/verify', JSON.stringify({ verifiableCredential: document }))

const file = (name: string, fileName: string, mediaType: string, bytes: Buffer, accept = 'application/json'): HostileRequest => {
  const boundary = 'attack-boundary-7f3a'
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: ${mediaType}\r\n\r\n`
  return {
    name,
    path: '/verify',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, accept },
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  }
}

const header = (width: number, height: number): Uint8Array => {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  data.set([8, 0, 0, 0, 0], 8)
  return writePngChunk('IHDR', data)
}

/** A grey picture; pixels that are all alike are a few KB for any size. */
const picture = (width: number, height: number, pixels: Uint8Array, ...more: Uint8Array[]): Buffer =>
  Buffer.from(writePng([header(width, height), ...more, writePngChunk('IDAT', pixels), writePngChunk('IEND', new Uint8Array())]))

const even = (width: number, height: number): Buffer => deflateSync(Buffer.alloc((width + 1) * height))

/** The badge of `evidence` pieces that nothing tells apart: each is an anonymous node, and the canonical order has to be searched for. */
const alike = (badge: JsonObject, evidence: number): JsonObject => ({
  ...badge,
  evidence: Array.from({ length: evidence }, () => ({ type: ['Evidence'] })),
})

/**
 * Every attack of SECURITY T9, T10 and T11: size, depth, bombs, poison graphs, many proofs, floods of pixels, damaged and hostile images.
 *
 * @param badge - a good badge of the service, from which the poisoned ones are made
 */
export const hostileRequests = (badge: JsonObject): HostileRequest[] => {
  const proof = badge['proof'] as JsonObject
  const big = 'x'.repeat(900_000)
  const credentialChunk = (flag: number, text: Uint8Array): Uint8Array =>
    writePngChunk('iTXt', Buffer.concat([Buffer.from(`openbadgecredential\0${flag === 1 ? '\x01' : '\0'}\0\0\0`, 'latin1'), text]))
  const plain = {
    '@context': [contexts[0] as string],
    type: ['VerifiableCredential'],
    issuer: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
  }
  return [
    json('too large', '/credentials/verify', JSON.stringify({ verifiableCredential: { ...badge, name: `${big}${big}` } })),
    credential('a text of 0.9 MB', { ...badge, name: big }),
    json('a member twice at the end of 0.9 MB', '/credentials/verify', `{"verifiableCredential":{"name":"${big}","id":"a","id":"b"}}`),
    json('0.9 MB of white space', '/credentials/verify', `{"verifiableCredential":{${' '.repeat(900_000)}}}`),
    json('0.9 MB of escapes', '/credentials/verify', `{"verifiableCredential":{"name":"${'\\u3042'.repeat(150_000)}","x":"\\ud800"}}`),
    json('depth', '/credentials/verify', `{"verifiableCredential":${'['.repeat(400_000)}${']'.repeat(400_000)}}`),
    json('too many values', '/credentials/verify', `{"verifiableCredential":[${'1,'.repeat(450_000)}1]}`),
    json('gzip bomb', '/credentials/verify', gzipSync(Buffer.alloc(200_000_000, 0x20)), { 'content-encoding': 'gzip' }),
    credential('poison graph of 2,900 values', alike(badge, 900)),
    credential('poison graph of 500 values', alike(badge, 100)),
    credential('four proofs over 2,800 values', { ...alike(badge, 850), proof: [proof, proof, proof, proof] }),
    credential('four proofs', { ...badge, proof: [proof, proof, proof, proof] }),
    credential('2,900 values in a plain credential', {
      ...plain,
      credentialSubject: Array.from({ length: 1_400 }, (_, place) => ({ id: `urn:x:${place}` })),
    }),
    json(
      'twenty credentials in a presentation',
      '/presentations/verify',
      JSON.stringify({
        verifiablePresentation: {
          '@context': [contexts[0] as string],
          type: ['VerifiablePresentation'],
          verifiableCredential: Array.from({ length: 20 }, () => badge),
          proof: { ...proof, proofPurpose: 'authentication' },
        },
      }),
    ),
    file('picture of 16 million pixels', 'grey.png', 'image/png', picture(4_000, 4_000, even(4_000, 4_000))),
    file('picture of 900 million pixels', 'flood.png', 'image/png', picture(30_000, 30_000, Buffer.alloc(100))),
    file('picture of 9 MB', 'large.png', 'image/png', picture(2_000, 2_000, Buffer.alloc(9_000_000, 0xaa))),
    file(
      'compressed credential in a picture',
      'bomb.png',
      'image/png',
      picture(1, 1, even(1, 1), credentialChunk(1, deflateSync(Buffer.alloc(100_000_000)))),
    ),
    file('two credentials in a picture', 'two.png', 'image/png', twoCredentials(badge, credentialChunk)),
    file(
      'drawing of 2 MB',
      'large.svg',
      'image/svg+xml',
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${'<g/>'.repeat(49_000)}</svg>`),
    ),
    file(
      'entities in a drawing',
      'lol.svg',
      'image/svg+xml',
      Buffer.from(`<!DOCTYPE svg [<!ENTITY a "${'a'.repeat(100_000)}"><!ENTITY b "${'&a;'.repeat(1_000)}">]><svg>&b;</svg>`),
    ),
    file('token of 0.9 MB', 'token.jwt', 'application/jwt', Buffer.from(`e30.${'A'.repeat(900_000)}.AAAA`)),
    file('page for a poison graph', 'poison.json', 'application/json', Buffer.from(JSON.stringify(alike(badge, 100))), 'text/html'),
  ]
}

const twoCredentials = (badge: JsonObject, chunk: (flag: number, text: Uint8Array) => Uint8Array): Buffer => {
  const text = Buffer.from(JSON.stringify(badge))
  return picture(1, 1, even(1, 1), chunk(0, text), chunk(0, text))
}
