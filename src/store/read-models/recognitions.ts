import { type Declaration, wasDeclaredOn } from '../../domain/declaration.ts'
import { type Honour, wasHonouredOn } from '../../domain/honour.ts'
import type { Organisation } from '../../domain/organisation.ts'
import type { Db } from '../database.ts'
import { listPublishedDeclarations } from '../declarations.ts'
import { listHonours } from '../honours.ts'
import { listOrganisations } from '../organisations.ts'

export { findDeclaration } from '../declarations.ts'

/** The register on a JST day: who is declared, who is honoured, and the declarations in force. */
export interface Register {
  employers: ReadonlyMap<string, Organisation>
  inForce: Declaration[]
  /** those that were published once and are not in force any more */
  ended: Declaration[]
  honours: Honour[]
  isDeclared(employerId: string, day: string): boolean
  isHonoured(employerId: string, day: string): boolean
}

export const readRegister = async (db: Db, day: string): Promise<Register> => {
  const declarations = await listPublishedDeclarations(db)
  const honours = await listHonours(db)
  return {
    employers: new Map((await listOrganisations(db, 'employer')).map((employer) => [employer.id, employer])),
    inForce: declarations.filter((declaration) => wasDeclaredOn(declaration, day)),
    // A declaration that was withdrawn before it was published has nothing to show.
    ended: declarations.filter(
      (declaration) =>
        !wasDeclaredOn(declaration, day) &&
        'publishedOn' in declaration &&
        declaration.publishedOn !== undefined &&
        declaration.publishedOn <= day,
    ),
    honours,
    isDeclared: (employerId, on) =>
      declarations.some((declaration) => declaration.employerId === employerId && wasDeclaredOn(declaration, on)),
    isHonoured: (employerId, on) => honours.some((honour) => honour.employerId === employerId && wasHonouredOn(honour, on)),
  }
}
