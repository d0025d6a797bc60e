import type { DocumentNode } from '../closed/survey.ts'
import { classRule, type Report, type Rule, requireMembers } from './rule.ts'

const PROOF_VALUE = /^[zu][A-Za-z0-9_-]+$/

const checkProof = (node: DocumentNode, report: Report): void => {
  const { value } = node
  requireMembers(node, report, ['type', 'verificationMethod', 'proofPurpose'])
  if (value['proofPurpose'] !== undefined && value['proofPurpose'] !== 'assertionMethod') {
    report(node, 'proofPurpose', 'must be assertionMethod')
  }
  const proofValue = value['proofValue']
  const isSigned = typeof proofValue === 'string' ? PROOF_VALUE.test(proofValue) : proofValue === undefined && value['jws'] !== undefined
  if (!isSigned) report(node, 'proofValue', 'must be multibase text (z… or u…)')
  if (node.class === 'DataIntegrityProof' && value['cryptosuite'] === undefined) report(node, 'cryptosuite', 'is missing in a proof')
  if (value['type'] === 'Ed25519Signature2020' && value['created'] === undefined) report(node, 'created', 'is missing in a proof')
}

export const proofRules: readonly Rule[] = [
  classRule({
    id: 'DI-2',
    title: 'A proof names type, suite, method, purpose and value',
    source: 'Open Badges 3.0, 8.3; Data Integrity 1.0',
    class: ['DataIntegrityProof', 'OtherProof'],
    each: checkProof,
  }),
]
