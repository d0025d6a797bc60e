import { listDeclarations } from '../store/declarations.ts'
import { listHonours } from '../store/honours.ts'
import type { Deps } from './deps.ts'
import { endorseDeclaration, withdrawDeclarationEndorsements } from './endorse-declaration.ts'
import { endorseHonour, withdrawHonourEndorsement } from './endorse-honour.ts'

const superseded = { code: 'SUPERSEDED', text: '次の版が公表されました。' }

/**
 * Brings the signed endorsements into line with the declarations and honours as they stand: signs what is missing and withdraws what does not stand
 * any more. Signing happens after the deed that it tells of, so a process that stopped between the two leaves this to be done.
 */
export const settleEndorsements = async (deps: Deps): Promise<void> => {
  for (const declaration of await listDeclarations(deps.db)) {
    if (declaration.state === 'published') await endorseDeclaration(deps, declaration)
    else if (declaration.state === 'expired') await withdrawDeclarationEndorsements(deps, declaration.id, superseded)
    else if (declaration.state === 'withdrawn') await withdrawDeclarationEndorsements(deps, declaration.id, declaration.reason)
  }
  for (const honour of await listHonours(deps.db)) {
    if (honour.state === 'announced') await endorseHonour(deps, honour)
    else if (honour.state === 'cancelled') await withdrawHonourEndorsement(deps, honour.id, honour.reason)
  }
}
