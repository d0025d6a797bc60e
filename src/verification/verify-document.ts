import { asList, type JsonObject } from '../json.ts'
import type { VerifyOptions } from './checks/context.ts'
import type { VerifierDeps } from './deps.ts'
import { judgeCredential, outermost } from './judge-credential.ts'
import type { Verification } from './verdict.ts'
import { verifyPresentation } from './verify-presentation.ts'

const presentationTypes = ['VerifiablePresentation', 'EnvelopedVerifiablePresentation']

/**
 * Verifies a document that was read strictly: an Open Badge, endorsement, CLR, status list or plain credential with embedded proofs, an
 * enveloped one, or a presentation (which is then not compared with a challenge).
 *
 * The order is that of SECURITY (b). Nothing in `options` switches a check off. Never throws for anything that the document holds.
 */
export const verifyDocument = async (document: JsonObject, deps: VerifierDeps, options: VerifyOptions = {}): Promise<Verification> =>
  asList(document['type']).some((type) => typeof type === 'string' && presentationTypes.includes(type))
    ? verifyPresentation(document, {}, deps)
    : judgeCredential(document, outermost(deps, options))
