import type { VerifyOptions } from './checks/context.ts'
import type { VerifierDeps } from './deps.ts'
import { judgeCredential, outermost } from './judge-credential.ts'
import type { Verification } from './verdict.ts'

/**
 * Verifies a credential secured as a compact JWT (VC-JWT of Open Badges 3.0, VC-JOSE-COSE). The text may be anything; what is no such
 * token is `invalid`. Never throws for anything that the text holds.
 */
export const verifyJwt = (text: string, deps: VerifierDeps, options: VerifyOptions = {}): Promise<Verification> =>
  judgeCredential(text, outermost(deps, options))
