import type { DocumentNode } from '../closed/survey.ts'
import { classRule, type Report, type Rule, requireExactType, requireType } from './rule.ts'

const IDENTITY_HASH = /^(sha256\$[0-9a-fA-F]{64}|md5\$[0-9a-fA-F]{32})$/

/** 128 random bits need 22 characters of base64url (SECURITY T27). */
const MIN_SALT_CHARACTERS = 22

const hasIdentifier = (node: DocumentNode): boolean => {
  const identifier = node.value['identifier']
  return Array.isArray(identifier) ? identifier.length > 0 : identifier !== undefined
}

const saltedWell = (node: DocumentNode, report: Report): void => {
  const salt = node.value['salt']
  if (node.value['hashed'] !== true || (typeof salt === 'string' && salt.length >= MIN_SALT_CHARACTERS)) return
  report(node, 'salt', `must hold at least 128 random bits (${MIN_SALT_CHARACTERS} characters): an address without is guessed in no time`)
}

export const subjectRules: readonly Rule[] = [
  {
    id: 'DM-7',
    title: 'The subject of a badge has its type, an achievement, and an id or an identifier',
    source: 'Open Badges 3.0, B.1.3, 9.1',
    check(document, report) {
      for (const node of document.nodes('AchievementSubject')) {
        requireType(node, report, ['AchievementSubject'])
        if (node.value['achievement'] === undefined) report(node, 'achievement', 'is missing in AchievementSubject')
        if (node.value['id'] === undefined && !hasIdentifier(node)) report(node, undefined, 'has neither an id nor an identifier')
      }
    },
  },
  classRule({
    id: 'DM-8',
    title: 'The optional members of the subject have the right form',
    source: 'Open Badges 3.0, B.1.3',
    class: 'AchievementSubject',
  }),
  classRule({
    id: 'DM-18',
    title: 'An IdentityObject says whether its value is hashed, the value and its type, and nothing else but the salt',
    source: 'Open Badges 3.0, B.1.12',
    class: 'IdentityObject',
    required: ['hashed', 'identityHash', 'identityType'],
    each: (node, report) => requireExactType(node, report, 'IdentityObject'),
  }),
  classRule({
    id: 'DM-19',
    title: 'A hashed identity is sha256$ or md5$ and the hash in hexadecimal',
    source: 'Open Badges 3.0, B.7, 9.3',
    class: 'IdentityObject',
    each: (node, report) => {
      const hash = node.value['identityHash']
      if (node.value['hashed'] === true && typeof hash === 'string' && !IDENTITY_HASH.test(hash)) {
        report(node, 'identityHash', 'must be sha256$ or md5$ and the hash in hexadecimal')
      }
    },
  }),
  classRule({
    id: 'DM-20',
    title: 'A hashed identity that we issue has a salt of its own of at least 128 bits',
    source: 'specification issue 610; SECURITY T27',
    only: 'issue',
    class: 'IdentityObject',
    each: saltedWell,
  }),
]
