import type { JsonObject } from '../json.ts'
import { conclude } from './conclude.ts'
import type { VerifierDeps } from './deps.ts'
import { openEnvelope } from './envelope.ts'
import { refuseFlood } from './input-flood.ts'
import { outermost, unopened } from './judge-credential.ts'
import { refusalLine } from './refusal-line.ts'
import { judgePresentation, type PresentationOptions } from './secured-presentation.ts'
import { judgePresentationJwt } from './secured-presentation-jwt.ts'
import type { Verification } from './verdict.ts'

export type { PresentationOptions } from './secured-presentation.ts'

/**
 * Verifies a presentation and every credential in it (VC-API section 7): an object with embedded proofs, an enveloped one, or the text of
 * a compact JWT. The verdict is the worst of the presentation's own and those of its credentials (`contained`).
 *
 * @param options - what the presentation must have been made for; what is not given is not compared
 */
export const verifyPresentation = async (
  presentation: JsonObject | string,
  options: PresentationOptions,
  deps: VerifierDeps,
): Promise<Verification> => {
  const setting = outermost(deps, {})
  if (typeof presentation === 'string') return judgePresentationJwt(presentation, options, setting)
  const flood = refuseFlood(presentation)
  if (flood !== undefined) return conclude([refusalLine(flood)], setting.now, { kind: 'presentation' })
  const envelope = openEnvelope(presentation)
  if (envelope === undefined) return judgePresentation(presentation, options, setting)
  if (envelope.kind === 'jwt' && envelope.holds === 'vp') return judgePresentationJwt(envelope.text, options, setting)
  return { ...unopened(envelope, setting.now), kind: 'presentation' }
}
